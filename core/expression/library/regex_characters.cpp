// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex.h"
#include "core/expression/library/regex_cursor.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <array>

namespace gatehouse::expression {

namespace {

using namespace regexoptions;

constexpr std::u16string_view wordClass = u"\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}";

struct Block
{
    std::u16string_view name;
    std::u16string_view ranges;
};
constexpr std::array<Block, 14> blocks{{
    {u"IsBasicLatin", u"\\x{0000}-\\x{007F}"},
    {u"IsLatin-1Supplement", u"\\x{0080}-\\x{00FF}"},
    {u"IsLatinExtended-A", u"\\x{0100}-\\x{017F}"},
    {u"IsLatinExtended-B", u"\\x{0180}-\\x{024F}"},
    {u"IsGreek", u"\\x{0370}-\\x{03FF}"},
    {u"IsGreekandCoptic", u"\\x{0370}-\\x{03FF}"},
    {u"IsCyrillic", u"\\x{0400}-\\x{04FF}"},
    {u"IsHebrew", u"\\x{0590}-\\x{05FF}"},
    {u"IsArabic", u"\\x{0600}-\\x{06FF}"},
    {u"IsThai", u"\\x{0E00}-\\x{0E7F}"},
    {u"IsGeneralPunctuation", u"\\x{2000}-\\x{206F}"},
    {u"IsHiragana", u"\\x{3040}-\\x{309F}"},
    {u"IsKatakana", u"\\x{30A0}-\\x{30FF}"},
    {u"IsCJKUnifiedIdeographs", u"\\x{4E00}-\\x{9FFF}"},
}};

} // namespace

bool RegexCursor::isWordUnit(char16_t unit)
{
    const char16_t lower = unit | 0x20;
    return isDigit(unit) || unit == u'_' || (lower >= u'a' && lower <= u'z')
        || (unit >= 0x80 && toUpperInvariant(unit) != toLowerInvariant(unit));
}

std::u16string RegexCursor::decimal(std::uint64_t number)
{
    return fromAscii(std::to_string(number));
}

std::u16string RegexCursor::codeUnit(std::uint32_t unit)
{
    static constexpr char16_t hex[] = u"0123456789ABCDEF";
    std::u16string out = u"\\x{";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += hex[(unit >> shift) & 15];
    return out + u'}';
}

void RegexCursor::fail(const std::string &what) const
{
    raise(Raised::ArgumentException, "parsing \"" + toUtf8(m_text) + "\" - " + what);
}

bool RegexCursor::quantifierAt(std::size_t at, std::size_t &end) const
{
    if (at >= m_text.size())
        return false;
    if (m_text[at] == u'*' || m_text[at] == u'+' || m_text[at] == u'?') {
        end = at + 1;
        return true;
    }
    if (m_text[at] != u'{')
        return false;
    std::size_t i = at + 1;
    const auto digits = [&] {
        const auto start = i;
        while (i < m_text.size() && isDigit(m_text[i]))
            ++i;
        return i > start;
    };
    if (!digits())
        return false;
    if (i < m_text.size() && m_text[i] == u',') {
        ++i;
        digits();
    }
    end = i + 1;
    return i < m_text.size() && m_text[i] == u'}';
}

std::uint32_t RegexCharacters::hex(std::size_t digits)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i, ++m_at) {
        const char16_t unit = atEnd() ? u'\0' : peek();
        const char16_t lower = unit | 0x20;
        if (isDigit(unit))
            value = value * 16 + static_cast<std::uint32_t>(unit - u'0');
        else if (lower >= u'a' && lower <= u'f')
            value = value * 16 + static_cast<std::uint32_t>(lower - u'a' + 10);
        else
            fail("Insufficient hexadecimal digits.");
    }
    return value;
}

std::uint32_t RegexCharacters::octal()
{
    std::uint32_t value = 0;
    for (int i = 0; i < 3 && !atEnd() && peek() >= u'0' && peek() <= u'7'; ++i, ++m_at)
        value = value * 8 + static_cast<std::uint32_t>(peek() - u'0');
    return value & 0xFF;
}

//! Behind the backslash: an escape that stands for one character.
std::uint32_t RegexCharacters::escapedUnit()
{
    const char16_t unit = m_text[m_at++];
    switch (unit) {
    case u'x': return hex(2);
    case u'u': return hex(4);
    case u'a': return 7;
    case u'b': return 8;
    case u'e': return 27;
    case u'f': return 12;
    case u'n': return 10;
    case u'r': return 13;
    case u't': return 9;
    case u'v': return 11;
    case u'c': {
        if (atEnd())
            fail("Missing control character.");
        const char16_t control = toUpperInvariant(m_text[m_at++]);
        if (control < u'@' || control > u'_')
            fail("Unrecognized control character.");
        return control - u'@';
    }
    default:
        if (isDigit(unit)) {
            --m_at;
            return octal();
        }
        if (isWordUnit(unit))
            fail("Unrecognized escape sequence \\" + toUtf8(std::u16string(1, unit)) + ".");
        return unit;
    }
}

