// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/timer_wheel.h"

#include <algorithm>

namespace gatehouse::net {

void TimerWheel::Link::unlink()
{
    previous->next = next;
    next->previous = previous;
    previous = next = this;
}

void TimerWheel::Link::linkBefore(Link &other)
{
    previous = other.previous;
    next = &other;
    other.previous->next = this;
    other.previous = this;
}

TimerWheel::Entry::~Entry()
{
    if (!isLinked())
        return;
    unlink();
    --m_wheel->m_count;
}

std::int64_t TimerWheel::tickOf(SteadyTime time)
{
    return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count() / tick.count();
}

void TimerWheel::set(Entry &entry, SteadyTime deadline)
{
    entry.m_deadline = deadline;
    if (deadline == SteadyTime::max())
        return;
    // Its slot comes up before the new deadline: then it is put further on.
    if (entry.isLinked() && entry.m_tick <= tickOf(deadline) + 1)
        return;
    if (m_count == 0)
        m_current = tickOf(std::chrono::steady_clock::now());
    if (entry.isLinked()) {
        entry.unlink();
        --m_count;
    }
    insert(entry);
    if (entry.m_tick < m_armed) {
        m_armed = entry.m_tick;
        m_arm(SteadyTime{tick * m_armed});
    }
}

void TimerWheel::insert(Entry &entry)
{
    entry.m_wheel = this;
    entry.m_tick = std::clamp(tickOf(entry.m_deadline) + 1, m_current + 1, m_current + slotCount - 1);
    entry.linkBefore(m_slots[static_cast<std::size_t>(entry.m_tick % slotCount)]);
    ++m_count;
}

void TimerWheel::advance(SteadyTime now)
{
    m_armed = INT64_MAX;
    const auto target = tickOf(now);
    while (m_current < target && m_count > 0) {
        ++m_current;
        Link due;
        Link &slot = m_slots[static_cast<std::size_t>(m_current % slotCount)];
        while (slot.isLinked()) {
            Link &link = *slot.next;
            link.unlink();
            link.linkBefore(due);
        }
        while (due.isLinked()) {
            auto &entry = static_cast<Entry &>(*due.next);
            entry.unlink();
            --m_count;
            if (entry.m_deadline <= now) {
                entry.m_deadline = SteadyTime::max();
                entry.onDeadline();
            } else if (entry.m_deadline != SteadyTime::max()) {
                insert(entry);
            }
        }
    }
    m_current = std::max(m_current, target);
    armNext();
}

void TimerWheel::armNext()
{
    if (m_count == 0)
        return;
    for (auto next = m_current + 1; next < m_current + slotCount; ++next) {
        if (!m_slots[static_cast<std::size_t>(next % slotCount)].isLinked())
            continue;
        m_armed = next;
        m_arm(SteadyTime{tick * next});
        return;
    }
}

} // namespace gatehouse::net
