// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/collector.h"

#include "core/base/thread_priority.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

constexpr std::chrono::milliseconds interval{250};
constexpr int collectionsPerCompaction = 240; // a minute

} // namespace

Collector::Collector(gateway::Gateway &gateway, store::TelemetryStore &store, ExchangeBuffer &buffer, const Clock &clock, Logger &logger)
    : m_gateway(gateway), m_store(store), m_buffer(buffer), m_clock(clock), m_logger(logger), m_storedUntil(clock.utc())
{
    if (const auto begun = m_store.beginObservation(); !begun)
        m_logger.error("the use of keys can't be observed: {}", begun.error().debugText());
    m_thread = std::thread([this] { run(); });
}

Collector::~Collector()
{
    stop();
}

void Collector::stop()
{
    {
        const std::lock_guard lock{m_mutex};
        if (m_stopping)
            return;
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
    collect();
    observed(true);
}

//! What the store refused is lost with this process, so then the observation has not ended in order.
void Collector::observed(bool ended)
{
    if (const auto done = m_store.observed(m_storedUntil.load(), ended && !m_storeFails && m_complete); !done)
        m_logger.warn("until when the use of keys was observed could not be stored: {}", done.error().debugText());
}

void Collector::run()
{
    becomeBackgroundThread();
    int untilCompaction = 1;
    std::unique_lock lock{m_mutex};
    while (!m_wake.wait_for(lock, interval, [this] { return m_stopping; })) {
        lock.unlock();
        collect();
        if (--untilCompaction == 0) {
            untilCompaction = collectionsPerCompaction;
            if (const auto done = m_store.compact(); !done)
                m_logger.warn("telemetry could not be compacted: {}", done.error().debugText());
            observed(false);
        }
        lock.lock();
    }
}

void Collector::collect()
{
    const std::lock_guard lock{m_collecting};
    const auto until = m_clock.utc(); // before: what begins meanwhile may be missed
    keep(m_gateway.collect(), until);
}

void Collector::keep(gateway::Collected collected, UtcTime until)
{
    m_dropped += collected.droppedRecords;
    m_complete = collected.complete;
    for (auto &[key, value] : collected.series) {
        m_requests += value.requests;
        m_pendingSeries[key].merge(value);
    }
    for (const auto &[key, time] : collected.lastUse)
        m_pendingUse[key] = std::max(m_pendingUse[key], time);
    for (const auto &[day, calls] : collected.keyCalls)
        m_pendingCalls[day] += calls;
    if (!m_pendingSeries.empty() || !m_pendingUse.empty()) {
        const auto done = m_store.add(m_pendingSeries, m_pendingUse, m_pendingCalls);
        if (done) {
            m_pendingSeries.clear();
            m_pendingUse.clear();
            m_pendingCalls.clear();
        } else if (!m_storeFails) {
            m_logger.error("telemetry could not be stored and is kept in memory: {}", done.error().debugText());
        }
        m_storeFails = !done;
    }
    if (!m_storeFails && collected.complete)
        m_storedUntil = until;
    // Each worker's are in order; together they are made so, for the tail to read well.
    std::ranges::stable_sort(collected.records, {}, &telemetry::ExchangeRecord::time);
    m_buffer.add(std::move(collected.records));
}

} // namespace gatehouse::management
