// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/limit/window.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

//! Counters of rate limits, shared by all workers: a fixed number of places in shards, each behind its own spin lock. A full set gives
//! up the counter that was used longest ago, so memory is bounded whatever keys come. Survives a publish.
class Counters
{
public:
    Counters();
    ~Counters();
    Counters(const Counters &) = delete;
    Counters &operator=(const Counters &) = delete;

    //! Any thread.
    limit::Verdict take(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment,
                        std::int64_t nowMicros);
    //! Counts without asking. Any thread.
    void add(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint64_t calls, std::int64_t nowMicros);
    //! Counters whose window still counts. Any thread.
    std::vector<CounterState> states(std::int64_t nowMicros) const;

private:
    struct Counter;
    struct Place;
    struct alignas(64) Shard
    {
        mutable std::atomic_flag lock = ATOMIC_FLAG_INIT;
        Place *places = nullptr;
    };
    //! `use` gets the counter behind its lock; it is made when there is none.
    template<typename Use>
    auto with(std::string_view counter, std::string_view key, const limit::Rule &rule, std::int64_t nowMicros, Use use);

    static constexpr std::size_t shardCount = 64;
    static constexpr std::size_t setsPerShard = 256;
    static constexpr std::size_t ways = 8;

    std::array<Shard, shardCount> m_shards;
    Place *m_places = nullptr;
};

} // namespace gatehouse::gateway
