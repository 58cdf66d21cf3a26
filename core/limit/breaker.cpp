// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limit/breaker.h"

#include <algorithm>

namespace gatehouse::limit {

std::int64_t Breaker::slotOf(const BreakerRule &rule, std::int64_t nowMicros)
{
    return nowMicros / std::max<std::int64_t>(1, rule.intervalMicros / slotCount);
}

Breaker::Slot Breaker::sums(const BreakerRule &rule, std::int64_t nowMicros) const
{
    const auto present = slotOf(rule, nowMicros);
    Slot sum;
    for (const auto &slot : m_slots) {
        if (slot.number < present - slotCount || slot.number > present)
            continue;
        sum.calls += slot.calls;
        sum.failures += slot.failures;
    }
    return sum;
}

bool Breaker::record(const BreakerRule &rule, std::int64_t nowMicros, bool failed, std::int64_t tripMicros)
{
    if (isOpen(nowMicros))
        return false; // it had begun before
    const auto number = slotOf(rule, nowMicros);
    auto &slot = m_slots[static_cast<std::size_t>(number % static_cast<std::int64_t>(m_slots.size()))];
    if (slot.number != number)
        slot = {number, 0, 0};
    ++slot.calls;
    slot.failures += failed;
    if (!failed)
        return false;
    const auto sum = sums(rule, nowMicros);
    const bool many = rule.count && sum.failures >= *rule.count;
    const bool large = rule.percentage && sum.failures * 100 >= *rule.percentage * sum.calls;
    if (!many && !large)
        return false;
    m_slots = {};
    m_openUntil = nowMicros + (tripMicros > 0 ? tripMicros : rule.tripMicros);
    return true;
}

} // namespace gatehouse::limit
