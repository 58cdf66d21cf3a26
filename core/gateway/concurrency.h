// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::gateway {

//! Places of limit-concurrency, shared by all workers. A key takes memory while somebody has a place. Outlives the places.
class Concurrency
{
public:
    //! Any thread. Null when `maximum` places of the key are taken; letting go of it, on any thread, gives it back.
    std::shared_ptr<void> enter(std::string_view key, std::uint64_t maximum);
    std::uint64_t taken(std::string_view key) const;

private:
    class Place;
    struct alignas(64) Shard
    {
        mutable std::mutex mutex;
        std::unordered_map<std::string, std::uint64_t> taken;
    };
    static constexpr std::size_t shardCount = 16;
    static std::size_t indexOf(std::string_view key) { return std::hash<std::string_view>{}(key) % shardCount; }
    std::array<Shard, shardCount> m_shards;
};

} // namespace gatehouse::gateway
