// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex_translate.h"

#include "core/expression/library/regex.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace gatehouse::expression {

namespace {

using namespace regexoptions;

constexpr std::size_t maximalNesting = 200;
constexpr std::u16string_view wordClass = u"\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}";

bool isDigit(char16_t unit)
{
    return unit >= u'0' && unit <= u'9';
}

bool isWordUnit(char16_t unit)
{
    const char16_t lower = unit | 0x20;
    return isDigit(unit) || unit == u'_' || (lower >= u'a' && lower <= u'z')
        || (unit >= 0x80 && toUpperInvariant(unit) != toLowerInvariant(unit));
}

std::u16string decimal(std::uint64_t number)
{
    return fromAscii(std::to_string(number));
}

std::u16string codeUnit(std::uint32_t unit)
{
    static constexpr char16_t hex[] = u"0123456789ABCDEF";
    std::u16string out = u"\\x{";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += hex[(unit >> shift) & 15];
    return out + u'}';
}

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

class Translator
{
public:
    Translator(std::u16string_view pattern, std::int32_t options) : m_text(pattern), m_options(options) { }
    TranslatedRegex translate();

private:
    //! What opens a pair of parentheses.
    struct Group
    {
        std::u16string name; //!< of a named one, or digits
        bool isCapturing = false;
    };

    [[noreturn]] void fail(const std::string &what) const
    {
        raise(Raised::ArgumentException, "parsing \"" + toUtf8(m_text) + "\" - " + what);
    }
    bool atEnd() const { return m_at >= m_text.size(); }
    char16_t peek() const { return m_text[m_at]; }
    char16_t peekAt(std::size_t offset) const { return m_at + offset < m_text.size() ? m_text[m_at + offset] : u'\0'; }
    bool has(std::int32_t option) const { return (m_options & option) != 0; }

    void skipClass(std::size_t &at) const;
    void numberGroups();
    std::optional<Group> groupAt(std::size_t at) const;

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
    bool quantifierAt(std::size_t at, std::size_t &end) const;
    void quantifier();
    void escape();
    bool namedReference();
    void numberedReference();
    void reference(const RegexGroup &group);
    const RegexGroup *find(std::u16string_view name) const;
    std::uint32_t escapedUnit();
    std::uint32_t hex(std::size_t digits);
    std::uint32_t octal();
    std::u16string characterClass(std::size_t depth);
    std::u16string classItem(bool &isSingle, std::uint32_t &unit);
    std::u16string property(bool inClass);
    std::u16string shorthand(char16_t letter, bool inClass) const;

