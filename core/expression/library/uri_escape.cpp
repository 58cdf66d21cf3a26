// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/uri.h"

#include "core/expression/raise.h"
#include "core/expression/text16.h"

namespace gatehouse::expression {

namespace {

constexpr char upperHex[] = "0123456789ABCDEF";

int hexOf(char16_t unit)
{
    if (unit >= u'0' && unit <= u'9')
        return unit - u'0';
    const char16_t lower = unit | 0x20;
    return lower >= u'a' && lower <= u'f' ? lower - u'a' + 10 : -1;
}

//! The byte of the escape at `at`; -1: there is none.
int escapedByte(std::u16string_view text, std::size_t at)
{
    if (at + 2 >= text.size() || text[at] != u'%')
        return -1;
    const int high = hexOf(text[at + 1]);
    const int low = hexOf(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool isUnreserved(char16_t unit)
{
    const char16_t lower = unit | 0x20;
    return (lower >= u'a' && lower <= u'z') || (unit >= u'0' && unit <= u'9') || unit == u'-' || unit == u'_' || unit == u'.' || unit == u'~';
}

bool isIn(char16_t unit, std::u16string_view set)
{
    return set.find(unit) != std::u16string_view::npos;
}

void appendByte(std::u16string &out, unsigned char byte)
{
    out += u'%';
    out += static_cast<char16_t>(upperHex[byte >> 4]);
    out += static_cast<char16_t>(upperHex[byte & 15]);
}

//! The character at `at`, two units where it is a pair, as escapes of its UTF-8.
void appendEscaped(std::u16string &out, std::u16string_view text, std::size_t &at, bool refusesLone)
{
    const bool isHigh = text[at] >= 0xD800 && text[at] <= 0xDBFF;
    const bool isPair = isHigh && at + 1 < text.size() && text[at + 1] >= 0xDC00 && text[at + 1] <= 0xDFFF;
    const bool isLone = !isPair && text[at] >= 0xD800 && text[at] <= 0xDFFF;
    if (isLone && refusesLone)
        raise(Raised::UriFormat, "Invalid URI: There is an invalid sequence in the string.");
    for (const char byte : toUtf8(text.substr(at, isPair ? 2 : 1)))
        appendByte(out, static_cast<unsigned char>(byte));
    at += isPair ? 2 : 1;
}

std::u16string escapedBut(std::u16string_view text, std::u16string_view kept)
{
    constexpr std::size_t longest = 65519;
    if (text.size() > longest)
        raise(Raised::UriFormat, "Invalid URI: The Uri string is too long.");
    std::u16string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (isUnreserved(text[at]) || isIn(text[at], kept))
            out += text[at++];
        else
            appendEscaped(out, text, at, true);
    }
    return out;
}

//! How many bytes of UTF-8 the character that begins with `first` has; 0: it begins none.
std::size_t lengthOf(unsigned char first)
{
    return first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 ? (first < 0xF0 ? 3 : 0) : first >= 0xC2 ? 2 : 0;
}

//! The character of several escaped bytes at `at`, nothing where they are no UTF-8.
std::string escapedCharacter(std::u16string_view text, std::size_t at)
{
    const auto length = lengthOf(static_cast<unsigned char>(escapedByte(text, at)));
    std::string bytes;
    for (std::size_t i = 0; i < length; ++i) {
        const int byte = escapedByte(text, at + 3 * i);
        if (byte < 0 || (i > 0 && (byte & 0xC0) != 0x80))
            return {};
        bytes += static_cast<char>(byte);
    }
    if (bytes.empty() || toUtf8(toUtf16(bytes)) != bytes)
        return {};
    return bytes;
}

} // namespace

std::u16string escapeData(std::u16string_view text)
{
    return escapedBut(text, u"");
}

std::u16string escapeUri(std::u16string_view text)
{
    return escapedBut(text, u";/?:@&=+$,#[]!'()*");
}

std::u16string unescapedBut(std::u16string_view text, std::u16string_view kept, bool keepsControls)
{
    std::u16string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const int byte = escapedByte(text, at);
        if (byte < 0) {
            out += text[at++];
            continue;
        }
        const auto unit = static_cast<char16_t>(byte);
        if (byte >= 0x80) {
            const std::string character = escapedCharacter(text, at);
            if (character.empty()) {
                appendByte(out, static_cast<unsigned char>(byte));
                at += 3;
                continue;
            }
            out += toUtf16(character);
            at += 3 * character.size();
        } else if (isIn(unit, kept) || (keepsControls && (byte < 0x20 || byte == 0x7F))) {
            out += text.substr(at, 3);
            at += 3;
        } else {
            out += unit;
            at += 3;
        }
    }
    return out;
}

std::u16string unescapeData(std::u16string_view text)
{
    return unescapedBut(text, u"", false);
}

bool hasEscapesToUndo(std::u16string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int byte = escapedByte(text, at);
        const bool isUndone = byte >= 0x80 ? !escapedCharacter(text, at).empty() : byte >= 0 && isUnreserved(static_cast<char16_t>(byte));
        if (isUndone || text[at] > 0x7F)
            return true;
    }
    return false;
}

std::u16string normalizedPart(std::u16string_view text, bool undoesMore)
{
    constexpr std::u16string_view allowed = u"!#$&'()*+,/:;=?@[]";
    constexpr std::u16string_view undone = u"!'()*:";
    constexpr std::u16string_view rewritten = u"<>^`{|}";
    std::u16string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const int byte = escapedByte(text, at);
        if (byte >= 0) {
            const auto unit = static_cast<char16_t>(byte);
            if (byte < 0x80 && (isUnreserved(unit) || (undoesMore && isIn(unit, undone))))
                out += unit;
            else if (undoesMore && (byte >= 0x80 || isIn(unit, rewritten)))
                appendByte(out, static_cast<unsigned char>(byte));
            else
                out += text.substr(at, 3);
            at += 3;
        } else if (isUnreserved(text[at]) || isIn(text[at], allowed)) {
            out += text[at++];
        } else {
            appendEscaped(out, text, at, false);
        }
    }
    return out;
}

} // namespace gatehouse::expression
