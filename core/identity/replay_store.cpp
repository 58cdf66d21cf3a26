// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/replay_store.h"

#include <algorithm>

namespace gatehouse::identity {

namespace {

//! With each new one: more go than come, and none waits long for the lock.
constexpr std::size_t dropsAtOnce = 8;

} // namespace

ReplayStore::ReplayStore(std::size_t entries) : m_shardEntries(std::max<std::size_t>(1, entries / shards)) { }

void ReplayStore::Shard::dropExpired(std::int64_t now, std::size_t atMost)
{
    for (std::size_t dropped = 0; dropped < atMost && !expiries.empty() && expiries.front().until <= now; ++dropped) {
        std::pop_heap(expiries.begin(), expiries.end());
        // One that has come again since stays until its later end.
        if (const auto found = names.find(expiries.back().name); found != names.end() && found->second <= now)
            names.erase(found);
        expiries.pop_back();
    }
}

ReplayStore::Verdict ReplayStore::remember(std::string_view name, UtcTime until, UtcTime now)
{
    Name key{};
    std::copy_n(name.begin(), std::min(name.size(), key.size()), key.begin());
    auto &shard = m_shards[static_cast<unsigned char>(key[0]) % shards];
    const std::lock_guard lock(shard.mutex);
    const auto nowMicros = now.time_since_epoch().count();
    const auto untilMicros = until.time_since_epoch().count();
    shard.dropExpired(nowMicros, dropsAtOnce);
    if (const auto found = shard.names.find(key); found != shard.names.end() && found->second > nowMicros)
        return Verdict::Seen;
    if (shard.expiries.size() >= m_shardEntries)
        return Verdict::Full;
    shard.names.insert_or_assign(key, untilMicros);
    shard.expiries.push_back({untilMicros, key});
    std::push_heap(shard.expiries.begin(), shard.expiries.end());
    return Verdict::New;
}

std::size_t ReplayStore::size() const
{
    std::size_t count = 0;
    for (const auto &shard : m_shards) {
        const std::lock_guard lock(shard.mutex);
        count += shard.names.size();
    }
    return count;
}

} // namespace gatehouse::identity
