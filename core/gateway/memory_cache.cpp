// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/memory_cache.h"

namespace gatehouse::gateway {

void MemoryCache::Shard::drop(Entries::iterator entry)
{
    bytes -= entry->bytes;
    byKey.erase(entry->key);
    entries.erase(entry);
}

policy::CacheHit MemoryCache::find(std::string_view key)
{
    const auto now = m_clock.steady();
    auto &shard = shardOf(key);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.byKey.find(key);
    if (found == shard.byKey.end())
        return {};
    const auto entry = found->second;
    if (entry->expires <= now) {
        shard.drop(entry);
        return {};
    }
    shard.entries.splice(shard.entries.begin(), shard.entries, entry);
    return {entry->content, std::chrono::duration_cast<std::chrono::microseconds>(entry->expires - now)};
}

void MemoryCache::store(std::string_view key, policy::CachedPointer content, std::chrono::microseconds duration)
{
    constexpr std::size_t overhead = 128; // of nodes
    Entry entry{std::string(key), std::move(content), 0, m_clock.steady() + duration};
    entry.bytes = entry.key.size() + policy::sizeOf(*entry.content) + overhead;
    auto &shard = shardOf(key);
    const std::scoped_lock lock(shard.mutex);
    if (const auto found = shard.byKey.find(key); found != shard.byKey.end())
        shard.drop(found->second);
    if (entry.bytes > m_shardBytes)
        return;
    while (shard.bytes + entry.bytes > m_shardBytes)
        shard.drop(std::prev(shard.entries.end()));
    shard.bytes += entry.bytes;
    shard.entries.push_front(std::move(entry));
    shard.byKey.emplace(shard.entries.front().key, shard.entries.begin());
}

void MemoryCache::remove(std::string_view key)
{
    auto &shard = shardOf(key);
    const std::scoped_lock lock(shard.mutex);
    if (const auto found = shard.byKey.find(key); found != shard.byKey.end())
        shard.drop(found->second);
}

std::size_t MemoryCache::bytes() const
{
    std::size_t sum = 0;
    for (const auto &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        sum += shard.bytes;
    }
    return sum;
}

} // namespace gatehouse::gateway
