// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

//! A group of a pattern by .NET's numbering: unnamed ones first, then named ones in order of appearance.
struct RegexGroup
{
    std::int32_t number = 0;
    std::u16string name; //!< its number where it has none
    std::vector<std::uint32_t> slots; //!< capturing parentheses of the translated pattern: several where a name stands twice
};

//! A .NET pattern in PCRE2's syntax.
struct TranslatedRegex
{
    std::u16string pattern;
    std::vector<RegexGroup> groups; //!< by number, the whole match first
};

//! Raises ArgumentException for what .NET refuses, NotSupportedException for what this engine has not: balancing groups, right to left.
TranslatedRegex translateRegex(std::u16string_view pattern, std::int32_t options);

} // namespace gatehouse::expression
