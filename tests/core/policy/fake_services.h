// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/program.h"
#include "core/policy/services.h"
#include "tests/support/manual_clock.h"

#include <deque>
#include <map>
#include <memory>
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

//! PolicyServices without a network: what policies start waits in a list until the test lets it end. Completions never run inside the
//! call that started them.
class FakeServices final : public policy::PolicyServices
{
public:
    struct Pending
    {
        enum Kind { Send, Forward, Wait, Buffer } kind = Send;
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
        case Pending::Buffer:
            pending->body->set(buffered);
            pending->done({});
            break;
        }
    }
    void finishAll()
    {
        while (const auto pending = open())
            finish(pending);
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
    std::vector<policy::OutgoingRequest> oneWay;
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
