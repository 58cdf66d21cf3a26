// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/quotas.h"

#include <utility>

namespace gatehouse::gateway {

std::string Quotas::nameOf(std::string_view counter, std::string_view key)
{
    std::string name(counter);
    name += '\0';
    name += key;
    return name;
}

limit::FixedWindow &Quotas::Shard::window(std::string name, std::size_t counterLength, const limit::QuotaRule &rule)
{
    if (const auto found = byName.find(name); found != byName.end()) {
        entries.splice(entries.begin(), entries, found->second);
        entries.front().rule = rule;
        entries.front().used = true;
        return entries.front().window;
    }
    if (entries.size() >= entriesPerShard) {
        byName.erase(entries.back().name);
        entries.pop_back();
    }
    entries.push_front({std::move(name), counterLength, rule, {}, {}, true});
    byName.emplace(entries.front().name, entries.begin());
    return entries.front().window;
}

limit::QuotaVerdict Quotas::take(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls,
                                 std::int64_t nowMicros)
{
    auto name = nameOf(counter, key);
    auto &shard = shardOf(name);
    const std::scoped_lock lock(shard.mutex);
    return shard.window(std::move(name), counter.size(), rule).take(rule, nowMicros, calls);
}

void Quotas::add(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls, std::uint64_t bytes,
                 std::int64_t nowMicros)
{
    auto name = nameOf(counter, key);
    auto &shard = shardOf(name);
    const std::scoped_lock lock(shard.mutex);
    shard.window(std::move(name), counter.size(), rule).add(rule, nowMicros, calls, bytes);
}

std::vector<QuotaState> Quotas::changed(std::int64_t nowMicros)
{
    std::vector<QuotaState> states;
    for (auto &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        for (auto &entry : shard.entries) {
            if (!std::exchange(entry.used, false))
                break;
            const auto sums = entry.window.sums();
            if (sums == std::exchange(entry.given, sums))
                continue;
            const auto left = limit::FixedWindow::left(entry.rule, nowMicros);
            states.push_back({entry.name.substr(0, entry.counterLength), entry.name.substr(entry.counterLength + 1), sums.period,
                              left ? nowMicros + *left : 0, sums.calls, sums.bytes});
        }
    }
    return states;
}

void Quotas::restore(const std::vector<QuotaState> &states)
{
    for (const auto &state : states) {
        auto name = nameOf(state.counter, state.key);
        auto &shard = shardOf(name);
        const std::scoped_lock lock(shard.mutex);
        shard.window(std::move(name), state.counter.size(), {}).restore({state.period, state.calls, state.bytes});
        shard.entries.front().given = {state.period, state.calls, state.bytes};
    }
}

std::vector<CounterState> Quotas::states(std::int64_t nowMicros) const
{
    std::vector<CounterState> states;
    for (const auto &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        for (const auto &entry : shard.entries) {
            const auto used = entry.window.calls(entry.rule, nowMicros);
            if (used == 0 || !entry.rule.calls)
                continue;
            states.push_back({entry.name.substr(0, entry.counterLength), entry.name.substr(entry.counterLength + 1), used,
                              *entry.rule.calls, entry.rule.periodMicros, limit::FixedWindow::left(entry.rule, nowMicros).value_or(0)});
        }
    }
    return states;
}

} // namespace gatehouse::gateway
