// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/state.h"
#include "core/policy/program.h"
#include "core/policy/response_watcher.h"
#include "core/policy/semantic_cache.h"
#include "core/policy/services.h"
#include "tests/support/manual_clock.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

class CountingRandom final : public Random
{
public:
    void fill(std::span<std::uint8_t> bytes) override
    {
        for (auto &byte : bytes)
            byte = 0x80; // the middle: retry's jitter is then 1.0
    }
};

//! Never full.
class FakeCache final : public policy::Cache
{
public:
    explicit FakeCache(const Clock &clock) : m_clock(clock) { }
    policy::CacheHit find(std::string_view key) override
    {
        const auto found = entries.find(key);
        if (found == entries.end() || found->second.second <= m_clock.steady())
            return {};
        return {found->second.first, std::chrono::duration_cast<std::chrono::microseconds>(found->second.second - m_clock.steady())};
    }
    void store(std::string_view key, policy::CachedPointer content, std::chrono::microseconds duration) override
    {
        entries.insert_or_assign(std::string(key), std::pair(std::move(content), m_clock.steady() + duration));
    }
    void remove(std::string_view key) override { entries.erase(std::string(key)); }

    std::map<std::string, std::pair<policy::CachedPointer, SteadyTime>, std::less<>> entries;

private:
    const Clock &m_clock;
};

//! PolicyServices without a network: what policies start waits in a list until the test lets it end. Completions never run inside the
//! call that started them.
class FakeServices final : public policy::PolicyServices
{
public:
    struct Pending
    {
        enum Kind { Send, Forward, Wait, Buffer, Elsewhere } kind = Send;
        policy::OutgoingRequest request;
        policy::ForwardOptions options;
        std::chrono::microseconds duration{};
        policy::Exchange *exchange = nullptr;
        policy::Body *body = nullptr;
        std::function<void(Result<policy::ResponseMessage>)> answered;
        std::function<void(Status)> done;
        std::function<void()> elapsed;
        bool cancelled = false;
        bool completed = false;
        bool isOpen() const { return !cancelled && !completed; }
    };
    using PendingPointer = std::shared_ptr<Pending>;

    const Clock &clock() const override { return manual; }
    Random &random() override { return randomness; }

    policy::OperationPointer send(policy::OutgoingRequest request, std::function<void(Result<policy::ResponseMessage>)> done) override
    {
        auto pending = add(Pending::Send);
        pending->request = std::move(request);
        pending->answered = std::move(done);
        return handle(pending);
    }
    void sendOneWay(policy::OutgoingRequest request) override { oneWay.push_back(std::move(request)); }
    policy::OperationPointer forward(policy::Exchange &exchange, const policy::ForwardOptions &options,
                                     std::function<void(Status)> done) override
    {
        auto pending = add(Pending::Forward);
        pending->exchange = &exchange;
        pending->options = options;
        pending->done = std::move(done);
        return handle(pending);
    }
    policy::OperationPointer wait(std::chrono::microseconds duration, std::function<void()> done) override
    {
        auto pending = add(Pending::Wait);
        pending->duration = duration;
        pending->elapsed = std::move(done);
        return handle(pending);
    }
    policy::OperationPointer buffer(policy::Body &body, std::size_t, std::function<void(Status)> done) override
    {
        auto pending = add(Pending::Buffer);
        pending->body = &body;
        pending->done = std::move(done);
        return handle(pending);
    }
    limit::Verdict take(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment) override
    {
        const auto now = manual.utc().time_since_epoch().count();
        return windows[{std::string(counter), std::string(key)}].take(rule, now, increment);
    }

