// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/number_digits.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace gatehouse::expression {

namespace {

//! Takes zeros off both ends.
void normalise(NumberDigits &number)
{
    const std::size_t first = number.digits.find_first_not_of('0');
    if (first == std::string::npos) {
        number = {};
        return;
    }
    number.digits.erase(0, first);
    number.point -= static_cast<int>(first);
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
}

} // namespace

void NumberDigits::round(int count)
{
    if (count >= static_cast<int>(digits.size()))
        return;
    if (count < 0) {
        *this = {};
        return;
    }
    const auto keep = static_cast<std::size_t>(count);
    const bool isUp = digits[keep] >= '5';
    digits.erase(keep);
    if (isUp) {
        while (!digits.empty() && digits.back() == '9')
            digits.pop_back();
        if (digits.empty()) {
            digits = "1";
            ++point;
        } else {
            ++digits.back();
        }
    }
    normalise(*this);
}

NumberDigits digitsOf(std::int64_t value)
{
    NumberDigits result = digitsOfUnsigned(value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value));
    result.isNegative = value < 0;
    return result;
}

NumberDigits digitsOfUnsigned(std::uint64_t value)
{
    NumberDigits result{std::to_string(value), 0, false};
    result.point = static_cast<int>(result.digits.size());
    normalise(result);
    return result;
}

NumberDigits digitsOf(double value, int precision)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*e", precision - 1, std::fabs(value));
    NumberDigits result;
    const char *at = text;
    for (; *at != 'e'; ++at)
        if (*at != '.')
            result.digits += *at;
    result.point = std::atoi(at + 1) + 1;
    result.isNegative = value < 0;
    normalise(result);
    return result;
}

NumberDigits digitsOf(const Decimal &value)
{
    NumberDigits result;
    Decimal whole = value;
    whole.scale = 0;
    whole.isNegative = false;
    result.digits = textOf(whole);
    result.point = static_cast<int>(result.digits.size()) - value.scale;
    result.isNegative = value.isNegative;
    normalise(result);
    return result;
}

} // namespace gatehouse::expression
