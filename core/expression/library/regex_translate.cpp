// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex_translate.h"

#include "core/expression/library/regex.h"
#include "core/expression/library/regex_cursor.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <map>

namespace gatehouse::expression {

namespace {

using namespace regexoptions;

class Translator final : public RegexCharacters
{
public:
    using RegexCharacters::RegexCharacters;
    TranslatedRegex translate();

private:
    void alternatives(std::size_t depth);
    void atom(std::size_t depth);
    void parentheses(std::size_t depth);
    void special(std::size_t depth);
    void named(std::size_t depth, char16_t close);
    void conditional(std::size_t depth);
    void inlineOptions(std::size_t depth);
    void capture(std::size_t depth, const std::u16string &key);
    void body(std::size_t depth);
    void blank();
    void quantifier();
    void escape();
    bool namedReference();
    void numberedReference();
    void reference(const RegexGroup &group);
    const RegexGroup *find(std::u16string_view name) const;

    std::u16string m_out;
    std::vector<RegexGroup> m_groups;
    std::map<std::u16string, std::size_t> m_byName; //!< into m_groups
    std::uint32_t m_slots = 0;
    std::int32_t m_nextUnnamed = 1;
};

const RegexGroup *Translator::find(std::u16string_view name) const
{
    const auto found = m_byName.find(std::u16string(name));
    return found == m_byName.end() ? nullptr : &m_groups[found->second];
}

void Translator::alternatives(std::size_t depth)
{
    if (depth > maximalNesting)
        throw LimitReached{"recursion"};
    while (!atEnd() && peek() != u')') {
        if (peek() == u'|') {
            m_out += u'|';
            ++m_at;
        } else {
            atom(depth);
        }
    }
}

void Translator::blank()
{
    while (!atEnd()) {
        if (has(ignorePatternWhitespace) && isWhiteSpace(peek())) {
            ++m_at;
        } else if (has(ignorePatternWhitespace) && peek() == u'#') {
            m_at = std::min(m_text.find(u'\n', m_at), m_text.size());
        } else if (m_text.substr(m_at, 3) == u"(?#") {
            const auto end = m_text.find(u')', m_at);
            if (end == std::u16string_view::npos)
                fail("Unterminated (?#...) comment.");
            m_at = end + 1;
        } else {
            return;
        }
    }
}

void Translator::quantifier()
{
    blank();
    std::size_t end = 0;
    if (!quantifierAt(m_at, end))
        return;
    const auto text = m_text.substr(m_at, end - m_at);
    if (text[0] == u'{') {
        const auto comma = text.find(u',');
        const std::string low = toUtf8(text.substr(1, std::min(comma, text.size() - 1) - 1));
        const std::string high = comma == std::u16string_view::npos ? low : toUtf8(text.substr(comma + 1, text.size() - comma - 2));
        constexpr std::size_t longest = 5;
        constexpr int most = 65535;
        if (low.size() > longest || high.size() > longest || std::stoi(low) > most || (!high.empty() && std::stoi(high) > most))
            raise(Raised::NotSupported, "A quantifier of a regular expression is above 65535.");
        if (!high.empty() && std::stoi(high) < std::stoi(low))
            fail("Illegal {x,y} with x > y.");
    }
    m_out += text;
    m_at = end;
    if (!atEnd() && peek() == u'?') {
        m_out += u'?';
        ++m_at;
    }
    blank();
    if (quantifierAt(m_at, end))
        fail("Nested quantifier " + toUtf8(m_text.substr(m_at, 1)) + ".");
}

void Translator::atom(std::size_t depth)
{
    blank();
    if (atEnd() || peek() == u')' || peek() == u'|')
        return;
    const char16_t unit = peek();
    std::size_t end = 0;
    if (quantifierAt(m_at, end))
        fail("Quantifier {x,y} following nothing.");
    switch (unit) {
    case u'(': {
        const auto before = m_out.size();
        parentheses(depth);
        if (m_out.size() == before)
            return; // options alone
        break;
    }
    case u'[':
        ++m_at;
        m_out += characterClass(depth);
        break;
    case u'\\':
        escape();
        break;
    case u'.':
    case u'^':
    case u'$':
        m_out += unit;
        ++m_at;
        break;
    default:
        if (isWordUnit(unit) && unit < 0x80)
            m_out += unit;
        else if (unit < 0x80 && unit > 0x20)
            (m_out += u'\\') += unit;
        else
            m_out += codeUnit(unit);
        ++m_at;
    }
    quantifier();
}

void Translator::body(std::size_t depth)
{
    const auto options = m_options;
    alternatives(depth + 1);
    m_options = options;
    if (atEnd())
        fail("Not enough )'s.");
    ++m_at;
    m_out += u')';
}

void Translator::capture(std::size_t depth, const std::u16string &key)
{
    const auto found = m_byName.find(key);
    ++m_slots;
    if (found != m_byName.end())
        m_groups[found->second].slots.push_back(m_slots);
    m_out += u'(';
    body(depth);
}

void Translator::parentheses(std::size_t depth)
{
    ++m_at;
    if (!atEnd() && peek() == u'?') {
        ++m_at;
        special(depth);
        return;
    }
    if (has(explicitCapture)) {
        m_out += u"(?:";
        body(depth);
        return;
    }
    capture(depth, decimal(static_cast<std::uint64_t>(m_nextUnnamed++)));
}

void Translator::special(std::size_t depth)
{
    if (atEnd())
        fail("Unrecognized grouping construct.");
    const char16_t unit = peek();
    switch (unit) {
    case u':':
    case u'=':
    case u'!':
    case u'>':
        ++m_at;
        (m_out += u"(?") += unit;
        body(depth);
        return;
    case u'\'':
        ++m_at;
        named(depth, u'\'');
        return;
    case u'<':
        ++m_at;
        if (!atEnd() && (peek() == u'=' || peek() == u'!')) {
            (m_out += u"(?<") += peek();
            ++m_at;
            body(depth);
            return;
        }
        named(depth, u'>');
        return;
    case u'(':
        conditional(depth);
        return;
    default:
        inlineOptions(depth);
    }
}

void Translator::named(std::size_t depth, char16_t close)
{
    const auto start = m_at;
    while (!atEnd() && isWordUnit(peek()))
        ++m_at;
    std::u16string name(m_text.substr(start, m_at - start));
    if (!atEnd() && peek() == u'-')
        raise(Raised::NotSupported, "Balancing groups of regular expressions are not supported.");
    if (name.empty() || atEnd() || peek() != close)
        fail("Invalid group name: Group names must begin with a word character.");
    ++m_at;
    if (isDigit(name[0])) {
        if (name.find_first_not_of(u"0123456789") != std::u16string::npos)
            fail("Invalid group name: Group names must begin with a word character.");
        const auto significant = name.find_first_not_of(u'0');
        if (significant == std::u16string::npos)
            fail("Capture number cannot be zero.");
        name.erase(0, significant);
    }
    capture(depth, name);
}

void Translator::conditional(std::size_t depth)
{
    const auto end = m_text.find(u')', m_at);
    const auto inner = end == std::u16string_view::npos ? std::u16string_view() : m_text.substr(m_at + 1, end - m_at - 1);
    const RegexGroup *group = find(inner);
    const bool isNumber = !inner.empty() && inner.find_first_not_of(u"0123456789") == std::u16string_view::npos;
    if (isNumber && !group)
        fail("(?(" + toUtf8(inner) + ") ) reference to undefined group.");
    if (group) {
        // Its parentheses come before it in every pattern that makes sense.
        const auto slot = group->slots.empty() ? m_slots + 1 : group->slots.back();
        m_out += u"(?(" + decimal(slot) + u")";
        m_at = end + 1;
    } else {
        m_out += u"(?";
        ++m_at;
        const bool isAssertion = !atEnd() && peek() == u'?';
        if (isAssertion) {
            m_out += u'(';
            const auto saved = m_at;
            m_at = saved - 1;
            m_out.pop_back();
            parentheses(depth + 1);
        } else {
            m_out += u"(?=";
            body(depth);
        }
    }
    body(depth);
}

void Translator::inlineOptions(std::size_t depth)
{
    std::int32_t options = m_options;
    bool on = true;
    for (; !atEnd() && peek() != u')' && peek() != u':'; ++m_at) {
        std::int32_t option = 0;
        switch (peek() | 0x20) {
        case u'i': option = ignoreCase; break;
        case u'm': option = multiline; break;
        case u's': option = singleline; break;
        case u'n': option = explicitCapture; break;
        case u'x': option = ignorePatternWhitespace; break;
        default: break;
        }
        if (peek() == u'-' || peek() == u'+')
            on = peek() == u'+';
        else if (option == 0)
            fail("Unrecognized grouping construct.");
        else
            options = on ? options | option : options & ~option;
    }
    if (atEnd())
        fail("Unrecognized grouping construct.");
    const auto letters = [](std::int32_t set) {
        std::u16string text;
        text += (set & ignoreCase) ? u"i" : u"";
        text += (set & multiline) ? u"m" : u"";
        text += (set & singleline) ? u"s" : u"";
        return text;
    };
    constexpr std::int32_t all = ignoreCase | multiline | singleline;
    const std::u16string set = letters(options) + (letters(~options & all).empty() ? u"" : u"-" + letters(~options & all));
    const bool isGroup = peek() == u':';
    ++m_at;
    if (!isGroup) {
        m_options = options;
        m_out += u"(?" + set + u")";
        // No atom: nothing may repeat it.
        std::size_t end = 0;
        if (quantifierAt(m_at, end))
            fail("Quantifier {x,y} following nothing.");
        return;
    }
    const auto outer = m_options;
    m_options = options;
    m_out += u"(?" + set + u":";
    body(depth);
    m_options = outer;
}

void Translator::reference(const RegexGroup &group)
{
    if (group.slots.size() == 1) {
        m_out += u"\\g{" + decimal(group.slots[0]) + u"}";
        return;
    }
    // Of several of one name the last one counts; one that is still to come cannot match.
    m_out += u"(?:";
    for (std::size_t i = group.slots.size(); i-- > 0;)
        m_out += u"\\g{" + decimal(group.slots[i]) + (i ? u"}|" : u"}");
    m_out += group.slots.empty() ? u"(?!))" : u")";
}

bool Translator::namedReference()
{
    const bool hasLetter = peek() == u'k';
    const std::size_t open = m_at + (hasLetter ? 1 : 0);
    if (open >= m_text.size() || (m_text[open] != u'<' && m_text[open] != u'\'')) {
        if (hasLetter)
            fail("Malformed \\k<...> named back reference.");
        return false;
    }
    const auto end = m_text.find(m_text[open] == u'<' ? u'>' : u'\'', open + 1);
    const auto name = end == std::u16string_view::npos ? std::u16string_view() : m_text.substr(open + 1, end - open - 1);
    if (name.empty() || !std::all_of(name.begin(), name.end(), isWordUnit)) {
        if (hasLetter)
            fail("Malformed \\k<...> named back reference.");
        return false;
    }
    const RegexGroup *group = find(name);
    if (!group)
        fail("Reference to undefined group name " + toUtf8(name) + ".");
    m_at = end + 1;
    reference(*group);
    return true;
}

void Translator::numberedReference()
{
    const auto start = m_at;
    while (!atEnd() && isDigit(peek()) && m_at - start < 5)
        ++m_at;
    const auto digits = m_text.substr(start, m_at - start);
    if (const RegexGroup *group = find(digits)) {
        reference(*group);
        return;
    }
    if (digits.size() == 1)
        fail("Reference to undefined group number " + toUtf8(digits) + ".");
    m_at = start;
    m_out += codeUnit(octal());
}

void Translator::escape()
{
    ++m_at;
    if (atEnd())
        fail("Illegal \\ at end of pattern.");
    const char16_t unit = peek();
    switch (unit) {
    case u'b':
    case u'B':
    case u'A':
    case u'G':
    case u'Z':
    case u'z':
    case u's':
    case u'S':
        (m_out += u'\\') += unit;
        ++m_at;
        return;
    case u'w':
    case u'W':
    case u'd':
    case u'D':
        m_out += shorthand(unit, false);
        ++m_at;
        return;
    case u'p':
    case u'P':
        ++m_at;
        m_out += property(false);
        return;
    case u'k':
    case u'<':
    case u'\'':
        if (namedReference())
            return;
        break;
    default:
        break;
    }
    if (unit >= u'1' && unit <= u'9')
        numberedReference();
    else
        m_out += codeUnit(escapedUnit());
}

TranslatedRegex Translator::translate()
{
    if (has(rightToLeft))
        raise(Raised::NotSupported, "RegexOptions.RightToLeft is not supported.");
    m_groups = numberedGroups(m_text, m_options);
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        m_byName.emplace(m_groups[i].name, i);
    alternatives(0);
    if (!atEnd())
        fail("Too many )'s.");
    return {std::move(m_out), std::move(m_groups)};
}

} // namespace

TranslatedRegex translateRegex(std::u16string_view pattern, std::int32_t options)
{
    return Translator(pattern, options).translate();
}

} // namespace gatehouse::expression