    std::u16string_view m_text;
    std::int32_t m_options;
    std::size_t m_at = 0;
    std::u16string m_out;
    std::vector<RegexGroup> m_groups;
    std::map<std::u16string, std::size_t> m_byName; //!< into m_groups
    std::uint32_t m_slots = 0;
    std::int32_t m_nextUnnamed = 1;
};

//! A named group at "(": its name, or an unnamed capturing one; options are not regarded.
std::optional<Translator::Group> Translator::groupAt(std::size_t at) const
{
    const auto unit = [&](std::size_t offset) { return at + offset < m_text.size() ? m_text[at + offset] : u'\0'; };
    if (unit(1) != u'?')
        return Group{{}, true};
    const bool isAngle = unit(2) == u'<' && unit(3) != u'=' && unit(3) != u'!';
    if (!isAngle && unit(2) != u'\'')
        return std::nullopt;
    const char16_t close = isAngle ? u'>' : u'\'';
    const auto end = m_text.find(close, at + 3);
    if (end == std::u16string_view::npos)
        return std::nullopt;
    return Group{std::u16string(m_text.substr(at + 3, end - at - 3)), true};
}

void Translator::skipClass(std::size_t &at) const
{
    std::size_t depth = 0;
    bool first = true;
    for (; at < m_text.size(); ++at) {
        const char16_t unit = m_text[at];
        if (unit == u'\\') {
            ++at;
        } else if (unit == u'[' && (depth == 0 || (at > 0 && m_text[at - 1] == u'-'))) {
            ++depth;
            if (at + 1 < m_text.size() && m_text[at + 1] == u'^')
                ++at;
            first = true;
            continue;
        } else if (unit == u']' && !first && --depth == 0) {
            return;
        }
        first = false;
    }
}

//! Numbers first, as a reference may stand before its group: unnamed groups, then names in order.
void Translator::numberGroups()
{
    std::vector<bool> explicitStack{has(explicitCapture)};
    std::vector<bool> blankStack{has(ignorePatternWhitespace)};
    std::vector<std::u16string> names;
    std::vector<std::int32_t> numbers;
    std::int32_t unnamed = 0;
    for (std::size_t at = 0; at < m_text.size(); ++at) {
        const char16_t unit = m_text[at];
        if (unit == u'\\') {
            ++at;
        } else if (unit == u'[') {
            skipClass(at);
        } else if (unit == u'#' && blankStack.back()) {
            at = std::min(m_text.find(u'\n', at), m_text.size());
        } else if (unit == u')') {
            if (explicitStack.size() > 1) {
                explicitStack.pop_back();
                blankStack.pop_back();
            }
        } else if (unit == u'(') {
            if (m_text.substr(at, 3) == u"(?#") {
                at = std::min(m_text.find(u')', at), m_text.size());
                continue;
            }
            bool isExplicit = explicitStack.back();
            bool isBlank = blankStack.back();
            const auto group = groupAt(at);
            if (group && group->name.empty() && !isExplicit)
                ++unnamed;
            else if (group && !group->name.empty() && isDigit(group->name[0]))
                numbers.push_back(static_cast<std::int32_t>(std::min(std::stoul(toUtf8(group->name).substr(0, 6)), 100'000ul)));
            else if (group && !group->name.empty() && std::find(names.begin(), names.end(), group->name) == names.end())
                names.push_back(group->name);
            if (!group) {
                bool on = true;
                std::size_t i = at + 2;
                for (; i < m_text.size() && (m_text[i] == u'-' || m_text[i] == u'+' || (m_text[i] >= u'a' && m_text[i] <= u'z')); ++i) {
                    if (m_text[i] == u'-' || m_text[i] == u'+')
                        on = m_text[i] == u'+';
                    else if (m_text[i] == u'n')
                        isExplicit = on;
                    else if (m_text[i] == u'x')
                        isBlank = on;
                }
                if (i < m_text.size() && m_text[i] == u')' && i > at + 2) {
                    explicitStack.back() = isExplicit;
                    blankStack.back() = isBlank;
                    at = i;
                    continue;
                }
            }
            explicitStack.push_back(isExplicit);
            blankStack.push_back(isBlank);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    const auto isTaken = [&](std::int32_t number) { return std::binary_search(numbers.begin(), numbers.end(), number); };
    m_groups.push_back({0, u"0", {0}});
    std::int32_t next = 1;
    for (std::int32_t i = 0; i < unnamed; ++i, ++next) {
        // A number that a name of digits takes too is one group with it.
        m_groups.push_back({next, decimal(static_cast<std::uint64_t>(next)), {}});
    }
    for (const std::int32_t number : numbers) {
        if (number >= next || number == 0)
            m_groups.push_back({number, decimal(static_cast<std::uint64_t>(number)), {}});
    }
    for (const auto &name : names) {
        while (isTaken(next))
            ++next;
        m_groups.push_back({next++, name, {}});
    }
    std::sort(m_groups.begin(), m_groups.end(), [](const RegexGroup &a, const RegexGroup &b) { return a.number < b.number; });
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        m_byName.emplace(m_groups[i].name, i);
}

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

bool Translator::quantifierAt(std::size_t at, std::size_t &end) const
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

std::uint32_t Translator::hex(std::size_t digits)
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

std::uint32_t Translator::octal()
{
    std::uint32_t value = 0;
    for (int i = 0; i < 3 && !atEnd() && peek() >= u'0' && peek() <= u'7'; ++i, ++m_at)
        value = value * 8 + static_cast<std::uint32_t>(peek() - u'0');
    return value & 0xFF;
}

//! Behind the backslash: an escape that stands for one character.
std::uint32_t Translator::escapedUnit()
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

std::u16string Translator::shorthand(char16_t letter, bool inClass) const
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

std::u16string Translator::property(bool inClass)
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

//! One member of a class; `isSingle` where it is a character, which may begin or end a range.
std::u16string Translator::classItem(bool &isSingle, std::uint32_t &unit)
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
std::u16string Translator::characterClass(std::size_t depth)
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

TranslatedRegex Translator::translate()
{
    if (has(rightToLeft))
        raise(Raised::NotSupported, "RegexOptions.RightToLeft is not supported.");
    numberGroups();
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
