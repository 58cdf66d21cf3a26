// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/format.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::expression {

//! The proleptic Gregorian calendar from 0001-01-01 to 9999-12-31, in ticks of 100 ns.

constexpr std::int64_t ticksPerMillisecond = 10'000;
constexpr std::int64_t ticksPerMinute = 60 * ticksPerSecond;
constexpr std::int64_t ticksPerHour = 60 * ticksPerMinute;
constexpr std::int64_t maxDateTicks = 3'155'378'975'999'999'999;

struct CalendarDate
{
    int year = 1;
    int month = 1;
    int day = 1;
};

bool isLeapYear(int year);
int daysInMonth(int year, int month); //!< of a valid month
CalendarDate dateOfTicks(std::int64_t ticks);
std::int64_t ticksOfDate(const CalendarDate &date); //!< of a valid date
int dayOfYear(const CalendarDate &date);
int dayOfWeek(std::int64_t ticks); //!< 0 = Sunday

} // namespace gatehouse::expression
