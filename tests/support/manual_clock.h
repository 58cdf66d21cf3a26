// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace gatehouse::test {

//! A clock that stands still until it is moved; both faces move together. Thread-safe.
class ManualClock final : public Clock
{
public:
    SteadyTime steady() const override { return SteadyTime{std::chrono::microseconds{m_micros.load()}}; }
    UtcTime utc() const override
    {
        // 2026-11-24T00:00:00Z
        return UtcTime{std::chrono::seconds{1795478400}} + std::chrono::microseconds{m_micros.load()};
    }
    void advance(std::chrono::microseconds by) { m_micros += by.count(); }

private:
    std::atomic<std::int64_t> m_micros{1'000'000'000};
};

} // namespace gatehouse::test
