// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"

#include <optional>
#include <string_view>

namespace gatehouse::expression {

// Parts of declareTime.
void declareDateTime(Library &library);
void declareDateTimeText(Library &library); //!< Parse, ParseExact ... of DateTime and DateTimeOffset
void declareDateTimeOffset(Library &library);
void declareTimeSpan(Library &library);
void declareTimeZones(Library &library);

//! Kinds of DateTime.
enum DateKind : std::int32_t { kindUnspecified, kindUtc, kindLocal };

//! Bits of DateTimeStyles.
namespace dateStyle {
constexpr int leadingWhite = 1;
constexpr int trailingWhite = 2;
constexpr int innerWhite = 4;
constexpr int whiteSpaces = 7;
constexpr int noCurrentDateDefault = 8;
constexpr int adjustToUniversal = 16;
constexpr int assumeLocal = 32;
constexpr int assumeUniversal = 64;
constexpr int roundtripKind = 128;
} // namespace dateStyle

//! What a text says of a moment.
struct ParsedDate
{
    std::int64_t ticks = 0; //!< as written
    bool isUtc = false; //!< "Z" or "GMT"
    std::optional<int> offsetMinutes; //!< written, also of "Z"
};

//! DateTime.Parse: raises FormatException. `today` in ticks is the date of a text that has a time alone.
Value parseDateTime(std::u16string_view text, int styles, std::int64_t today = 0);
//! Reads any of the forms of DateTime.Parse.
std::optional<ParsedDate> readDate(std::u16string_view text, int styles, std::int64_t today);
//! By one format of ParseExact, standard or custom.
std::optional<ParsedDate> readDateExact(std::u16string_view text, std::u16string_view format, int styles, std::int64_t today);
//! The DateTime that Parse makes of it under `styles`.
std::optional<Value> dateTimeOf(const ParsedDate &parsed, int styles);
std::optional<Value> dateTimeOffsetOf(const ParsedDate &parsed, int styles);

std::int64_t nowTicks(Machine &machine); //!< UTC, of the context's clock
std::int64_t nowTicks(Call &call);
//! A DateTime within 0001..9999; raises ArgumentOutOfRangeException.
Value dateTimeInRange(std::int64_t ticks, int kind);
Value dateTimeOffsetInRange(std::int64_t localTicks, std::int64_t offsetMinutes);
//! ticks + value * scale ticks, rounded to milliseconds as AddDays and its like do.
std::int64_t addScaled(std::int64_t ticks, double value, std::int64_t ticksPerUnit);
std::int64_t addMonths(std::int64_t ticks, std::int64_t months);

} // namespace gatehouse::expression
