// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace gatehouse::limit {

//! When a circuit breaker trips: so many failures, or such a part of all calls, within an interval.
struct BreakerRule
{
    std::optional<std::uint64_t> count;
    std::optional<std::uint32_t> percentage;
    std::int64_t intervalMicros = 0;
    std::int64_t tripMicros = 0;

    bool operator==(const BreakerRule &) const = default;
};

//! APIM's circuit breaker, pure: times in, state out. While it is tripped nothing passes; then it starts anew with nothing counted. It counts
//! in slots of 1/32 of the interval, so a call may count up to that much too long and never too short.
class Breaker
{
public:
    bool isOpen(std::int64_t nowMicros) const { return nowMicros < m_openUntil; }
    //! When it lets calls through again; `now` when it does.
    std::int64_t openUntil(std::int64_t nowMicros) const { return isOpen(nowMicros) ? m_openUntil : nowMicros; }
    //! Counts a call that has ended. `tripMicros`: for how long, when this one trips it; 0: as the rule says. True: it tripped now.
    bool record(const BreakerRule &rule, std::int64_t nowMicros, bool failed, std::int64_t tripMicros = 0);
    std::uint64_t failures(const BreakerRule &rule, std::int64_t nowMicros) const { return sums(rule, nowMicros).failures; }

private:
    static constexpr std::int64_t slotCount = 32;
    struct Slot
    {
        std::int64_t number = 0;
        std::uint64_t calls = 0;
        std::uint64_t failures = 0;
    };
    static std::int64_t slotOf(const BreakerRule &rule, std::int64_t nowMicros);
    Slot sums(const BreakerRule &rule, std::int64_t nowMicros) const;

    std::array<Slot, slotCount + 1> m_slots{};
    std::int64_t m_openUntil = INT64_MIN;
};

} // namespace gatehouse::limit
