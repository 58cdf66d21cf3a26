// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::identity {

//! Names of what may come once, each kept until it would be refused for its age anyway. Bounded by entries; nothing that is still in force is dropped
//! to make room: when it is full of such, it says so and the caller has to refuse. An entry takes about 90 bytes. Thread-safe.
class ReplayStore
{
public:
    enum class Verdict { New, Seen, Full };

    explicit ReplayStore(std::size_t entries = 1U << 19);

    //! `name` is a digest of 16 bytes at least; the first 16 tell names apart.
    Verdict remember(std::string_view name, UtcTime until, UtcTime now);
    std::size_t size() const;

private:
    static constexpr std::size_t shards = 16;
    using Name = std::array<char, 16>;
    struct NameHash
    {
        std::size_t operator()(const Name &name) const
        {
            std::size_t hash = 0;
            std::memcpy(&hash, name.data() + 1, sizeof hash); // a digest is one already; the first byte chose the shard
            return hash;
        }
    };
    struct Expiry
    {
        std::int64_t until; //!< µs
        Name name;
        bool operator<(const Expiry &other) const { return until > other.until; } // the earliest on top
    };
    struct Shard
    {
        mutable std::mutex mutex;
        std::unordered_map<Name, std::int64_t, NameHash> names; //!< until when, in µs
        std::vector<Expiry> expiries; //!< a heap

        void dropExpired(std::int64_t now, std::size_t atMost);
    };

    std::size_t m_shardEntries;
    std::array<Shard, shards> m_shards;
};

} // namespace gatehouse::identity
