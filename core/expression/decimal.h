// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/objects.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::expression {

//! System.Decimal: an integer below 2^96, a sign and how many of its digits are behind the point. 1.0 and 1.00 are equal and differ in text.
struct Decimal
{
    UInt128 mantissa = 0;
    bool isNegative = false;
    int scale = 0; //!< 0 to 28
};

constexpr int maxDecimalScale = 28;
constexpr UInt128 maxDecimalMantissa = (static_cast<UInt128>(1) << 96) - 1;

// All round half to even where digits are lost, and raise OverflowException past 79228162514264337593543950335.
Decimal add(const Decimal &a, const Decimal &b);
Decimal subtract(const Decimal &a, const Decimal &b);
Decimal multiply(const Decimal &a, const Decimal &b);
Decimal divide(const Decimal &a, const Decimal &b); //!< raises DivideByZeroException
Decimal remainder(const Decimal &a, const Decimal &b);
Decimal negate(const Decimal &value);
int compare(const Decimal &a, const Decimal &b); //!< -1, 0, 1

Decimal truncate(const Decimal &value);
Decimal floor(const Decimal &value);
Decimal ceiling(const Decimal &value);
Decimal roundTo(const Decimal &value, int decimals, bool awayFromZero);

Decimal decimalOf(std::int64_t value);
Decimal decimalOfUnsigned(std::uint64_t value);
Decimal decimalOf(double value); //!< 15 significant digits, as (decimal)x
Decimal decimalOfSingle(double value); //!< 7 significant digits
double toDouble(const Decimal &value);
//! Without its fraction; nothing when it does not fit. Of a ulong the bits.
std::optional<std::int64_t> toInt64(const Decimal &value);
std::optional<std::uint64_t> toUInt64(const Decimal &value);
//! digits * 10^exponent: what a parser has read. Nothing when too large.
std::optional<Decimal> decimalOfDigits(std::string_view digits, int exponent, bool isNegative);

std::string textOf(const Decimal &value); //!< "-1.50"; zero never has a sign
std::int32_t hashOf(const Decimal &value); //!< equal for equal values

//! Of Value: a DecimalObject.
Decimal decimalOf(const Value &value);
Value toValue(const Decimal &value);

} // namespace gatehouse::expression
