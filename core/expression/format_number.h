// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/number_digits.h"

#include <string>
#include <string_view>

namespace gatehouse::expression {

//! The standard numeric formats ("N2", "X8", "E") and custom ones ("#,##0.00;(0)") under the invariant culture.

std::u16string formatInteger(std::int64_t value, int bits, std::u16string_view format); //!< `bits` of its type, for "X"
std::u16string formatUnsigned(std::uint64_t value, int bits, std::u16string_view format);
std::u16string formatReal(double value, bool isSingle, std::u16string_view format);
std::u16string plainText(const Decimal &value); //!< with all its decimals
std::u16string formatDecimal(const Decimal &value, std::u16string_view format);
//! A custom format; `number` has all its digits.
std::u16string formatCustomNumber(NumberDigits number, std::u16string_view format);

} // namespace gatehouse::expression
