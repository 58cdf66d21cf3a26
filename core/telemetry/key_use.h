// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace gatehouse::telemetry {

//! Days since 1970-01-01 in UTC.
inline std::int64_t dayOf(UtcTime time)
{
    return std::chrono::floor<std::chrono::days>(time.time_since_epoch()).count();
}

//! One of a subscription's two keys on one day.
struct KeyDay
{
    std::int64_t day = 0;
    std::string key; //!< "id#primary", "id#secondary"; never the key itself

    auto operator<=>(const KeyDay &) const = default;
};

using KeyCalls = std::map<KeyDay, std::uint64_t>;

//! What one worker counts for one key: its loop owns it.
struct KeyTally
{
    UtcTime last{}; //!< UtcTime{}: not used
    std::int64_t day = 0;
    std::uint64_t calls = 0; //!< on that day
};

} // namespace gatehouse::telemetry
