// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/concurrency.h"

namespace gatehouse::gateway {

class Concurrency::Place
{
public:
    Place(Shard &shard, std::string key) : m_shard(shard), m_key(std::move(key)) { }
    ~Place()
    {
        const std::scoped_lock lock(m_shard.mutex);
        const auto found = m_shard.taken.find(m_key);
        if (--found->second == 0)
            m_shard.taken.erase(found);
    }
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;

private:
    Shard &m_shard;
    std::string m_key;
};

std::shared_ptr<void> Concurrency::enter(std::string_view key, std::uint64_t maximum)
{
    auto &shard = m_shards[indexOf(key)];
    std::string name(key);
    {
        const std::scoped_lock lock(shard.mutex);
        const auto found = shard.taken.find(name);
        if (found != shard.taken.end() && found->second >= maximum)
            return nullptr;
        if (found == shard.taken.end() && maximum == 0)
            return nullptr;
        ++shard.taken[name];
    }
    return std::make_shared<Place>(shard, std::move(name));
}

std::uint64_t Concurrency::taken(std::string_view key) const
{
    const auto &shard = m_shards[indexOf(key)];
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.taken.find(std::string(key));
    return found == shard.taken.end() ? 0 : found->second;
}

} // namespace gatehouse::gateway
