// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limit/window.h"

#include <algorithm>

namespace gatehouse::limit {

namespace {

constexpr std::uint64_t exactCalls = 64;

//! Calls within one slot share an entry; 1 µs is the clock's own resolution.
std::int64_t slotMicros(const Rule &rule)
{
    if (rule.calls <= exactCalls)
        return 1;
    return std::max<std::int64_t>(1, (rule.periodMicros + 63) / 64);
}

} // namespace

std::int64_t SlidingWindow::notBefore(std::int64_t now) const
{
    return m_entries.empty() ? now : std::max(now, m_entries.back().time);
}

std::size_t SlidingWindow::firstAlive(const Rule &rule, std::int64_t now) const
{
    std::size_t index = 0;
    while (index < m_entries.size() && now - m_entries[index].time >= rule.periodMicros)
        ++index;
    return index;
}

std::uint64_t SlidingWindow::used(const Rule &rule, std::int64_t nowMicros) const
{
    const auto now = notBefore(nowMicros);
    std::uint64_t calls = 0;
    for (auto index = firstAlive(rule, now); index < m_entries.size(); ++index)
        calls += m_entries[index].calls;
    return calls;
}

std::int64_t SlidingWindow::emptyAt(const Rule &rule, std::int64_t nowMicros) const
{
    if (m_entries.empty())
        return nowMicros;
    return std::max(nowMicros, m_entries.back().time + rule.periodMicros);
}

Verdict SlidingWindow::peek(const Rule &rule, std::int64_t nowMicros, std::uint32_t increment) const
{
    const auto now = notBefore(nowMicros);
    const std::uint64_t wanted = std::max<std::uint32_t>(1, increment);
    const auto first = firstAlive(rule, now);
    std::uint64_t calls = used(rule, now);
    if (calls <= rule.calls && wanted <= rule.calls - calls)
        return {true, rule.calls - calls - increment, 0};

    Verdict refused{false, calls < rule.calls ? rule.calls - calls : 0, rule.periodMicros};
    if (wanted > rule.calls)
        return refused; // no waiting helps: a whole period is the honest bound
    for (auto index = first; index < m_entries.size(); ++index) {
        calls -= m_entries[index].calls;
        if (calls + wanted <= rule.calls) {
            refused.retryAfterMicros = m_entries[index].time + rule.periodMicros - now;
            break;
        }
    }
    return refused;
}

Verdict SlidingWindow::take(const Rule &rule, std::int64_t nowMicros, std::uint32_t increment)
{
    const auto now = notBefore(nowMicros);
    const auto dead = static_cast<std::ptrdiff_t>(firstAlive(rule, now));
    m_entries.erase(m_entries.begin(), m_entries.begin() + dead);
    const auto verdict = peek(rule, now, increment);
    if (!verdict.allowed || increment == 0)
        return verdict;
    const auto slot = slotMicros(rule);
    if (!m_entries.empty() && m_entries.back().time / slot == now / slot) {
        m_entries.back().time = now;
        m_entries.back().calls += increment;
    } else {
        m_entries.push_back({now, increment});
    }
    return verdict;
}

} // namespace gatehouse::limit
