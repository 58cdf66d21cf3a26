// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format_number.h"

#include "core/expression/culture.h"
#include "core/expression/format.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace gatehouse::expression {

namespace {

constexpr int doubleDigits = 15;
constexpr int singleDigits = 7;
constexpr int doubleRoundTrip = 17;
constexpr int singleRoundTrip = 9;

struct StandardFormat
{
    char16_t letter = 0; //!< 0: the format is a custom one
    int precision = -1; //!< -1: not given
};

bool isAsciiLetter(char16_t unit)
{
    return (unit >= u'a' && unit <= u'z') || (unit >= u'A' && unit <= u'Z');
}

bool isAsciiDigit(char16_t unit)
{
    return unit >= u'0' && unit <= u'9';
}

StandardFormat readStandard(std::u16string_view format)
{
    if (format.empty())
        return {u'G', -1};
    if (!isAsciiLetter(format[0]) || format.size() > 3)
        return {};
    StandardFormat result{format[0], -1};
    for (const char16_t unit : format.substr(1)) {
        if (!isAsciiDigit(unit))
            return {};
        result.precision = std::max(result.precision, 0) * 10 + (unit - u'0');
    }
    return result;
}

[[noreturn]] void raiseWrongSpecifier()
{
    raise(Raised::Format, "Format specifier was invalid.");
}

//! Digits with a point: "1234.50", with `group` between groups of three when `isGrouped`.
std::u16string fixedText(const NumberDigits &number, int decimals, bool isGrouped, std::u16string_view group)
{
    std::u16string result;
    const int whole = std::max(number.point, 0);
    for (int i = 0; i < whole; ++i) {
        result += static_cast<char16_t>(number.at(static_cast<std::size_t>(i)));
        if (isGrouped && whole - i > 1 && (whole - i) % 3 == 1)
            result += group;
    }
    if (whole == 0)
        result += u'0';
    if (decimals > 0)
        result += currentCulture().point;
    for (int i = number.point; i < number.point + decimals; ++i)
        result += i < 0 ? u'0' : static_cast<char16_t>(number.at(static_cast<std::size_t>(i)));
    return result;
}

std::u16string fixed(NumberDigits &number, int decimals, bool isGrouped, std::u16string_view group = currentCulture().group)
{
    number.round(number.point + decimals);
    return fixedText(number, decimals, isGrouped, group);
}

void appendExponent(std::u16string &out, int exponent, char16_t letter, int minimumDigits, bool hasPlus)
{
    out += letter;
    if (exponent < 0)
        out += u'-';
    else if (hasPlus)
        out += u'+';
    const std::string digits = std::to_string(std::abs(exponent));
    out.append(static_cast<std::size_t>(std::max(minimumDigits - static_cast<int>(digits.size()), 0)), u'0');
    out += fromAscii(digits);
}

std::u16string scientific(NumberDigits &number, int decimals, char16_t letter)
{
    number.round(decimals + 1);
    std::u16string result(1, static_cast<char16_t>(number.at(0)));
    if (decimals > 0)
        result += currentCulture().point;
    for (int i = 1; i <= decimals; ++i)
        result += static_cast<char16_t>(number.at(static_cast<std::size_t>(i)));
    appendExponent(result, number.digits.empty() ? 0 : number.point - 1, letter, 3, true);
    return result;
}

//! `precision` digits, scientific when the exponent is below -5 or not below `precision`; -1: never scientific.
std::u16string general(NumberDigits &number, int precision, char16_t letter)
{
    bool isScientific = false;
    if (precision >= 0) {
        number.round(precision);
        isScientific = !number.digits.empty() && (number.point > precision || number.point < -3);
    }
    const int point = isScientific ? 1 : number.digits.empty() ? 1 : number.point;
    std::u16string result;
    for (int i = 0; i < std::max(point, 0); ++i)
        result += static_cast<char16_t>(number.at(static_cast<std::size_t>(i)));
    if (point <= 0)
        result += u'0';
    if (point < static_cast<int>(number.digits.size())) {
        result += currentCulture().point;
        for (int i = point; i < static_cast<int>(number.digits.size()); ++i)
            result += i < 0 ? u'0' : static_cast<char16_t>(number.at(static_cast<std::size_t>(i)));
    }
    if (isScientific)
        appendExponent(result, number.point - 1, letter == u'G' ? u'E' : u'e', 2, true);
    return result;
}

std::u16string signedText(const NumberDigits &number, std::u16string text)
{
    return number.isNegative ? u'-' + text : text;
}

// By the numbers that .NET gives these patterns; n is the number, $ the sign of the currency or of percent.
constexpr std::array<std::u16string_view, 4> positiveAmounts{u"$n", u"n$", u"$ n", u"n $"};
constexpr std::array<std::u16string_view, 16> negativeAmounts{u"($n)", u"-$n", u"$-n", u"$n-", u"(n$)", u"-n$", u"n-$", u"n$-",
    u"-n $", u"-$ n", u"n $-", u"$ n-", u"$ -n", u"n- $", u"($ n)", u"(n $)"};
constexpr std::array<std::u16string_view, 3> positivePercents{u"n $", u"n$", u"$n"};
constexpr std::array<std::u16string_view, 3> negativePercents{u"-n $", u"-n$", u"-$n"};

std::u16string filled(std::u16string_view pattern, std::u16string_view number, std::u16string_view symbol)
{
    std::u16string text;
    for (const auto unit : pattern)
        text += unit == u'n' ? number : unit == u'$' ? symbol : std::u16string_view(&unit, 1);
    return text;
}

//! C, E, F, G, N and P, which every kind of number has. `generalPrecision`: of G without one.
std::u16string formatStandard(NumberDigits number, const StandardFormat &format, int generalPrecision)
{
    const int decimals = format.precision < 0 ? 2 : format.precision;
    switch (format.letter) {
    case u'c':
    case u'C': {
        const auto &culture = currentCulture();
        const int places = format.precision < 0 ? culture.currencyDigits : format.precision;
        const auto text = fixed(number, places, true, culture.currencyGroup);
        const auto pattern = number.isNegative ? negativeAmounts[static_cast<std::size_t>(culture.currencyNegative)]
                                               : positiveAmounts[static_cast<std::size_t>(culture.currencyPositive)];
        return filled(pattern, text, culture.currency);
    }
    case u'e':
    case u'E': {
        std::u16string text = scientific(number, format.precision < 0 ? 6 : format.precision, format.letter);
        return signedText(number, std::move(text));
    }
    case u'f':
    case u'F': {
        std::u16string text = fixed(number, decimals, false);
        return signedText(number, std::move(text));
    }
    case u'g':
    case u'G': {
        std::u16string text = general(number, format.precision <= 0 ? generalPrecision : format.precision, format.letter);
        return signedText(number, std::move(text));
    }
    case u'n':
    case u'N': {
        std::u16string text = fixed(number, decimals, true);
        return signedText(number, std::move(text));
    }
    case u'p':
    case u'P': {
        number.point += number.digits.empty() ? 0 : 2;
        const auto &culture = currentCulture();
        const auto text = fixed(number, decimals, true);
        const auto pattern = number.isNegative ? negativePercents[static_cast<std::size_t>(culture.percentNegative)]
                                               : positivePercents[static_cast<std::size_t>(culture.percentPositive)];
        return filled(pattern, text, u"%");
    }
    default:
        raiseWrongSpecifier();
    }
}

std::u16string padded(std::string digits, int precision)
{
    if (static_cast<int>(digits.size()) < precision)
        digits.insert(0, static_cast<std::size_t>(precision) - digits.size(), '0');
    return fromAscii(digits);
}

std::u16string hexadecimal(std::uint64_t value, int bits, const StandardFormat &format)
{
    if (bits < 64)
        value &= (std::uint64_t{1} << bits) - 1;
    const char *letters = format.letter == u'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string digits;
    do {
        digits.insert(digits.begin(), letters[value & 15]);
        value >>= 4;
    } while (value != 0);
    return padded(std::move(digits), format.precision);
}

std::u16string formatWhole(const NumberDigits &number, std::uint64_t pattern, int bits, std::u16string_view format)
{
    const StandardFormat standard = readStandard(format);
    switch (standard.letter) {
    case 0:
        return formatCustomNumber(number, format);
    case u'd':
    case u'D': {
        std::string digits = number.digits.empty() ? "0" : number.digits;
        digits.append(static_cast<std::size_t>(std::max(number.point - static_cast<int>(digits.size()), 0)), '0');
        return signedText(number, padded(std::move(digits), standard.precision));
    }
    case u'x':
    case u'X':
        return hexadecimal(pattern, bits, standard);
    default:
        return formatStandard(number, standard, -1);
    }
}

std::u16string roundTrip(double value, bool isSingle)
{
    NumberDigits number = digitsOf(value, isSingle ? singleDigits : doubleDigits);
    std::u16string text = general(number, isSingle ? singleDigits : doubleDigits, u'G');
    const std::string ascii = "0." + number.digits + 'e' + std::to_string(number.point);
    const double again = isSingle ? static_cast<double>(std::strtof(ascii.c_str(), nullptr)) : std::strtod(ascii.c_str(), nullptr);
    if (again != std::fabs(value)) {
        number = digitsOf(value, isSingle ? singleRoundTrip : doubleRoundTrip);
        text = general(number, isSingle ? singleRoundTrip : doubleRoundTrip, u'G');
    }
    return signedText(number, std::move(text));
}

} // namespace

