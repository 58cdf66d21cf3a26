// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace gatehouse::telemetry {

//! Single-producer single-consumer ring. When it is full the producer's item is dropped and counted, never waited for.
template <typename T> class Ring
{
public:
    //! `capacity` is rounded up to a power of two.
    explicit Ring(std::size_t capacity)
    {
        std::size_t size = 1;
        while (size < capacity)
            size *= 2;
        m_slots.resize(size);
    }

    //! Producer thread. False: full, the item was dropped.
    bool push(T &&item)
    {
        const auto head = m_head.load(std::memory_order_relaxed);
        if (head - m_tail.load(std::memory_order_acquire) == m_slots.size()) {
            m_dropped.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        m_slots[head & (m_slots.size() - 1)] = std::move(item);
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    //! Consumer thread.
    std::optional<T> pop()
    {
        const auto tail = m_tail.load(std::memory_order_relaxed);
        if (tail == m_head.load(std::memory_order_acquire))
            return std::nullopt;
        std::optional<T> item{std::move(m_slots[tail & (m_slots.size() - 1)])};
        m_tail.store(tail + 1, std::memory_order_release);
        return item;
    }

    std::uint64_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    std::vector<T> m_slots;
    alignas(64) std::atomic<std::size_t> m_head{0};
    alignas(64) std::atomic<std::size_t> m_tail{0};
    std::atomic<std::uint64_t> m_dropped{0};
};

} // namespace gatehouse::telemetry
