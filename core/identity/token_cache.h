// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/identity/token.h"

#include <array>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::identity {

//! Tokens that keys have verified, so that the next request with one costs a hash. What a token says is judged for each request again; only
//! good signatures are kept, so refused tokens displace nothing. Bounded by bytes, the least recently used go first. Thread-safe.
class TokenCache
{
public:
    static constexpr std::size_t defaultBytes = 16U << 20;

    //! With 0 bytes nothing is kept and every token is verified every time.
    explicit TokenCache(std::size_t bytes = defaultBytes) : m_shardBytes(bytes / shards) { }

    //! `name` is a digest of the token and of the keys that verified it.
    TokenPointer find(const std::string &name, UtcTime now);
    void store(const std::string &name, TokenPointer token, UtcTime until);
    std::size_t size() const;

private:
    static constexpr std::size_t shards = 16;
    struct Entry
    {
        std::string name;
        TokenPointer token;
        UtcTime until;
        std::size_t bytes = 0;
    };
    struct Shard
    {
        mutable std::mutex mutex;
        std::list<Entry> entries; //!< last used first
        std::unordered_map<std::string_view, std::list<Entry>::iterator> index;
        std::size_t bytes = 0;

        void remove(std::list<Entry>::iterator entry);
    };
    Shard &shardOf(std::string_view name) { return m_shards[static_cast<unsigned char>(name.empty() ? 0 : name.front()) % shards]; }

    std::size_t m_shardBytes;
    std::array<Shard, shards> m_shards;
};

} // namespace gatehouse::identity
