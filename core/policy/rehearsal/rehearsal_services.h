// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/state.h"
#include "core/policy/rehearsal/stubs.h"
#include "core/policy/services.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! A time that stands still until something is waited for.
class RehearsalClock final : public Clock
{
public:
    explicit RehearsalClock(UtcTime start) : m_start(start) { }
    SteadyTime steady() const override { return SteadyTime{std::chrono::hours{24} + m_passed}; }
    UtcTime utc() const override { return m_start + m_passed; }
    std::chrono::microseconds passed() const { return m_passed; }
    void advanceTo(std::chrono::microseconds passed) { m_passed = std::max(m_passed, passed); }

private:
    UtcTime m_start;
    std::chrono::microseconds m_passed{0};
};

//! The same bytes for the same seed.
class SeededRandom final : public Random
{
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) { }
    void fill(std::span<std::uint8_t> bytes) override;

private:
    std::uint64_t m_state;
};

class RehearsalCache final : public Cache
{
public:
    explicit RehearsalCache(const Clock &clock) : m_clock(clock) { }
    CacheHit find(std::string_view key) override;
    void store(std::string_view key, CachedPointer content, std::chrono::microseconds duration) override;
    void remove(std::string_view key) override;

private:
    const Clock &m_clock;
    std::map<std::string, std::pair<CachedPointer, SteadyTime>, std::less<>> m_entries;
};

//! PolicyServices of one case: answers are stubs, waits pass at once on a clock of their own, and what is sent is kept.
//! No I/O.
class RehearsalServices final : public PolicyServices
{
public:
    //! `given` outlives it.
    explicit RehearsalServices(const Case &given);
    ~RehearsalServices() override;

    //! Lets everything that is waited for happen, earliest first, until nothing is left or `maxEvents` have passed:
    //! false then.
    bool runAll(std::size_t maxEvents);
    //! A body that policies have to buffer before they can read it, as the gateway's are.
    Body streamOf(std::string text);
    //! What is left of a body; nothing when somebody has taken it.
    static std::optional<std::string> textOf(const Body &body);

    const std::vector<OutgoingRequest> &forwarded() const { return m_forwarded; }
    const std::vector<OutgoingRequest> &sent() const { return m_sent; }
    const std::vector<TraceEntry> &traces() const { return m_traces; }
    const std::vector<MetricSample> &samples() const { return m_samples; }
    //! Calls that no stub answers: "GET https://...".
    const std::vector<std::string> &unanswered() const { return m_unanswered; }
    std::chrono::microseconds passed() const { return m_clock.passed(); }

    const Clock &clock() const override { return m_clock; }
    Random &random() override { return m_random; }
    OperationPointer send(OutgoingRequest request, std::function<void(Result<ResponseMessage>)> done) override;
    void sendOneWay(OutgoingRequest request) override;
    OperationPointer forward(Exchange &exchange, const ForwardOptions &options,
                             std::function<void(Status)> done) override;
    OperationPointer wait(std::chrono::microseconds duration, std::function<void()> done) override;
    OperationPointer buffer(Body &body, std::size_t limit, std::function<void(Status)> done) override;
    limit::Verdict take(std::string_view counter, std::string_view key, const limit::Rule &rule,
                        std::uint32_t increment) override;
    limit::QuotaVerdict takeQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule,
                                  std::uint64_t calls) override;
    void addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule,
                    std::uint64_t calls) override;
    std::shared_ptr<void> enter(std::string_view key, std::uint64_t maximum) override;
    Cache &cache() override { return m_cache; }
    identity::State &identity() override { return m_identity; }
    identity::Io identityIo() override;
    void trace(TraceEntry entry) override;
    void measure(MetricSample sample) override;

private:
    struct Event;
    class Handle;
    class Stream;
    using CounterKey = std::pair<std::string, std::string>;

    std::shared_ptr<Event> schedule(std::chrono::microseconds delay, std::function<void()> happen);
    OperationPointer later(std::chrono::microseconds delay, std::function<void()> happen);
    OperationPointer answer(Stubs &stubs, const OutgoingRequest &request,
                            std::function<void(Result<ResponseMessage>)> done);
    limit::FixedWindow &quota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule);
    OutgoingRequest backendRequest(const Exchange &exchange) const;

    const Case &m_given;
    RehearsalClock m_clock;
    SeededRandom m_random;
    RehearsalCache m_cache;
    identity::State m_identity{SecretString("the same in each rehearsal")};
    Stubs m_backend;
    Stubs m_answers;
    std::multimap<std::chrono::microseconds, std::shared_ptr<Event>>
        m_events; //!< by when they are due; equal ones in their order
    std::map<CounterKey, limit::SlidingWindow> m_counters;
    std::map<CounterKey, limit::FixedWindow> m_quotas;
    std::map<std::string, std::uint64_t> m_places;
    std::vector<OutgoingRequest> m_forwarded, m_sent;
    std::vector<std::string> m_unanswered;
    std::vector<TraceEntry> m_traces;
    std::vector<MetricSample> m_samples;
};

} // namespace gatehouse::policy::rehearsal
