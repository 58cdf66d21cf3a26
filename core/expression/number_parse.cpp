// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/number_parse.h"

#include "core/expression/culture.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>

namespace gatehouse::expression {

namespace {

constexpr int largestExponent = 100'000; //!< more is infinity or zero for every type

//! digits * 10^exponent.
struct ReadNumber
{
    std::string digits;
    int exponent = 0;
    bool isNegative = false;
};

bool isParseWhite(char16_t unit)
{
    return unit == u' ' || (unit >= 9 && unit <= 13);
}

//! One pass over "  -1,234.5e+6 ", each part as `style` allows it.
class NumberReader
{
public:
    NumberReader(std::u16string_view text, int style) : m_text(text), m_style(style) { }

    std::optional<ReadNumber> read()
    {
        readLeading();
        if (!readDigits())
            return std::nullopt;
        readExponent();
        readTrailing();
        if (m_isOpen)
            return std::nullopt;
        while (m_at < m_text.size() && m_text[m_at] == u'\0')
            ++m_at;
        return m_at == m_text.size() ? std::optional(std::move(m_number)) : std::nullopt;
    }

private:
    bool allows(int style) const { return (m_style & style) != 0; }
    char16_t peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : u'\0'; }
    bool isAtDigit(std::size_t ahead = 0) const { return peek(ahead) >= u'0' && peek(ahead) <= u'9'; }

    bool isAt(std::u16string_view symbol) const { return symbol.size() == 1 && m_at < m_text.size() && peek() == symbol[0]; }
    //! A blank stands for a blank that does not break the line.
    bool isAtGroup() const
    {
        const auto group = allows(numberStyle::currencySymbol) && !isAt(m_culture.group) ? m_culture.currencyGroup : m_culture.group;
        return isAt(group) || (group == u"\u00a0" && isAt(u" ") && isAtDigit(1));
    }

    bool readSign()
    {
        if (m_hasSign || (peek() != u'-' && peek() != u'+'))
            return false;
        m_hasSign = true;
        m_number.isNegative = peek() == u'-';
        ++m_at;
        return true;
    }

    bool readCurrency()
    {
        const auto symbol = m_culture.currency;
        if (!allows(numberStyle::currencySymbol) || m_hasCurrency || symbol.empty() || m_text.substr(std::min(m_at, m_text.size()), symbol.size()) != symbol)
            return false;
        m_hasCurrency = true;
        m_at += symbol.size();
        return true;
    }

    void readLeading()
    {
        for (;;) {
            if (allows(numberStyle::leadingWhite) && isParseWhite(peek()) && !(m_hasSign && !m_hasCurrency)) {
                ++m_at;
            } else if (allows(numberStyle::leadingSign) && readSign()) {
                continue;
            } else if (allows(numberStyle::parentheses) && !m_hasSign && peek() == u'(') {
                m_isOpen = m_hasSign = m_number.isNegative = true;
                ++m_at;
            } else if (!readCurrency()) {
                return;
            }
        }
    }

    bool readDigits()
    {
        bool hasDigit = false;
        bool hasPoint = false;
        for (;; ++m_at) {
            if (isAtDigit()) {
                hasDigit = true;
                m_number.digits += static_cast<char>(peek());
                m_number.exponent -= hasPoint ? 1 : 0;
            } else if (isAt(m_culture.point) && allows(numberStyle::decimalPoint) && !hasPoint) {
                hasPoint = true;
            } else if (!isAtGroup() || !allows(numberStyle::thousands) || hasPoint || !hasDigit) {
                return hasDigit;
            }
        }
    }

    void readExponent()
    {
        if (!allows(numberStyle::exponent) || (peek() != u'e' && peek() != u'E'))
            return;
        const bool hasSign = peek(1) == u'-' || peek(1) == u'+';
        if (!isAtDigit(hasSign ? 2 : 1))
            return;
        const bool isNegative = peek(1) == u'-';
        m_at += hasSign ? 2 : 1;
        int exponent = 0;
        for (; isAtDigit(); ++m_at)
            exponent = exponent < largestExponent ? exponent * 10 + (peek() - u'0') : exponent;
        m_number.exponent += isNegative ? -exponent : exponent;
    }

    void readTrailing()
    {
        for (;;) {
            if (allows(numberStyle::trailingWhite) && isParseWhite(peek())) {
                ++m_at;
            } else if (allows(numberStyle::trailingSign) && readSign()) {
                continue;
            } else if (m_isOpen && peek() == u')') {
                m_isOpen = false;
                ++m_at;
            } else if (!readCurrency()) {
                return;
            }
        }
    }

