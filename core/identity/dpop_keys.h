// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"

#include <algorithm>
#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::identity {

//! A client's public key as its proofs bring it.
struct DpopKey
{
    crypto::Jwk key;
    std::string thumbprint; //!< RFC 7638
};
using DpopKeyPointer = std::shared_ptr<const DpopKey>;

//! Keys of proofs that were good, so that the next one of that client does not pay for reading and checking the key again. Bounded by entries, the
//! least recently used go first; only who has a good token gets in. Thread-safe.
class DpopKeys
{
public:
    explicit DpopKeys(std::size_t entries = 8192) : m_shardEntries(std::max<std::size_t>(1, entries / shards)) { }

    //! `name` is a digest of the key as it is written.
    DpopKeyPointer find(const std::string &name);
    void store(const std::string &name, DpopKeyPointer key);
    std::size_t size() const;

private:
    static constexpr std::size_t shards = 16;
    struct Entry
    {
        std::string name;
        DpopKeyPointer key;
    };
    struct Shard
    {
        mutable std::mutex mutex;
        std::list<Entry> entries; //!< last used first
        std::unordered_map<std::string_view, std::list<Entry>::iterator> index;
    };
    Shard &shardOf(std::string_view name) { return m_shards[static_cast<unsigned char>(name.empty() ? 0 : name.front()) % shards]; }

    std::size_t m_shardEntries;
    std::array<Shard, shards> m_shards;
};

} // namespace gatehouse::identity
