// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/decimal.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::expression {

//! Bits of System.Globalization.NumberStyles.
namespace numberStyle {
constexpr int leadingWhite = 1;
constexpr int trailingWhite = 2;
constexpr int leadingSign = 4;
constexpr int trailingSign = 8;
constexpr int parentheses = 0x10;
constexpr int decimalPoint = 0x20;
constexpr int thousands = 0x40;
constexpr int exponent = 0x80;
constexpr int currencySymbol = 0x100;
constexpr int hexSpecifier = 0x200;
constexpr int integer = leadingWhite | trailingWhite | leadingSign;
constexpr int number = integer | trailingSign | decimalPoint | thousands;
constexpr int floating = integer | decimalPoint | exponent;
} // namespace numberStyle

enum class Parsed : std::uint8_t { Ok, WrongFormat, Overflow };

// Reads the whole text under the invariant culture; `out` is set when Ok.
Parsed parseInteger(std::u16string_view text, int style, int bits, bool isSigned, std::int64_t &out); //!< a ulong's bits
Parsed parseReal(std::u16string_view text, int style, bool isSingle, double &out);
Parsed parseDecimal(std::u16string_view text, int style, Decimal &out);

} // namespace gatehouse::expression
