// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::expression {

//! .NET strings are UTF-16, and Length, indexers, Substring and ordinal comparison count its units; so the engine keeps them so and
//! converts at its edges alone.

std::u16string toUtf16(std::string_view utf8); //!< a malformed sequence becomes U+FFFD, as Encoding.UTF8 does
std::string toUtf8(std::u16string_view text); //!< a lone surrogate becomes U+FFFD
std::u16string fromAscii(std::string_view text); //!< for literals and numbers

char16_t toLowerInvariant(char16_t unit);
char16_t toUpperInvariant(char16_t unit);
bool isWhiteSpace(char16_t unit); //!< char.IsWhiteSpace
int unicodeCategory(char16_t unit); //!< number of System.Globalization.UnicodeCategory
bool equalsOrdinalIgnoreCase(std::u16string_view a, std::u16string_view b);
int compareOrdinal(std::u16string_view a, std::u16string_view b);
int compareOrdinalIgnoreCase(std::u16string_view a, std::u16string_view b);
//! The invariant culture's order of words: letters before case, "a" < "A" < "b". Not the whole of UCA: letters of Latin scripts by
//! their base letter, then accents, then case; other characters by code.
int compareInvariant(std::u16string_view a, std::u16string_view b, bool ignoreCase);

} // namespace gatehouse::expression