    std::u16string_view m_text;
    const Culture &m_culture = currentCulture();
    int m_style;
    std::size_t m_at = 0;
    ReadNumber m_number;
    bool m_hasSign = false;
    bool m_hasCurrency = false;
    bool m_isOpen = false; //!< a parenthesis
};

//! The whole number, without leading zeros; nothing when it has a fraction.
std::optional<std::string> wholeDigits(const ReadNumber &number)
{
    constexpr std::size_t enough = 20; // of a ulong
    std::string digits = number.digits.substr(std::min(number.digits.find_first_not_of('0'), number.digits.size()));
    for (int i = number.exponent; i < 0 && !digits.empty(); ++i) {
        if (digits.back() != '0')
            return std::nullopt;
        digits.pop_back();
    }
    for (int i = 0; i < number.exponent && !digits.empty() && digits.size() <= enough; ++i)
        digits += '0';
    return digits;
}

Parsed parseHexadecimal(std::u16string_view text, int style, int bits, bool isSigned, std::int64_t &out)
{
    while (!text.empty() && isParseWhite(text.front()) && (style & numberStyle::leadingWhite) != 0)
        text.remove_prefix(1);
    while (!text.empty() && ((isParseWhite(text.back()) && (style & numberStyle::trailingWhite) != 0) || text.back() == u'\0'))
        text.remove_suffix(1);
    if (text.empty())
        return Parsed::WrongFormat;
    std::uint64_t value = 0;
    bool isTooLarge = false;
    for (const char16_t unit : text) {
        const char16_t lower = unit | 0x20;
        if (!(unit >= u'0' && unit <= u'9') && !(lower >= u'a' && lower <= u'f'))
            return Parsed::WrongFormat;
        isTooLarge = isTooLarge || value >> (bits - 4) != 0;
        value = value << 4 | static_cast<std::uint64_t>(unit <= u'9' ? unit - u'0' : lower - u'a' + 10);
    }
    if (isTooLarge)
        return Parsed::Overflow;
    out = static_cast<std::int64_t>(value);
    if (isSigned && bits < 64 && (value >> (bits - 1)) != 0)
        out -= std::int64_t{1} << bits;
    return Parsed::Ok;
}

std::u16string_view withoutWhite(std::u16string_view text)
{
    while (!text.empty() && isWhiteSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isWhiteSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace

Parsed parseInteger(std::u16string_view text, int style, int bits, bool isSigned, std::int64_t &out)
{
    if ((style & numberStyle::hexSpecifier) != 0)
        return parseHexadecimal(text, style, bits, isSigned, out);
    const auto number = NumberReader(text, style).read();
    if (!number)
        return Parsed::WrongFormat;
    const auto digits = wholeDigits(*number);
    if (!digits)
        return Parsed::Overflow;
    UInt128 value = 0;
    for (const char digit : *digits) {
        value = value * 10 + static_cast<unsigned>(digit - '0');
        if (value >> 65 != 0)
            return Parsed::Overflow;
    }
    const UInt128 limit = static_cast<UInt128>(1) << (isSigned ? bits - 1 : bits);
    const bool isNegative = number->isNegative && value != 0;
    if (isNegative ? !isSigned || value > limit : value >= limit)
        return Parsed::Overflow;
    const auto magnitude = static_cast<std::uint64_t>(value);
    out = static_cast<std::int64_t>(isNegative ? ~magnitude + 1 : magnitude);
    return Parsed::Ok;
}

Parsed parseReal(std::u16string_view text, int style, bool isSingle, double &out)
{
    const auto number = NumberReader(text, style).read();
    if (!number) {
        const std::u16string_view word = withoutWhite(text);
        if (word == u"NaN")
            out = std::nan("");
        else if (word == u"Infinity" || word == u"-Infinity")
            out = word[0] == u'-' ? -HUGE_VAL : HUGE_VAL;
        else
            return Parsed::WrongFormat;
        return Parsed::Ok;
    }
    const std::string ascii = number->digits + 'e' + std::to_string(number->exponent);
    out = isSingle ? static_cast<double>(std::strtof(ascii.c_str(), nullptr)) : std::strtod(ascii.c_str(), nullptr);
    if (std::isinf(out))
        return Parsed::Overflow;
    out = number->isNegative && out != 0 ? -out : out;
    return Parsed::Ok;
}

Parsed parseDecimal(std::u16string_view text, int style, Decimal &out)
{
    const auto number = NumberReader(text, style).read();
    if (!number)
        return Parsed::WrongFormat;
    const auto value = decimalOfDigits(number->digits, number->exponent, number->isNegative);
    if (!value)
        return Parsed::Overflow;
    out = *value;
    return Parsed::Ok;
}

} // namespace gatehouse::expression