    limit::QuotaVerdict takeQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls) override
    {
        return quotas[{std::string(counter), std::string(key)}].take(rule, manual.utc().time_since_epoch().count(), calls);
    }
    void addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls) override
    {
        quotas[{std::string(counter), std::string(key)}].add(rule, manual.utc().time_since_epoch().count(), calls, 0);
    }
    std::shared_ptr<void> enter(std::string_view key, std::uint64_t maximum) override
    {
        auto &used = places[std::string(key)];
        if (used >= maximum)
            return nullptr;
        ++used;
        return std::shared_ptr<void>(&used, [](void *count) { --*static_cast<std::uint64_t *>(count); });
    }
    policy::OperationPointer rememberElsewhere(std::string_view name, std::chrono::milliseconds life, std::function<void(Result<bool>)> done) override
    {
        if (!elsewhere)
            return nullptr;
        remembered.emplace_back(std::string(name), life);
        auto pending = add(Pending::Elsewhere);
        pending->elapsed = [done = std::move(done), answer = *elsewhere] { done(answer); };
        return handle(pending);
    }
    policy::Cache &cache() override { return entries; }
    policy::SemanticCache *semanticCache() override { return &semantic; }
    Status addressBackend(std::string_view id, policy::OutgoingRequest &request) override
    {
        const auto found = backends.find(id);
        if (found == backends.end())
            return PolicyServices::addressBackend(id, request);
        request.url = found->second + request.url;
        return {};
    }
    identity::State &identity() override { return identityState; }
    //! Its fetches are sends like others; what it posts runs in finishAll().
    identity::Io identityIo() override
    {
        return {[this](identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done) {
                    const auto pending = add(Pending::Send);
                    pending->request.method = std::move(request.method);
                    pending->request.url = std::move(request.url);
                    pending->request.headers = std::move(request.headers);
                    pending->request.body = std::move(request.body);
                    pending->answered = [done](Result<policy::ResponseMessage> response) {
                        if (!response) {
                            done(tl::unexpected(response.error()));
                            return;
                        }
                        const auto *bytes = response->body.bytes();
                        done(identity::FetchAnswer{response->status, bytes ? *bytes : std::string()});
                    };
                },
                [this](std::function<void()> task) { posted.push_back(std::move(task)); }};
    }
    void trace(policy::TraceEntry entry) override { traces.push_back(std::move(entry)); }
    void measure(policy::MetricSample sample) override { samples.push_back(std::move(sample)); }

    //! The operation that a run waits for now, or null.
    PendingPointer open() const
    {
        for (const auto &pending : all)
            if (pending->isOpen())
                return pending;
        return nullptr;
    }
    std::size_t count(Pending::Kind kind) const
    {
        std::size_t found = 0;
        for (const auto &pending : all)
            found += pending->kind == kind ? 1 : 0;
        return found;
    }
    //! Lets one operation end: waits elapse and move the clock, requests get the next scripted answer.
    void finish(const PendingPointer &pending)
    {
        pending->completed = true;
        switch (pending->kind) {
        case Pending::Send:
            pending->answered(next(sendAnswers));
            break;
        case Pending::Forward: {
            auto answer = next(forwardAnswers);
            if (answer)
                pending->exchange->response = std::move(*answer);
            pending->done(answer ? Status{} : Status(tl::unexpected(answer.error())));
            break;
        }
        case Pending::Wait:
            manual.advance(pending->duration);
            pending->elapsed();
            break;
        case Pending::Elsewhere:
            pending->elapsed();
            break;
        case Pending::Buffer:
            pending->body->set(buffered);
            pending->done({});
            break;
        }
    }
    void finishAll()
    {
        while (true) {
            if (const auto pending = open())
                finish(pending);
            else if (!posted.empty())
                runPosted();
            else
                return;
        }
    }
    void runPosted()
    {
        for (auto &task : std::exchange(posted, {}))
            task();
    }

    static policy::ResponseMessage response(int status, std::string body = {})
    {
        policy::ResponseMessage message;
        message.status = status;
        if (!body.empty())
            message.body.set(std::move(body));
        return message;
    }

    ManualClock manual;
    CountingRandom randomness;
    std::vector<PendingPointer> all;
    std::map<std::pair<std::string, std::string>, limit::FixedWindow> quotas;
    std::map<std::string, std::uint64_t> places; //!< taken, by key
    FakeCache entries{manual};
    policy::SemanticCache semantic{manual};
    std::map<std::string, std::string, std::less<>> backends; //!< base URLs by id
    std::optional<Result<bool>> elsewhere; //!< what other gateways' memory says; nothing: there is none
    std::vector<std::pair<std::string, std::chrono::milliseconds>> remembered; //!< what it was asked
    std::vector<policy::TraceEntry> traces;
    std::vector<policy::MetricSample> samples;
    std::vector<policy::OutgoingRequest> oneWay;
    std::vector<std::function<void()>> posted;
    identity::State identityState{SecretString("a key of nonces for tests")};
    std::deque<Result<policy::ResponseMessage>> sendAnswers;
    std::deque<Result<policy::ResponseMessage>> forwardAnswers;
    std::string buffered = "buffered";
    std::map<std::pair<std::string, std::string>, limit::SlidingWindow> windows;

private:
    class Handle final : public policy::Operation
    {
    public:
        explicit Handle(PendingPointer pending) : m_pending(std::move(pending)) { }
        ~Handle() override { cancel(); }
        void cancel() override
        {
            if (!m_pending->completed)
                m_pending->cancelled = true;
        }

    private:
        PendingPointer m_pending;
    };

    PendingPointer add(Pending::Kind kind)
    {
        all.push_back(std::make_shared<Pending>());
        all.back()->kind = kind;
        return all.back();
    }
    static policy::OperationPointer handle(PendingPointer pending) { return std::make_unique<Handle>(std::move(pending)); }
    //! The default is an empty 200.
    static Result<policy::ResponseMessage> next(std::deque<Result<policy::ResponseMessage>> &answers)
    {
        if (answers.empty())
            return response(200);
        auto answer = std::move(answers.front());
        answers.pop_front();
        return answer;
    }
};

} // namespace gatehouse::test
