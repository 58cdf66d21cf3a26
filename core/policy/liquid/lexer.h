// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::liquid {

struct Token
{
    enum Kind { Text, Output, Tag } kind = Text;
    std::string text; //!< of Output and Tag: what stands inside, trimmed
    std::string tag; //!< of Tag: its name; `text` is then the rest
};

//! Splits a template as DotLiquid 2.0 does. "{{-" takes the spaces and tabs before it away, "-}}" one line break or the spaces and tabs
//! after it. The content of raw and literal is one Text.
tl::expected<std::vector<Token>, std::string> tokenize(std::string_view source);

//! The next run of DotLiquid's QuotedFragment at `at`: quoted texts and what is no space, comma or bar. Moves `at` behind it.
std::string_view takeFragment(std::string_view markup, std::size_t &at, bool takesCommas = false);
bool isWordCharacter(char c);
std::string_view takeWord(std::string_view markup, std::size_t &at);
void skipSpaces(std::string_view markup, std::size_t &at);

} // namespace gatehouse::policy::liquid
