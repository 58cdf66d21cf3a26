// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/backend_states.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

struct Candidate
{
    const Backend *backend;
    std::int64_t weight;
};

} // namespace

bool BackendStates::isOpenLocked(const Backend &backend, std::int64_t nowMicros) const
{
    if (!backend.breaker)
        return false;
    const auto found = m_entries.find(backend.lowerId);
    return found != m_entries.end() && found->second.rule == backend.breaker->rule && found->second.breaker.isOpen(nowMicros);
}

bool BackendStates::isOpen(const Backend &backend, std::int64_t nowMicros) const
{
    const std::scoped_lock lock(m_mutex);
    return isOpenLocked(backend, nowMicros);
}

void BackendStates::record(const Backend &backend, std::int64_t nowMicros, bool failed, std::int64_t tripMicros)
{
    if (!backend.breaker)
        return;
    const auto &rule = backend.breaker->rule;
    const std::scoped_lock lock(m_mutex);
    auto &entry = m_entries[backend.lowerId];
    if (!(entry.rule == rule)) {
        entry.rule = rule;
        entry.breaker = {};
    }
    entry.breaker.record(rule, nowMicros, failed, tripMicros);
}

//! Everybody gains his weight, who has most goes and pays for all: turns are spread evenly.
const Backend *BackendStates::choose(const Backend &pool, const Backends &backends, std::int64_t nowMicros)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<Candidate> candidates;
    std::uint32_t priority = 0;
    for (const auto &member : pool.members) { // by priority
        if (!candidates.empty() && member.priority != priority)
            break;
        const auto *backend = backends.findLower(member.lowerId);
        if (!backend || backend->isPool || isOpenLocked(*backend, nowMicros))
            continue;
        priority = member.priority;
        candidates.push_back({backend, member.weight.value_or(1)});
    }
    if (std::all_of(candidates.begin(), candidates.end(), [](const auto &candidate) { return candidate.weight == 0; }))
        for (auto &candidate : candidates)
            candidate.weight = 1;
    auto &turns = m_entries[pool.lowerId].turns;
    const Candidate *chosen = nullptr;
    std::int64_t total = 0, most = 0;
    for (const auto &candidate : candidates) {
        if (candidate.weight == 0)
            continue;
        total += candidate.weight;
        const auto credit = turns[candidate.backend->lowerId] += candidate.weight;
        if (!chosen || credit > most) {
            chosen = &candidate;
            most = credit;
        }
    }
    if (!chosen)
        return nullptr;
    turns[chosen->backend->lowerId] -= total;
    return chosen->backend;
}

void BackendStates::keep(const Backends &backends)
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_entries, [&](const auto &entry) { return !backends.findLower(entry.first); });
    for (auto &[id, entry] : m_entries)
        std::erase_if(entry.turns, [&](const auto &turn) { return !backends.findLower(turn.first); });
}

std::vector<BreakerState> BackendStates::states(std::int64_t nowMicros) const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<BreakerState> states;
    for (const auto &[id, entry] : m_entries) {
        if (entry.rule.intervalMicros == 0)
            continue;
        states.push_back({id, entry.breaker.isOpen(nowMicros), entry.breaker.failures(entry.rule, nowMicros),
                          entry.breaker.openUntil(nowMicros) - nowMicros});
    }
    return states;
}

} // namespace gatehouse::gateway
