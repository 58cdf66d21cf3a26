// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/quota_keeper.h"

#include "core/base/thread_priority.h"

namespace gatehouse::management {

namespace {

constexpr std::chrono::seconds pause{1};

gateway::QuotaState stateOf(const store::QuotaRow &row)
{
    return {row.counter, row.key, row.period, row.periodEnd.time_since_epoch().count(), row.calls, row.bytes};
}

store::QuotaRow rowOf(gateway::QuotaState state)
{
    return {std::move(state.counter), std::move(state.key), state.period, UtcTime{std::chrono::microseconds{state.periodEndMicros}},
            state.calls, state.bytes};
}

} // namespace

Result<std::unique_ptr<QuotaKeeper>> QuotaKeeper::start(gateway::Gateway &gateway, store::QuotaStore &store, Logger &logger)
{
    const auto rows = store.rows();
    if (!rows)
        return tl::unexpected(Error{rows.error()}.within("reading the quotas"));
    std::vector<gateway::QuotaState> states;
    for (const auto &row : *rows)
        states.push_back(stateOf(row));
    gateway.restoreQuotas(states);
    return std::unique_ptr<QuotaKeeper>(new QuotaKeeper(gateway, store, logger));
}

QuotaKeeper::QuotaKeeper(gateway::Gateway &gateway, store::QuotaStore &store, Logger &logger)
    : m_gateway(gateway), m_store(store), m_logger(logger), m_thread([this] { run(); })
{
}

QuotaKeeper::~QuotaKeeper()
{
    stop();
}

void QuotaKeeper::stop()
{
    {
        const std::lock_guard lock{m_mutex};
        if (m_stopping)
            return;
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
    keep();
}

void QuotaKeeper::run()
{
    becomeBackgroundThread();
    std::unique_lock lock{m_mutex};
    while (!m_wake.wait_for(lock, pause, [this] { return m_stopping; })) {
        lock.unlock();
        keep();
        lock.lock();
    }
}

//! On the thread, or after its end.
void QuotaKeeper::keep()
{
    for (auto &state : m_gateway.changedQuotas()) {
        auto row = rowOf(std::move(state));
        std::pair place{row.counter, row.key};
        m_pending.insert_or_assign(std::move(place), std::move(row));
    }
    if (m_pending.empty())
        return;
    std::vector<store::QuotaRow> rows;
    for (const auto &[place, row] : m_pending)
        rows.push_back(row);
    const auto done = m_store.put(rows);
    if (done)
        m_pending.clear();
    else if (!m_storeFails)
        m_logger.error("quotas could not be stored and are kept in memory: {}", done.error().debugText());
    m_storeFails = !done;
}

} // namespace gatehouse::management
