// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::policy {

//! True if the text begins, after white space, with "@(" or "@{".
bool beginsExpression(std::string_view text);
//! True if the text is one expression and white space around it.
bool isExpression(std::string_view text);

//! The end (one past the closing bracket) of the expression that begins at `begin`, or npos when it does not close. Knows C#
//! strings (regular, verbatim, interpolated), characters and comments; quotes, `<` and `&` may stand raw or as entities: a string
//! that a raw quote opened is closed by a raw one. `stop` is where it must have ended.
std::size_t scanExpression(std::string_view text, std::size_t begin, std::size_t stop = std::string_view::npos);

//! Decodes the five entities of XML and character references; what is none of them stays as it is. CR LF becomes LF.
std::string unescape(std::string_view text);
//! Length of the entity or character reference at `at` ("&quot;" is 6), or 0.
std::size_t entityLength(std::string_view text, std::size_t at);

} // namespace gatehouse::policy
