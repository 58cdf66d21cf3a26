// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/guid.h"

#include "core/expression/library.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <cstring>

namespace gatehouse::expression {

namespace {

int hexDigit(char16_t unit)
{
    if (unit >= u'0' && unit <= u'9')
        return unit - u'0';
    if (unit >= u'a' && unit <= u'f')
        return unit - u'a' + 10;
    return unit >= u'A' && unit <= u'F' ? unit - u'A' + 10 : -1;
}

std::u16string_view trimmed(std::u16string_view text)
{
    while (!text.empty() && isWhiteSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isWhiteSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

//! Thirty-two digits, with hyphens where `hasHyphens` wants them.
std::optional<GuidBytes> readDigits(std::u16string_view text, bool hasHyphens)
{
    if (text.size() != (hasHyphens ? 36u : 32u))
        return std::nullopt;
    GuidBytes bytes{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (hasHyphens && (i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != u'-')
            return std::nullopt;
        const int high = hexDigit(text[at]);
        const int low = hexDigit(text[at + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    return bytes;
}

//! "{0x3f2504e0,0x4f89,0x41d3,{0x9a,0x0c,...}}", white space anywhere.
std::optional<GuidBytes> readHexForm(std::u16string_view text)
{
    std::u16string packed;
    for (const char16_t unit : text)
        if (!isWhiteSpace(unit))
            packed += unit;
    std::u16string_view rest(packed);
    const auto take = [&rest](std::u16string_view expected) {
        const bool isThere = rest.substr(0, expected.size()) == expected;
        rest.remove_prefix(isThere ? expected.size() : 0);
        return isThere;
    };
    const auto number = [&rest, &take](int bytes) -> std::int64_t {
        if (!take(u"0x") && !take(u"0X"))
            return -1;
        std::int64_t value = 0;
        int digits = 0;
        for (; !rest.empty() && hexDigit(rest[0]) >= 0; rest.remove_prefix(1), ++digits)
            value = value * 16 + hexDigit(rest[0]);
        return digits > 0 && digits <= 2 * bytes ? value : -1;
    };
    GuidBytes result{};
    std::size_t at = 0;
    const auto put = [&result, &at](std::int64_t value, int bytes) {
        for (int i = bytes - 1; i >= 0; --i)
            result[at++] = static_cast<std::uint8_t>(value >> (8 * i));
        return value >= 0;
    };
    if (!take(u"{") || !put(number(4), 4) || !take(u",") || !put(number(2), 2) || !take(u",") || !put(number(2), 2) || !take(u",{"))
        return std::nullopt;
    for (int i = 0; i < 8; ++i)
        if ((i > 0 && !take(u",")) || !put(number(1), 1))
            return std::nullopt;
    return take(u"}}") && rest.empty() ? std::optional(result) : std::nullopt;
}

std::optional<GuidBytes> readEnclosed(std::u16string_view text, char16_t open, char16_t close)
{
    if (text.size() != 38 || text.front() != open || text.back() != close)
        return std::nullopt;
    return readDigits(text.substr(1, 36), true);
}

char16_t *writeHex(char16_t *out, std::uint8_t byte)
{
    constexpr char16_t digits[] = u"0123456789abcdef";
    *out++ = digits[byte >> 4];
    *out++ = digits[byte & 15];
    return out;
}

std::u16string hexText(const GuidBytes &bytes, std::size_t from, std::size_t to)
{
    std::u16string text(2 * (to - from), u'\0');
    auto *out = text.data();
    for (std::size_t i = from; i < to; ++i)
        out = writeHex(out, bytes[i]);
    return text;
}

std::u16string hyphenated(const GuidBytes &bytes)
{
    std::u16string text(36, u'-');
    auto *out = text.data();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            ++out;
        out = writeHex(out, bytes[i]);
    }
    return text;
}

std::u16string hexForm(const GuidBytes &bytes)
{
    std::u16string text = u"{0x" + hexText(bytes, 0, 4) + u",0x" + hexText(bytes, 4, 6) + u",0x" + hexText(bytes, 6, 8) + u",{";
    for (std::size_t i = 8; i < 16; ++i)
        text += (i > 8 ? u",0x" : u"0x") + hexText(bytes, i, i + 1);
    return text + u"}}";
}

} // namespace

const Type *GuidObject::type(const Library &library) const
{
    return library.known(Known::Guid);
}

std::u16string GuidObject::text(Machine &) const
{
    return hyphenated(m_bytes);
}

bool GuidObject::equals(const Object &other) const
{
    const auto *guid = dynamic_cast<const GuidObject *>(&other);
    return guid && guid->m_bytes == m_bytes;
}

std::int32_t GuidObject::hash() const
{
    std::array<std::uint32_t, 4> words{};
    std::memcpy(words.data(), m_bytes.data(), m_bytes.size());
    return static_cast<std::int32_t>(words[0] ^ words[1] ^ words[2] ^ words[3]);
}

std::optional<GuidBytes> parseGuid(std::u16string_view text)
{
    text = trimmed(text);
    if (text.size() == 36 && text[8] == u'-') // the form of nearly all
        return readDigits(text, true);
    if (text.find(u'x') != std::u16string_view::npos || text.find(u'X') != std::u16string_view::npos)
        return readHexForm(text);
    if (!text.empty() && text.front() == u'{')
        return readEnclosed(text, u'{', u'}');
    if (!text.empty() && text.front() == u'(')
        return readEnclosed(text, u'(', u')');
    return readDigits(text, text.find(u'-') != std::u16string_view::npos);
}

std::optional<GuidBytes> parseGuidExact(std::u16string_view text, char16_t format)
{
    text = trimmed(text);
    switch (format) {
    case u'n':
    case u'N':
        return readDigits(text, false);
    case u'd':
    case u'D':
        return readDigits(text, true);
    case u'b':
    case u'B':
        return readEnclosed(text, u'{', u'}');
    case u'p':
    case u'P':
        return readEnclosed(text, u'(', u')');
    case u'x':
    case u'X':
        return readHexForm(text);
    default:
        raise(Raised::Format,
              "Format String can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".");
    }
}

std::u16string formatGuid(const GuidBytes &bytes, std::u16string_view format)
{
    switch (format.empty() ? u'D' : format.size() == 1 ? format[0] : u'\0') {
    case u'd':
    case u'D':
        return hyphenated(bytes);
    case u'n':
    case u'N':
        return hexText(bytes, 0, 16);
    case u'b':
    case u'B':
        return u'{' + hyphenated(bytes) + u'}';
    case u'p':
    case u'P':
        return u'(' + hyphenated(bytes) + u')';
    case u'x':
    case u'X':
        return hexForm(bytes);
    default:
        raise(Raised::Format,
              "Format String can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".");
    }
}

} // namespace gatehouse::expression
