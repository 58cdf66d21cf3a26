// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/limit/quota.h"

#include <array>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::gateway {

//! Counters of quotas, shared by all workers: bounded, what was used longest ago goes first. Survives a publish; changed() and
//! restore() carry it over a restart.
class Quotas
{
public:
    // Any thread. Times are UTC.
    limit::QuotaVerdict take(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls,
                             std::int64_t nowMicros);
    void add(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls, std::uint64_t bytes,
             std::int64_t nowMicros);
    //! Those with a limit of calls that something was counted for in the present period.
    std::vector<CounterState> states(std::int64_t nowMicros) const;

    //! What was counted since the last call.
    std::vector<QuotaState> changed(std::int64_t nowMicros);
    void restore(const std::vector<QuotaState> &states);

private:
    struct Entry
    {
        std::string name; //!< counter, a zero byte, key
        std::size_t counterLength = 0;
        limit::QuotaRule rule;
        limit::FixedWindow window;
        limit::FixedWindow::Sums given; //!< by changed()
        bool used = false; //!< since then: those stand in front
    };
    using Entries = std::list<Entry>; //!< latest use first
    struct alignas(64) Shard
    {
        mutable std::mutex mutex;
        Entries entries;
        std::unordered_map<std::string_view, Entries::iterator> byName; //!< names are the entries'

        limit::FixedWindow &window(std::string name, std::size_t counterLength, const limit::QuotaRule &rule);
    };
    static constexpr std::size_t shardCount = 16;
    static constexpr std::size_t entriesPerShard = 4096;
    static std::string nameOf(std::string_view counter, std::string_view key);
    Shard &shardOf(const std::string &name) { return m_shards[std::hash<std::string>{}(name) % shardCount]; }

    std::array<Shard, shardCount> m_shards;
};

} // namespace gatehouse::gateway
