// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/decimal.h"

#include <cstdint>
#include <string>

namespace gatehouse::expression {

//! A number as its formats see it: 0.`digits` * 10^point, without zeros at either end. Zero has no digits and no sign.
struct NumberDigits
{
    std::string digits;
    int point = 0;
    bool isNegative = false;

    //! Keeps the first `count` digits, rounded half up; a result of zero loses its sign.
    void round(int count);
    char at(std::size_t index) const { return index < digits.size() ? digits[index] : '0'; }
};

NumberDigits digitsOf(std::int64_t value);
NumberDigits digitsOfUnsigned(std::uint64_t value);
NumberDigits digitsOf(double value, int precision); //!< of a finite one, `precision` significant digits
NumberDigits digitsOf(const Decimal &value);

} // namespace gatehouse::expression
