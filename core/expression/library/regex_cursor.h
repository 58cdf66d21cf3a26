// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/regex_translate.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::expression {

//! A place in a .NET pattern, with the options that hold there.
class RegexCursor
{
public:
    RegexCursor(std::u16string_view pattern, std::int32_t options) : m_text(pattern), m_options(options) { }

protected:
    static constexpr std::size_t maximalNesting = 200;

    static bool isDigit(char16_t unit) { return unit >= u'0' && unit <= u'9'; }
    static bool isWordUnit(char16_t unit);
    static std::u16string decimal(std::uint64_t number);
    static std::u16string codeUnit(std::uint32_t unit); //!< as PCRE2 writes any character

    [[noreturn]] void fail(const std::string &what) const; //!< ArgumentException
    bool atEnd() const { return m_at >= m_text.size(); }
    char16_t peek() const { return m_text[m_at]; }
    char16_t peekAt(std::size_t offset) const { return m_at + offset < m_text.size() ? m_text[m_at + offset] : u'\0'; }
    bool has(std::int32_t option) const { return (m_options & option) != 0; }
    bool quantifierAt(std::size_t at, std::size_t &end) const;

    std::u16string_view m_text;
    std::int32_t m_options;
    std::size_t m_at = 0;
};

//! Reads escapes and classes, and gives them as PCRE2 writes them.
class RegexCharacters : public RegexCursor
{
public:
    using RegexCursor::RegexCursor;

protected:
    std::uint32_t octal();
    std::uint32_t escapedUnit();
    std::u16string characterClass(std::size_t depth);
    std::u16string property(bool inClass);
    std::u16string shorthand(char16_t letter, bool inClass) const;

private:
    std::uint32_t hex(std::size_t digits);
    std::u16string classItem(bool &isSingle, std::uint32_t &unit);
};

//! The groups of a pattern, by number, without their slots.
std::vector<RegexGroup> numberedGroups(std::u16string_view pattern, std::int32_t options);

} // namespace gatehouse::expression
