// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/text_encoding.h"

#include "core/base/text.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace gatehouse::expression {

namespace {

constexpr char16_t replacementUnit = 0xfffd;

//! 0x80 to 0x9f of Windows-1252; the rest is Latin 1.
constexpr std::array<char16_t, 32> windowsUnits{0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
                                                0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                                0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

bool isLead(char16_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool isTrail(char16_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

//! A lone surrogate cannot be written.
std::u16string withoutLoneSurrogates(std::u16string_view text)
{
    std::u16string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isLead(text[i]) && i + 1 < text.size() && isTrail(text[i + 1])) {
            result += text[i];
            result += text[++i];
        } else {
            result += isLead(text[i]) || isTrail(text[i]) ? replacementUnit : text[i];
        }
    }
    return result;
}

std::string encodeWide(std::u16string_view text, bool isBigEndian)
{
    std::string bytes;
    for (const char16_t unit : withoutLoneSurrogates(text)) {
        const char low = static_cast<char>(unit & 0xff);
        const char high = static_cast<char>(unit >> 8);
        bytes += isBigEndian ? high : low;
        bytes += isBigEndian ? low : high;
    }
    return bytes;
}

std::string encodeUtf32(std::u16string_view text)
{
    std::string bytes;
    const std::u16string units = withoutLoneSurrogates(text);
    for (std::size_t i = 0; i < units.size(); ++i) {
        char32_t code = units[i];
        if (isLead(units[i])) {
            ++i;
            code = 0x10000 + ((code - 0xd800) << 10) + (units[i] - 0xdc00u);
        }
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(code >> shift);
    }
    return bytes;
}

char narrowUnit(char16_t unit, Charset charset)
{
    if (unit < 0x80 || (charset == Charset::Latin1 && unit < 0x100))
        return static_cast<char>(unit);
    if (charset == Charset::Windows1252) {
        const auto *found = std::find(windowsUnits.begin(), windowsUnits.end(), unit);
        if (found != windowsUnits.end())
            return static_cast<char>(0x80 + (found - windowsUnits.begin()));
        if (unit >= 0xa0 && unit < 0x100)
            return static_cast<char>(unit);
    }
    return '?';
}

std::u16string decodeWide(std::string_view bytes, bool isBigEndian)
{
    std::u16string text;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        text += static_cast<char16_t>(isBigEndian ? first << 8 | second : second << 8 | first);
    }
    text = withoutLoneSurrogates(text);
    if (bytes.size() % 2 != 0)
        text += replacementUnit;
    return text;
}

std::u16string decodeUtf32(std::string_view bytes)
{
    std::u16string text;
    for (std::size_t i = 0; i < bytes.size(); i += 4) {
        char32_t code = 0;
        for (std::size_t j = 0; j < 4 && i + j < bytes.size(); ++j)
            code |= static_cast<char32_t>(static_cast<unsigned char>(bytes[i + j])) << (8 * j);
        if (i + 4 > bytes.size() || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
            text += replacementUnit;
        } else if (code < 0x10000) {
            text += static_cast<char16_t>(code);
        } else {
            text += static_cast<char16_t>(0xd800 + ((code - 0x10000) >> 10));
            text += static_cast<char16_t>(0xdc00 + ((code - 0x10000) & 0x3ff));
        }
    }
    return text;
}

char16_t wideUnit(unsigned char byte, Charset charset)
{
    if (charset == Charset::Ascii && byte >= 0x80)
        return u'?';
    if (charset == Charset::Windows1252 && byte >= 0x80 && byte < 0xa0)
        return windowsUnits[byte - 0x80u];
    return byte;
}

} // namespace

std::string encodeText(std::u16string_view text, Charset charset)
{
    switch (charset) {
    case Charset::Utf8:
        return toUtf8(text);
    case Charset::Utf16:
        return encodeWide(text, false);
    case Charset::Utf16BigEndian:
        return encodeWide(text, true);
    case Charset::Utf32:
        return encodeUtf32(text);
    default:
        break;
    }
    std::string bytes;
    std::transform(text.begin(), text.end(), std::back_inserter(bytes), [charset](char16_t unit) { return narrowUnit(unit, charset); });
    return bytes;
}

std::u16string decodeText(std::string_view bytes, Charset charset)
{
    switch (charset) {
    case Charset::Utf8:
        return toUtf16(bytes);
    case Charset::Utf16:
        return decodeWide(bytes, false);
    case Charset::Utf16BigEndian:
        return decodeWide(bytes, true);
    case Charset::Utf32:
        return decodeUtf32(bytes);
    default:
        break;
    }
    std::u16string text;
    for (const char byte : bytes)
        text += wideUnit(static_cast<unsigned char>(byte), charset);
    return text;
}

bool isWellFormedText(std::string_view bytes, Charset charset)
{
    if (charset == Charset::Utf8)
        return isUtf8(bytes);
    if (charset != Charset::Utf16 && charset != Charset::Utf16BigEndian)
        return true;
    return bytes.size() % 2 == 0 && encodeText(decodeText(bytes, charset), charset) == bytes;
}

} // namespace gatehouse::expression
