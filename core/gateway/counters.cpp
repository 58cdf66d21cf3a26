// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/counters.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <limits>
#include <new>
#include <string>
#include <thread>

namespace gatehouse::gateway {

namespace {

class SpinGuard
{
public:
    explicit SpinGuard(std::atomic_flag &flag) : m_flag(flag)
    {
        for (int spins = 0; m_flag.test_and_set(std::memory_order_acquire); ++spins) {
            if (spins > 64)
                std::this_thread::yield(); // its holder may have lost the processor
        }
    }
    ~SpinGuard() { m_flag.clear(std::memory_order_release); }
    SpinGuard(const SpinGuard &) = delete;
    SpinGuard &operator=(const SpinGuard &) = delete;

private:
    std::atomic_flag &m_flag;
};

} // namespace

struct Counters::Counter
{
    std::string counter;
    std::string key;
    limit::Rule rule;
    limit::SlidingWindow window;
};

//! All zero is an empty place: the table comes from calloc, and pages that nothing touched take no memory.
struct Counters::Place
{
    std::uint64_t hash;
    Counter *content;
    std::int64_t usedAt;

    bool is(std::uint64_t h, std::string_view counter, std::string_view key) const
    {
        return content && hash == h && content->key == key && content->counter == counter;
    }
};

Counters::Counters()
    : m_places(static_cast<Place *>(std::calloc(shardCount * setsPerShard * ways, sizeof(Place))))
{
    if (!m_places)
        throw std::bad_alloc();
    for (std::size_t i = 0; i < shardCount; ++i)
        m_shards[i].places = m_places + i * setsPerShard * ways;
}

Counters::~Counters()
{
    for (std::size_t i = 0; i < shardCount * setsPerShard * ways; ++i)
        delete m_places[i].content;
    std::free(m_places);
}

template<typename Use>
auto Counters::with(std::string_view counter, std::string_view key, const limit::Rule &rule, std::int64_t nowMicros, Use use)
{
    const std::hash<std::string_view> hasher;
    const std::uint64_t hash = hasher(key) ^ (hasher(counter) * 0x9e3779b97f4a7c15ULL);
    auto &shard = m_shards[hash % shardCount];
    Place *const set = shard.places + (hash / shardCount % setsPerShard) * ways;
    const SpinGuard guard(shard.lock);
    Place *place = set;
    for (std::size_t i = 0; i < ways; ++i) {
        if (set[i].is(hash, counter, key)) {
            place = set + i;
            break;
        }
        if (set[i].usedAt < place->usedAt || (!set[i].content && place->content))
            place = set + i;
    }
    if (!place->is(hash, counter, key)) {
        delete place->content;
        place->content = new Counter{std::string(counter), std::string(key), rule, {}};
        place->hash = hash;
    }
    place->usedAt = nowMicros;
    place->content->rule = rule;
    return use(*place->content);
}

limit::Verdict Counters::take(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment,
                              std::int64_t nowMicros)
{
    return with(counter, key, rule, nowMicros, [&](Counter &found) { return found.window.take(rule, nowMicros, increment); });
}

void Counters::add(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint64_t calls, std::int64_t nowMicros)
{
    const limit::Rule any{std::numeric_limits<std::int64_t>::max(), rule.periodMicros};
    const auto increment = static_cast<std::uint32_t>(std::min<std::uint64_t>(calls, std::numeric_limits<std::uint32_t>::max()));
    with(counter, key, rule, nowMicros, [&](Counter &found) { found.window.take(any, nowMicros, increment); });
}

std::vector<CounterState> Counters::states(std::int64_t nowMicros) const
{
    std::vector<CounterState> states;
    for (const auto &shard : m_shards) {
        const SpinGuard guard(shard.lock);
        for (std::size_t i = 0; i < setsPerShard * ways; ++i) {
            const auto *counter = shard.places[i].content;
            if (!counter)
                continue;
            const auto used = counter->window.used(counter->rule, nowMicros);
            if (used == 0)
                continue;
            states.push_back({counter->counter, counter->key, used, counter->rule.calls, counter->rule.periodMicros,
                              counter->window.emptyAt(counter->rule, nowMicros) - nowMicros});
        }
    }
    return states;
}

} // namespace gatehouse::gateway
