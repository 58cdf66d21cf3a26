// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstdint>
#include <functional>

namespace gatehouse::net {

//! Deadlines of many connections with next to no work per request: moving a deadline later only stores it, and the entry is looked at
//! again when its old slot comes up. Fires late by at most one tick (16 ms), never early. Belongs to one loop.
class TimerWheel
{
    struct Link
    {
        Link *previous = this;
        Link *next = this;

        Link() = default;
        Link(const Link &) = delete;
        Link &operator=(const Link &) = delete;
        bool isLinked() const { return next != this; }
        void unlink();
        void linkBefore(Link &other);
    };

public:
    static constexpr std::chrono::milliseconds tick{16};

    //! Unlinks itself when it goes.
    class Entry : private Link
    {
    public:
        virtual ~Entry();
        SteadyTime deadline() const { return m_deadline; }

    protected:
        Entry() = default;
        //! The deadline passed; it is SteadyTime::max() now. May set a new one or destroy the entry.
        virtual void onDeadline() = 0;

    private:
        friend class TimerWheel;
        TimerWheel *m_wheel = nullptr;
        SteadyTime m_deadline = SteadyTime::max();
        std::int64_t m_tick = 0;
    };

    //! `arm` asks for advance() at that time; a later call replaces an earlier one.
    explicit TimerWheel(std::function<void(SteadyTime)> arm) : m_arm(std::move(arm)) { }

    void set(Entry &entry, SteadyTime deadline); //!< SteadyTime::max(): none
    void advance(SteadyTime now);

private:
    static constexpr std::int64_t slotCount = 512;

    void insert(Entry &entry);
    void armNext();
    static std::int64_t tickOf(SteadyTime time);

    std::array<Link, slotCount> m_slots;
    std::function<void(SteadyTime)> m_arm;
    std::int64_t m_current = 0;
    std::int64_t m_armed = INT64_MAX;
    std::size_t m_count = 0;
};

} // namespace gatehouse::net
