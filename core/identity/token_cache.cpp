// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_cache.h"

namespace gatehouse::identity {

void TokenCache::Shard::remove(std::list<Entry>::iterator entry)
{
    bytes -= entry->bytes;
    index.erase(entry->name);
    entries.erase(entry);
}

TokenPointer TokenCache::find(const std::string &name, UtcTime now)
{
    auto &shard = shardOf(name);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.index.find(name);
    if (found == shard.index.end())
        return nullptr;
    const auto entry = found->second;
    if (entry->until <= now) {
        shard.remove(entry);
        return nullptr;
    }
    shard.entries.splice(shard.entries.begin(), shard.entries, entry);
    return entry->token;
}

void TokenCache::store(const std::string &name, TokenPointer token, UtcTime until)
{
    auto &shard = shardOf(name);
    // The parsed claims take about as much again, twice.
    const auto bytes = name.size() + token->text.size() * 4 + 512;
    if (bytes > m_shardBytes)
        return;
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.index.find(name); found != shard.index.end())
        shard.remove(found->second);
    while (shard.bytes + bytes > m_shardBytes && !shard.entries.empty())
        shard.remove(std::prev(shard.entries.end()));
    shard.entries.push_front({name, std::move(token), until, bytes});
    shard.index.emplace(shard.entries.front().name, shard.entries.begin());
    shard.bytes += bytes;
}

std::size_t TokenCache::size() const
{
    std::size_t count = 0;
    for (const auto &shard : m_shards) {
        const std::lock_guard lock(shard.mutex);
        count += shard.entries.size();
    }
    return count;
}

} // namespace gatehouse::identity
