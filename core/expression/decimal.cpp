// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/decimal.h"

#include "core/expression/objects.h"
#include "core/expression/raise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace gatehouse::expression {

namespace {

[[noreturn]] void raiseDecimalOverflow()
{
    raise(Raised::Overflow, "Value was either too large or too small for a Decimal.");
}

//! What products and aligned sums need: 256 bits in words of 32.
struct Wide
{
    std::array<std::uint32_t, 8> words{};

    explicit Wide(UInt128 value = 0)
    {
        for (std::size_t i = 0; i < 4; ++i)
            words[i] = static_cast<std::uint32_t>(value >> (32 * i));
    }
    void multiply(std::uint32_t factor)
    {
        std::uint64_t carry = 0;
        for (auto &word : words) {
            carry += static_cast<std::uint64_t>(word) * factor;
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    std::uint32_t divide(std::uint32_t divisor) //!< gives the remainder
    {
        std::uint64_t rest = 0;
        for (std::size_t i = words.size(); i-- > 0;) {
            rest = (rest << 32) | words[i];
            words[i] = static_cast<std::uint32_t>(rest / divisor);
            rest %= divisor;
        }
        return static_cast<std::uint32_t>(rest);
    }
    void add(const Wide &other)
    {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            carry += static_cast<std::uint64_t>(words[i]) + other.words[i];
            words[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    void subtract(const Wide &other) //!< which is not larger
    {
        std::int64_t borrow = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            borrow += static_cast<std::int64_t>(words[i]) - other.words[i];
            words[i] = static_cast<std::uint32_t>(borrow);
            borrow >>= 32;
        }
    }
    int compare(const Wide &other) const
    {
        for (std::size_t i = words.size(); i-- > 0;)
            if (words[i] != other.words[i])
                return words[i] < other.words[i] ? -1 : 1;
        return 0;
    }
    bool fits() const { return std::all_of(words.begin() + 3, words.end(), [](std::uint32_t word) { return word == 0; }); }
    UInt128 low() const
    {
        return static_cast<UInt128>(words[2]) << 64 | static_cast<UInt128>(words[1]) << 32 | words[0];
    }
};

Wide product(UInt128 a, UInt128 b)
{
    const Wide left(a);
    const Wide right(b);
    Wide result;
    for (std::size_t i = 0; i < 3; ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < 3 || carry != 0; ++j) {
            carry += result.words[i + j];
            carry += j < 3 ? static_cast<std::uint64_t>(left.words[i]) * right.words[j] : 0;
            result.words[i + j] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    return result;
}

Wide scaledUp(UInt128 mantissa, int digits)
{
    Wide result(mantissa);
    for (int i = 0; i < digits; ++i)
        result.multiply(10);
    return result;
}

//! Drops digits until mantissa and scale are in range, and rounds once, half to even.
Decimal fitted(Wide mantissa, int scale, bool isNegative)
{
    std::uint32_t last = 0;
    bool isInexact = false; // below `last`
    for (;;) {
        while (scale > maxDecimalScale || !mantissa.fits()) {
            if (scale == 0)
                raiseDecimalOverflow();
            isInexact = isInexact || last != 0;
            last = mantissa.divide(10);
            --scale;
        }
        const bool isUp = last > 5 || (last == 5 && (isInexact || (mantissa.words[0] & 1) != 0));
        if (isUp)
            mantissa.add(Wide(1));
        if (mantissa.fits())
            return {mantissa.low(), isNegative, scale};
        last = 0;
        isInexact = false;
    }
}

int order(int value, bool isNegative)
{
    return isNegative ? -value : value;
}

UInt128 powerOfTen(int exponent)
{
    UInt128 result = 1;
    for (int i = 0; i < exponent; ++i)
        result *= 10;
    return result;
}

//! From "d.ddde+x" of printf.
Decimal ofScientific(double value, int digits)
{
    if (!std::isfinite(value))
        raiseDecimalOverflow();
    char text[64];
    std::snprintf(text, sizeof text, "%.*e", digits - 1, std::fabs(value));
    std::string significant;
    const char *at = text;
    for (; *at != 'e'; ++at)
        if (*at != '.')
            significant += *at;
    const int exponent = std::atoi(at + 1);
    while (significant.size() > 1 && significant.back() == '0')
        significant.pop_back();
    const auto result = decimalOfDigits(significant, exponent - static_cast<int>(significant.size()) + 1, value < 0);
    if (!result)
        raiseDecimalOverflow();
    return *result;
}

} // namespace

Decimal add(const Decimal &a, const Decimal &b)
{
    const int scale = std::max(a.scale, b.scale);
    Wide left = scaledUp(a.mantissa, scale - a.scale);
    Wide right = scaledUp(b.mantissa, scale - b.scale);
    if (a.isNegative == b.isNegative) {
        left.add(right);
        return fitted(left, scale, a.isNegative);
    }
    if (left.compare(right) >= 0) {
        left.subtract(right);
        return fitted(left, scale, a.isNegative);
    }
    right.subtract(left);
    return fitted(right, scale, b.isNegative);
}

Decimal subtract(const Decimal &a, const Decimal &b)
{
    return add(a, negate(b));
}

Decimal multiply(const Decimal &a, const Decimal &b)
{
    return fitted(product(a.mantissa, b.mantissa), a.scale + b.scale, a.isNegative != b.isNegative);
}

Decimal divide(const Decimal &a, const Decimal &b)
{
    if (b.mantissa == 0)
        raise(Raised::DivideByZero, "Attempted to divide by zero.");
    const bool isNegative = a.isNegative != b.isNegative;
    int scale = a.scale - b.scale;
    const int wanted = std::max(scale, 0);
    UInt128 quotient = a.mantissa / b.mantissa;
    UInt128 rest = a.mantissa % b.mantissa;
    while ((rest != 0 || scale < 0) && scale < maxDecimalScale) {
        const UInt128 digit = rest * 10 / b.mantissa;
        if (quotient > (maxDecimalMantissa - digit) / 10)
            break;
        quotient = quotient * 10 + digit;
        rest = rest * 10 % b.mantissa;
        ++scale;
    }
    if (scale < 0)
        raiseDecimalOverflow();
    const UInt128 twice = rest * 2;
    if (twice > b.mantissa || (twice == b.mantissa && (quotient & 1) != 0))
        ++quotient;
    Decimal result = fitted(Wide(quotient), scale, isNegative);
    while (rest != 0 && result.scale > wanted && result.mantissa != 0 && result.mantissa % 10 == 0) {
        result.mantissa /= 10;
        --result.scale;
    }
    return result;
}

Decimal remainder(const Decimal &a, const Decimal &b)
{
    if (b.mantissa == 0)
        raise(Raised::DivideByZero, "Attempted to divide by zero.");
    const int scale = std::max(a.scale, b.scale);
    Wide left = scaledUp(a.mantissa, scale - a.scale);
    const Wide right = scaledUp(b.mantissa, scale - b.scale);
    if (left.compare(right) < 0)
        return a;
    // Shift and subtract: at most 190 bits.
    Wide rest;
    for (int bit = 255; bit >= 0; --bit) {
        rest.multiply(2);
        rest.words[0] |= (left.words[static_cast<std::size_t>(bit / 32)] >> (bit % 32)) & 1;
        if (rest.compare(right) >= 0)
            rest.subtract(right);
    }
    return fitted(rest, scale, a.isNegative);
}

Decimal negate(const Decimal &value)
{
    return {value.mantissa, !value.isNegative, value.scale};
}

int compare(const Decimal &a, const Decimal &b)
{
    const bool aIsNegative = a.isNegative && a.mantissa != 0;
    const bool bIsNegative = b.isNegative && b.mantissa != 0;
    if (aIsNegative != bIsNegative)
        return aIsNegative ? -1 : 1;
    const int scale = std::max(a.scale, b.scale);
    return order(scaledUp(a.mantissa, scale - a.scale).compare(scaledUp(b.mantissa, scale - b.scale)), aIsNegative);
}

Decimal truncate(const Decimal &value)
{
    return {value.mantissa / powerOfTen(value.scale), value.isNegative, 0};
}

Decimal floor(const Decimal &value)
{
    Decimal result = truncate(value);
    if (value.isNegative && value.mantissa % powerOfTen(value.scale) != 0)
        ++result.mantissa;
    return result;
}

Decimal ceiling(const Decimal &value)
{
    Decimal result = truncate(value);
    if (!value.isNegative && value.mantissa % powerOfTen(value.scale) != 0)
        ++result.mantissa;
    return result;
}

Decimal roundTo(const Decimal &value, int decimals, bool awayFromZero)
{
    if (decimals < 0 || decimals > maxDecimalScale)
        raise(Raised::ArgumentOutOfRange, "Decimal can only round to between 0 and 28 digits of precision.", "decimals");
    if (decimals >= value.scale)
        return value;
    const UInt128 unit = powerOfTen(value.scale - decimals);
    const UInt128 rest = value.mantissa % unit;
    Decimal result{value.mantissa / unit, value.isNegative, decimals};
    const UInt128 half = unit / 2;
    if (rest > half || (rest == half && (awayFromZero || (result.mantissa & 1) != 0)))
        ++result.mantissa;
    return result;
}

Decimal decimalOf(std::int64_t value)
{
    const auto magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    return {magnitude, value < 0, 0};
}

Decimal decimalOfUnsigned(std::uint64_t value)
{
    return {value, false, 0};
}

Decimal decimalOf(double value)
{
    return ofScientific(value, 15);
}

Decimal decimalOfSingle(double value)
{
    return ofScientific(value, 7);
}

double toDouble(const Decimal &value)
{
    return std::strtod(textOf(value).c_str(), nullptr);
}

std::optional<std::int64_t> toInt64(const Decimal &value)
{
    const Decimal whole = truncate(value);
    constexpr UInt128 limit = static_cast<UInt128>(1) << 63;
    if (whole.mantissa > limit || (whole.mantissa == limit && !whole.isNegative))
        return std::nullopt;
    const auto magnitude = static_cast<std::uint64_t>(whole.mantissa);
    return static_cast<std::int64_t>(whole.isNegative ? ~magnitude + 1 : magnitude);
}

std::optional<std::uint64_t> toUInt64(const Decimal &value)
{
    const Decimal whole = truncate(value);
    if (whole.mantissa >> 64 != 0 || (whole.isNegative && whole.mantissa != 0))
        return std::nullopt;
    return static_cast<std::uint64_t>(whole.mantissa);
}

std::optional<Decimal> decimalOfDigits(std::string_view digits, int exponent, bool isNegative)
{
    // More digits than any Decimal has only matter for rounding: 40 and one for the rest.
    constexpr std::size_t enough = 40;
    while (!digits.empty() && digits.front() == '0')
        digits.remove_prefix(1);
    if (digits.empty())
        return Decimal{0, isNegative, std::clamp(-exponent, 0, maxDecimalScale)};
    if (static_cast<long>(digits.size()) + exponent > 29)
        return std::nullopt;
    Wide mantissa;
    for (std::size_t i = 0; i < digits.size() && i < enough; ++i) {
        mantissa.multiply(10);
        mantissa.add(Wide(static_cast<UInt128>(digits[i] - '0')));
    }
    if (digits.size() > enough) {
        exponent += static_cast<int>(digits.size() - enough);
        if (digits.substr(enough).find_first_not_of('0') != std::string_view::npos)
            mantissa.words[0] |= 1;
    }
    for (; exponent > 0; --exponent)
        mantissa.multiply(10);
    if (exponent < -100)
        return Decimal{0, isNegative, maxDecimalScale};
    try {
        return fitted(mantissa, -exponent, isNegative);
    } catch (const Raise &) {
        return std::nullopt;
    }
}

std::string textOf(const Decimal &value)
{
    std::string digits;
    for (UInt128 rest = value.mantissa; rest != 0; rest /= 10)
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    while (static_cast<int>(digits.size()) <= value.scale)
        digits += '0';
    std::reverse(digits.begin(), digits.end());
    if (value.scale > 0)
        digits.insert(digits.size() - static_cast<std::size_t>(value.scale), 1, '.');
    return value.isNegative && value.mantissa != 0 ? '-' + digits : digits;
}

std::int32_t hashOf(const Decimal &value)
{
    Decimal shortest = value;
    while (shortest.scale > 0 && shortest.mantissa % 10 == 0) {
        shortest.mantissa /= 10;
        --shortest.scale;
    }
    const auto folded = static_cast<std::uint64_t>(shortest.mantissa) ^ static_cast<std::uint64_t>(shortest.mantissa >> 64);
    const auto sign = shortest.isNegative && shortest.mantissa != 0 ? 1u : 0u;
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(folded ^ (folded >> 32)) * 31 + static_cast<std::uint32_t>(shortest.scale) * 2
                                     + sign);
}

Decimal decimalOf(const Value &value)
{
    const auto &object = value.to<DecimalObject>();
    return {object.mantissa(), object.isNegative(), object.scale()};
}

Value toValue(const Decimal &value)
{
    return Value::of(make<DecimalObject>(value.mantissa, value.isNegative, value.scale));
}

} // namespace gatehouse::expression
