// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

//! Formats and reads of the invariant culture, shared by ToString, string.Format, interpolation, Parse and JSON.

//! `format` as in "{0,-10:N2}": standard or custom; "" is the general form. Raises FormatException for a wrong one. Of numbers of every
//! tag, Decimal, DateTime, DateTimeOffset, TimeSpan, Guid and Enum; other values give ToString().
std::u16string formatValue(Machine &machine, const Value &value, std::u16string_view format);
std::u16string formatDouble(double value); //!< "R" of .NET Framework's default: 15 digits, as double.ToString()
std::u16string formatSingle(double value); //!< 7 digits
std::u16string formatDateTime(std::int64_t ticks, int kind, std::u16string_view format); //!< "" is "G"
std::u16string formatDateTimeOffset(std::int64_t localTicks, int offsetMinutes, std::u16string_view format);
std::u16string formatTimeSpan(std::int64_t ticks, std::u16string_view format); //!< "" is "c"
std::u16string roundTripDouble(double value); //!< shortest digits that read back, "R"
//! string.Format: "{0} of {1:D3}"; `arguments` by index.
std::u16string formatComposite(Machine &machine, std::u16string_view format, const std::vector<Value> &arguments);

//! DateTime of a day and ticks; days by the proleptic Gregorian calendar from 0001-01-01.
constexpr std::int64_t ticksPerSecond = 10'000'000;
constexpr std::int64_t ticksPerDay = 86'400 * ticksPerSecond;
constexpr std::int64_t unixEpochTicks = 621'355'968'000'000'000;

} // namespace gatehouse::expression