std::u16string formatInteger(std::int64_t value, int bits, std::u16string_view format)
{
    return formatWhole(digitsOf(value), static_cast<std::uint64_t>(value), bits, format);
}

std::u16string formatUnsigned(std::uint64_t value, int bits, std::u16string_view format)
{
    return formatWhole(digitsOfUnsigned(value), value, bits, format);
}

std::u16string formatReal(double value, bool isSingle, std::u16string_view format)
{
    if (std::isnan(value))
        return u"NaN";
    if (std::isinf(value))
        return value > 0 ? u"Infinity" : u"-Infinity";
    const int usual = isSingle ? singleDigits : doubleDigits;
    const StandardFormat standard = readStandard(format);
    int digits = usual;
    switch (standard.letter) {
    case 0:
        return formatCustomNumber(digitsOf(value, usual), format);
    case u'r':
    case u'R':
        return roundTrip(value, isSingle);
    case u'd':
    case u'D':
    case u'x':
    case u'X':
        raiseWrongSpecifier();
    case u'e':
    case u'E':
        digits = standard.precision >= usual ? (isSingle ? singleRoundTrip : doubleRoundTrip) : usual;
        break;
    case u'g':
    case u'G':
        digits = standard.precision > usual ? (isSingle ? singleRoundTrip : doubleRoundTrip) : usual;
        break;
    default:
        break;
    }
    return formatStandard(digitsOf(value, digits), standard, usual);
}

std::u16string plainText(const Decimal &value)
{
    auto text = fromAscii(textOf(value));
    if (const auto point = text.find(u'.'); point != std::u16string::npos)
        text.replace(point, 1, currentCulture().point);
    return text;
}

std::u16string formatDecimal(const Decimal &value, std::u16string_view format)
{
    const StandardFormat standard = readStandard(format);
    if (standard.letter == 0)
        return formatCustomNumber(digitsOf(value), format);
    if ((standard.letter == u'G' || standard.letter == u'g') && standard.precision <= 0)
        return plainText(value);
    return formatStandard(digitsOf(value), standard, -1);
}

std::u16string formatDouble(double value)
{
    return formatReal(value, false, {});
}

std::u16string formatSingle(double value)
{
    return formatReal(value, true, {});
}

std::u16string roundTripDouble(double value)
{
    return formatReal(value, false, u"R");
}

} // namespace gatehouse::expression
