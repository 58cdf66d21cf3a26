// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui::policies {

//! What a byte of a policy text is drawn as; the number is Scintilla's style.
enum class Style : std::uint8_t {
    Text, Bracket, Element, Attribute, Value, Comment, Entity, NamedValue,
    Delimiter, //!< "@(" and what closes it
    Code, Keyword, Context, String, Number, Operator, CodeComment,
};
inline constexpr int styleCount = int(Style::CodeComment) + 1;

struct Highlight
{
    std::string styles; //!< one byte a byte of the text
    std::vector<int> depths; //!< by line: how many elements, comments and braces are open at its start
};

//! Colours a whole text: XML with C# in it, tolerant of everything unfinished. Linear in the text; the style of a byte depends only on
//! what stands before it and on where its expression closes. 64 KB take well below a millisecond in a release build.
Highlight highlight(std::string_view text);

} // namespace gatehouse::ui::policies
