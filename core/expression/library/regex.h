// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"

#include <string_view>

namespace gatehouse::expression {

//! RegexOptions.
namespace regexoptions {
constexpr std::int32_t ignoreCase = 1;
constexpr std::int32_t multiline = 2;
constexpr std::int32_t explicitCapture = 4;
constexpr std::int32_t compiled = 8;
constexpr std::int32_t singleline = 16;
constexpr std::int32_t ignorePatternWhitespace = 32;
constexpr std::int32_t rightToLeft = 64;
constexpr std::int32_t ecmaScript = 256;
constexpr std::int32_t cultureInvariant = 512;
} // namespace regexoptions

//! Regex.IsMatch(input, pattern, options): raises ArgumentException for a wrong pattern, RegexMatchTimeoutException for one that
//! backtracks beyond bounds.
bool regexMatches(Machine &machine, std::u16string_view input, std::u16string_view pattern, std::int32_t options);

} // namespace gatehouse::expression