std::u16string RegexCharacters::shorthand(char16_t letter, bool inClass) const
{
    const bool isAscii = has(ecmaScript);
    switch (letter) {
    case u'w':
        if (isAscii)
            return inClass ? u"a-zA-Z0-9_" : u"[a-zA-Z0-9_]";
        return inClass ? std::u16string(wordClass) : u"[" + std::u16string(wordClass) + u"]";
    case u'W':
        if (inClass)
            return u"\\W";
        return isAscii ? u"[^a-zA-Z0-9_]" : u"[^" + std::u16string(wordClass) + u"]";
    case u'd':
        return isAscii ? (inClass ? u"0-9" : u"[0-9]") : u"\\d";
    case u'D':
        return isAscii && !inClass ? u"[^0-9]" : u"\\D";
    default:
        return std::u16string(u"\\") + letter;
    }
}

std::u16string RegexCharacters::property(bool inClass)
{
    const bool isNegated = m_text[m_at - 1] == u'P';
    const auto end = m_text.find(u'}', m_at);
    if (atEnd() || peek() != u'{' || end == std::u16string_view::npos)
        fail("Incomplete \\p{X} character escape.");
    const auto name = m_text.substr(m_at + 1, end - m_at - 1);
    m_at = end + 1;
    for (const Block &block : blocks) {
        if (block.name != name)
            continue;
        if (inClass && isNegated)
            raise(Raised::NotSupported, "A negated block within a character class is not supported.");
        return inClass ? std::u16string(block.ranges) : (isNegated ? u"[^" : u"[") + std::u16string(block.ranges) + u"]";
    }
    static constexpr std::u16string_view categories = u" L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn ";
    if (name.empty() || categories.find(u" " + std::u16string(name) + u" ") == std::u16string_view::npos)
        fail("Unknown property '" + toUtf8(name) + "'.");
    return (isNegated ? u"\\P{" : u"\\p{") + std::u16string(name) + u"}";
}

//! One member of a class; `isSingle` where it is a character, which may begin or end a range.
std::u16string RegexCharacters::classItem(bool &isSingle, std::uint32_t &unit)
{
    isSingle = false;
    if (peek() != u'\\') {
        isSingle = true;
        unit = m_text[m_at++];
        return codeUnit(unit);
    }
    ++m_at;
    if (atEnd())
        fail("Illegal \\ at end of pattern.");
    const char16_t escaped = peek();
    switch (escaped) {
    case u'w':
    case u'W':
    case u'd':
    case u'D':
    case u's':
    case u'S':
        ++m_at;
        return shorthand(escaped, true);
    case u'p':
    case u'P':
        ++m_at;
        return property(true);
    case u'-':
        ++m_at;
        isSingle = true;
        unit = u'-';
        return codeUnit(unit);
    default:
        isSingle = true;
        unit = escapedUnit();
        return codeUnit(unit);
    }
}

//! Behind "[": a class, with what is subtracted from it as an assertion before it.
std::u16string RegexCharacters::characterClass(std::size_t depth)
{
    if (depth > maximalNesting)
        throw LimitReached{"recursion"};
    std::u16string out = u"[";
    std::u16string subtracted;
    if (!atEnd() && peek() == u'^') {
        out += u'^';
        ++m_at;
    }
    for (bool isFirst = true;; isFirst = false) {
        if (atEnd())
            fail("Unterminated [] set.");
        if (peek() == u']' && !isFirst)
            break;
        if (peek() == u'-' && peekAt(1) == u'[' && !isFirst) {
            m_at += 2;
            subtracted = characterClass(depth + 1);
            if (atEnd() || peek() != u']')
                fail("A subtraction must be the last element in a character class.");
            break;
        }
        bool isSingle = false;
        std::uint32_t first = 0;
        out += classItem(isSingle, first);
        if (!isSingle || atEnd() || peek() != u'-' || peekAt(1) == u']' || peekAt(1) == u'[' || m_at + 1 >= m_text.size())
            continue;
        ++m_at;
        std::uint32_t last = 0;
        const std::u16string end = classItem(isSingle, last);
        if (!isSingle)
            fail("Cannot include class \\" + toUtf8(m_text.substr(m_at - 1, 1)) + " in character range.");
        if (last < first)
            fail("[x-y] range in reverse order.");
        out += u'-' + end;
    }
    ++m_at;
    out += u']';
    return subtracted.empty() ? out : u"(?:(?!" + subtracted + u")" + out + u")";
}

} // namespace gatehouse::expression
