// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"

#include <array>

#include <chrono>

namespace gatehouse::expression {

namespace {

constexpr int epochDays = static_cast<int>(unixEpochTicks / ticksPerDay);
constexpr std::array<int, 12> monthLengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

} // namespace

bool isLeapYear(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int daysInMonth(int year, int month)
{
    return month == 2 && isLeapYear(year) ? 29 : monthLengths[static_cast<std::size_t>(month - 1)];
}

CalendarDate dateOfTicks(std::int64_t ticks)
{
    const std::chrono::sys_days days{std::chrono::days{ticks / ticksPerDay - epochDays}};
    const std::chrono::year_month_day date(days);
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::int64_t ticksOfDate(const CalendarDate &date)
{
    const std::chrono::year_month_day day(std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
                                          std::chrono::day(static_cast<unsigned>(date.day)));
    return (std::chrono::sys_days(day).time_since_epoch().count() + epochDays) * ticksPerDay;
}

int dayOfYear(const CalendarDate &date)
{
    int days = date.day;
    for (int month = 1; month < date.month; ++month)
        days += daysInMonth(date.year, month);
    return days;
}

int dayOfWeek(std::int64_t ticks)
{
    return static_cast<int>((ticks / ticksPerDay + 1) % 7);
}

} // namespace gatehouse::expression
