// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace gatehouse {

using SteadyTime = std::chrono::steady_clock::time_point;
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;

//! Where time comes from: steady for durations and deadlines, UTC for records and persisted windows. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual SteadyTime steady() const = 0;
    virtual UtcTime utc() const = 0;
};

class SystemClock final : public Clock
{
public:
    SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
    UtcTime utc() const override
    {
        return std::chrono::time_point_cast<std::chrono::microseconds>(
            std::chrono::system_clock::now());
    }
};

//! "2026-11-24T16:19:55.123Z": RFC 3339 with milliseconds, the form of ARM and of our records.
std::string toIso(UtcTime time);
//! Reads RFC 3339 ("T" or space, any fraction, "Z" or an offset). Fails with Invalid "time.invalid".
Result<UtcTime> fromIso(std::string_view text);
//! "Tue, 24 Nov 2026 16:19:55 GMT" (RFC 9110 section 5.6.7).
std::string toHttpDate(UtcTime time);

} // namespace gatehouse
