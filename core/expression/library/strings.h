// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/objects.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

// Parts of declareStrings.
void declareStringEnums(Library &library);
void declareStringComparison(Library &library);
void declareStringSearch(Library &library);
void declareStringParts(Library &library); //!< Split, Join, Concat, Format
void declareChars(Library &library);
void declareStringBuilder(Library &library);

//! StringComparison as a number: the odd ones ignore case. Words are found unit by unit under every one.
constexpr bool ignoresCase(std::int32_t comparison)
{
    return (comparison & 1) != 0;
}
constexpr std::int32_t ordinalComparison = 4;

int compareStrings(std::u16string_view a, std::u16string_view b, std::int32_t comparison);
bool equalStrings(std::u16string_view a, std::u16string_view b, std::int32_t comparison);
//! npos when not there.
std::size_t findString(std::u16string_view text, std::u16string_view part, std::size_t from, bool ignoreCase);
std::size_t findLastString(std::u16string_view text, std::u16string_view part, bool ignoreCase);
std::u16string replaceAll(std::u16string_view text, std::u16string_view from, std::u16string_view to, bool ignoreCase);
std::u16string lowerCase(std::u16string_view text);
std::u16string upperCase(std::u16string_view text);
std::u16string_view withoutSpaces(std::u16string_view text); //!< Trim()

//! Counts `units` that were looked at, however many, as steps.
void countWork(Call &call, std::size_t units);
//! Ends the evaluation before a string of more units than the engine allows is built.
void requireTextSize(std::size_t units);
//! The units of a char[], none for null.
std::u16string charsOf(const ArrayObject *array);
std::vector<Value> &itemsOf(Call &call, std::size_t index, std::string_view parameter = "value"); //!< of an array
//! Raises ArgumentOutOfRangeException unless 0 <= start, 0 <= count, start + count <= size.
void requireRange(std::int64_t start, std::int64_t count, std::size_t size, std::string_view startName = "startIndex",
                  std::string_view countName = "count");

} // namespace gatehouse::expression
