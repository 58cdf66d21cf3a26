// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/text16.h"

#include "core/expression/unicode_tables.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace gatehouse::expression {

namespace {

constexpr char16_t replacement = 0xfffd;

bool isContinuation(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

//! How many bytes the sequence that begins with `lead` has; 0 when none begins so.
std::size_t sequenceLength(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

//! Overlong forms, surrogates and numbers past U+10FFFF show in the second byte.
bool isSecondByte(unsigned char lead, unsigned char byte)
{
    if (lead == 0xe0)
        return byte >= 0xa0 && byte <= 0xbf;
    if (lead == 0xed)
        return byte >= 0x80 && byte <= 0x9f;
    if (lead == 0xf0)
        return byte >= 0x90 && byte <= 0xbf;
    if (lead == 0xf4)
        return byte >= 0x80 && byte <= 0x8f;
    return isContinuation(byte);
}

void appendCodePoint(std::u16string &out, char32_t code)
{
    if (code < 0x10000) {
        out += static_cast<char16_t>(code);
        return;
    }
    out += static_cast<char16_t>(0xd800 + ((code - 0x10000) >> 10));
    out += static_cast<char16_t>(0xdc00 + ((code - 0x10000) & 0x3ff));
}

//! Reads one sequence at `at`, which it moves past what was used: a malformed one as far as it was well formed.
void appendSequence(std::u16string &out, std::string_view utf8, std::size_t &at)
{
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    const std::size_t length = sequenceLength(lead);
    if (length == 0) {
        out += replacement;
        return;
    }
    char32_t code = length == 1 ? lead : lead & (0xff >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = at < utf8.size() ? static_cast<unsigned char>(utf8[at]) : 0;
        if (i == 1 ? !isSecondByte(lead, byte) : !isContinuation(byte)) {
            out += replacement;
            return;
        }
        code = (code << 6) | (byte & 0x3f);
        ++at;
    }
    appendCodePoint(out, code);
}

void appendUtf8(std::string &out, char32_t code)
{
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xe0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    }
}

//! How many units from the beginning are ASCII, in steps of eight bytes: text without others is copied as it is.
template<typename Unit>
std::size_t asciiPrefix(std::basic_string_view<Unit> text)
{
    constexpr std::uint64_t others = sizeof(Unit) == 1 ? 0x8080808080808080 : 0xff80ff80ff80ff80;
    constexpr std::size_t step = sizeof(std::uint64_t) / sizeof(Unit);
    std::size_t at = 0;
    for (; at + step <= text.size(); at += step) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & others) != 0)
            break;
    }
    while (at < text.size() && (text[at] & ~Unit{0x7f}) == 0)
        ++at;
    return at;
}

template<std::size_t Size>
char16_t mapCase(const CaseRange (&ranges)[Size], char16_t unit)
{
    const auto *range = std::lower_bound(std::begin(ranges), std::end(ranges), unit,
                                         [](const CaseRange &candidate, char16_t value) { return candidate.last < value; });
    if (range == std::end(ranges) || unit < range->first || (unit - range->first) % range->step != 0)
        return unit;
    return static_cast<char16_t>(unit + range->distance);
}

} // namespace

std::u16string toUtf16(std::string_view utf8)
{
    const auto ascii = asciiPrefix(utf8);
    std::u16string out(utf8.begin(), utf8.begin() + static_cast<std::ptrdiff_t>(ascii)); // nearly always all
    if (ascii == utf8.size())
        return out;
    out.reserve(utf8.size());
    for (auto at = ascii; at < utf8.size();)
        appendSequence(out, utf8, at);
    return out;
}

std::string toUtf8(std::u16string_view text)
{
    const auto ascii = asciiPrefix(text);
    std::string out(ascii, '\0');
    for (std::size_t at = 0; at < ascii; ++at)
        out[at] = static_cast<char>(text[at]);
    if (ascii == text.size())
        return out;
    out.reserve(text.size());
    for (std::size_t at = ascii; at < text.size(); ++at) {
        char32_t code = text[at];
        if (code >= 0xd800 && code < 0xe000) {
            const bool isPair = code < 0xdc00 && at + 1 < text.size() && text[at + 1] >= 0xdc00 && text[at + 1] < 0xe000;
            code = isPair ? 0x10000 + ((code - 0xd800) << 10) + (text[++at] - 0xdc00u) : replacement;
        }
        appendUtf8(out, code);
    }
    return out;
}

std::u16string fromAscii(std::string_view text)
{
    return {text.begin(), text.end()};
}

char16_t toLowerInvariant(char16_t unit)
{
    if (unit < 0x80)
        return unit >= u'A' && unit <= u'Z' ? static_cast<char16_t>(unit + 32) : unit;
    return mapCase(lowerRanges, unit);
}

char16_t toUpperInvariant(char16_t unit)
{
    if (unit < 0x80)
        return unit >= u'a' && unit <= u'z' ? static_cast<char16_t>(unit - 32) : unit;
    return mapCase(upperRanges, unit);
}

bool isWhiteSpace(char16_t unit)
{
    if (unit < 0x80)
        return unit == u' ' || (unit >= 9 && unit <= 13);
    return unit == 0x85 || unit == 0xa0 || unit == 0x1680 || (unit >= 0x2000 && unit <= 0x200a) || unit == 0x2028 || unit == 0x2029
        || unit == 0x202f || unit == 0x205f || unit == 0x3000;
}

int unicodeCategory(char16_t unit)
{
    constexpr std::uint32_t alternates = 32;
    const auto *next = std::upper_bound(std::begin(categoryRuns), std::end(categoryRuns), (static_cast<std::uint32_t>(unit) << 8) | 0xff);
    const std::uint32_t run = *(next - 1);
    const auto category = static_cast<int>(run & 31);
    const bool isOdd = ((unit - (run >> 8)) & 1) != 0;
    return (run & alternates) != 0 && isOdd ? category ^ 1 : category;
}

bool equalsOrdinalIgnoreCase(std::u16string_view a, std::u16string_view b)
{
    return a.size() == b.size() && compareOrdinalIgnoreCase(a, b) == 0;
}

int compareOrdinal(std::u16string_view a, std::u16string_view b)
{
    const int order = a.compare(b);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int compareOrdinalIgnoreCase(std::u16string_view a, std::u16string_view b)
{
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (a[i] == b[i])
            continue;
        const char16_t left = toUpperInvariant(a[i]);
        const char16_t right = toUpperInvariant(b[i]);
        if (left != right)
            return left < right ? -1 : 1;
    }
    return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

} // namespace gatehouse::expression
