// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/cache.h"

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::policy {

//! A text's place among others by meaning; of length 1, so that the product of two tells how near they are.
using Embedding = std::vector<float>;
//! Brings it to length 1; nothing for none at all, zeros, what is not finite or above 8192 numbers.
std::optional<Embedding> unitEmbedding(std::vector<float> numbers);
//! 0 for the same meaning, 1 for nothing in common; of units. Different sizes have nothing in common.
double cosineDistance(const Embedding &a, const Embedding &b);

//! Responses by the meaning of their prompts, in partitions that never meet. Volatile, in memory, of all workers: bounded by bytes and by
//! entries a partition; what was kept longest ago goes first.
class SemanticCache
{
public:
    explicit SemanticCache(const Clock &clock, std::size_t maxBytes = 64U << 20) : m_clock(clock), m_maxBytes(maxBytes) { }

    struct Hit
    {
        std::shared_ptr<const CachedResponse> response; //!< null: none is near enough
        double distance = 1;
    };
    //! The nearest one that is not farther than `most`.
    Hit find(std::string_view partition, const Embedding &embedding, double most);
    void store(std::string_view partition, Embedding embedding, std::shared_ptr<const CachedResponse> response,
               std::chrono::microseconds duration);
    std::size_t bytes() const;

    static constexpr std::size_t entriesPerPartition = 256; //!< a look-up reads all of them

private:
    struct Entry
    {
        std::string partition;
        Embedding embedding;
        std::shared_ptr<const CachedResponse> response;
        SteadyTime expires;
        std::size_t bytes = 0;
    };
    using Entries = std::list<Entry>; //!< oldest first
    using Partition = std::list<Entries::iterator>; //!< likewise
    void erase(Entries::iterator entry);

    const Clock &m_clock;
    std::size_t m_maxBytes;
    mutable std::mutex m_mutex;
    Entries m_entries;
    std::unordered_map<std::string, Partition> m_partitions;
    std::size_t m_bytes = 0;
};

} // namespace gatehouse::policy
