// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/dpop_keys.h"

namespace gatehouse::identity {

DpopKeyPointer DpopKeys::find(const std::string &name)
{
    auto &shard = shardOf(name);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.index.find(name);
    if (found == shard.index.end())
        return nullptr;
    shard.entries.splice(shard.entries.begin(), shard.entries, found->second);
    return found->second->key;
}

void DpopKeys::store(const std::string &name, DpopKeyPointer key)
{
    auto &shard = shardOf(name);
    const std::lock_guard lock(shard.mutex);
    if (shard.index.contains(name))
        return;
    if (shard.entries.size() >= m_shardEntries) {
        shard.index.erase(shard.entries.back().name);
        shard.entries.pop_back();
    }
    shard.entries.push_front({name, std::move(key)});
    shard.index.emplace(shard.entries.front().name, shard.entries.begin());
}

std::size_t DpopKeys::size() const
{
    std::size_t count = 0;
    for (const auto &shard : m_shards) {
        const std::lock_guard lock(shard.mutex);
        count += shard.entries.size();
    }
    return count;
}

} // namespace gatehouse::identity
