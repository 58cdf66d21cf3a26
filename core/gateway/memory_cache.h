// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/cache.h"

#include <array>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace gatehouse::gateway {

//! The internal cache: shared by all workers, in shards that each have their lock and their part of the bytes. What was used longest ago
//! goes first. Survives a publish, not a restart.
class MemoryCache final : public policy::Cache
{
public:
    MemoryCache(const Clock &clock, std::size_t bytes) : m_clock(clock), m_shardBytes(bytes / shardCount) { }

    // Any thread.
    policy::CacheHit find(std::string_view key) override;
    void store(std::string_view key, policy::CachedPointer content, std::chrono::microseconds duration) override;
    void remove(std::string_view key) override;
    std::size_t bytes() const;

private:
    struct Entry
    {
        std::string key;
        policy::CachedPointer content;
        std::size_t bytes = 0;
        SteadyTime expires;
    };
    using Entries = std::list<Entry>; //!< latest use first
    struct alignas(64) Shard
    {
        mutable std::mutex mutex;
        Entries entries;
        std::unordered_map<std::string_view, Entries::iterator> byKey; //!< keys are the entries'
        std::size_t bytes = 0;

        void drop(Entries::iterator entry);
    };
    static constexpr std::size_t shardCount = 16;
    Shard &shardOf(std::string_view key) { return m_shards[std::hash<std::string_view>{}(key) % shardCount]; }

    const Clock &m_clock;
    std::size_t m_shardBytes;
    std::array<Shard, shardCount> m_shards;
};

} // namespace gatehouse::gateway
