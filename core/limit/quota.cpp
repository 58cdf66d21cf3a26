// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limit/quota.h"

namespace gatehouse::limit {

std::int64_t FixedWindow::periodOf(const QuotaRule &rule, std::int64_t nowMicros)
{
    if (rule.periodMicros <= 0)
        return 0;
    const auto since = nowMicros - rule.startMicros;
    // Rounds down, also before the start.
    return since / rule.periodMicros - (since % rule.periodMicros < 0 ? 1 : 0);
}

std::optional<std::int64_t> FixedWindow::left(const QuotaRule &rule, std::int64_t nowMicros)
{
    if (rule.periodMicros <= 0)
        return std::nullopt;
    return rule.startMicros + (periodOf(rule, nowMicros) + 1) * rule.periodMicros - nowMicros;
}

//! A clock that steps back into an earlier period stands still.
void FixedWindow::enter(const QuotaRule &rule, std::int64_t nowMicros)
{
    const auto period = periodOf(rule, nowMicros);
    if (period <= m_period && (m_calls > 0 || m_bytes > 0))
        return;
    m_period = period;
    m_calls = m_bytes = 0;
}

QuotaVerdict FixedWindow::take(const QuotaRule &rule, std::int64_t nowMicros, std::uint64_t calls)
{
    enter(rule, nowMicros);
    if (rule.calls && m_calls + (calls > 0 ? calls : 1) > *rule.calls)
        return {QuotaVerdict::OutOfCalls, left(rule, nowMicros), m_calls};
    if (rule.bytes && m_bytes >= *rule.bytes)
        return {QuotaVerdict::OutOfBandwidth, left(rule, nowMicros), m_calls};
    m_calls += calls;
    return {QuotaVerdict::Allowed, std::nullopt, m_calls};
}

void FixedWindow::add(const QuotaRule &rule, std::int64_t nowMicros, std::uint64_t calls, std::uint64_t bytes)
{
    enter(rule, nowMicros);
    m_calls += calls;
    m_bytes += bytes;
}

std::uint64_t FixedWindow::calls(const QuotaRule &rule, std::int64_t nowMicros) const
{
    return periodOf(rule, nowMicros) <= m_period ? m_calls : 0;
}

std::uint64_t FixedWindow::bytes(const QuotaRule &rule, std::int64_t nowMicros) const
{
    return periodOf(rule, nowMicros) <= m_period ? m_bytes : 0;
}

} // namespace gatehouse::limit
