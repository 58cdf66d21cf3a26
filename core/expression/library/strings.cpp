// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/strings.h"

#include "core/expression/library/groups.h"
#include "core/expression/normalization.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

constexpr std::size_t largestText = 8 * 1024 * 1024; //!< of Limits::result; refused here before it is built

enum class End { Start, Finish, Both };

std::u16string_view trimmedOf(std::u16string_view text, End end, std::u16string_view set)
{
    const auto isTrimmed = [set](char16_t unit) { return set.empty() ? isWhiteSpace(unit) : set.find(unit) != std::u16string_view::npos; };
    while (end != End::Finish && !text.empty() && isTrimmed(text.front()))
        text.remove_prefix(1);
    while (end != End::Start && !text.empty() && isTrimmed(text.back()))
        text.remove_suffix(1);
    return text;
}

template<End end>
Value trimSpaces(Call &c)
{
    c.charge(c.string(0).size());
    return c.text(std::u16string(trimmedOf(c.string(0), end, {})));
}

template<End end>
Value trimChar(Call &c)
{
    const char16_t set = c.character(1);
    c.charge(c.string(0).size());
    return c.text(std::u16string(trimmedOf(c.string(0), end, {&set, 1})));
}

template<End end>
Value trimSet(Call &c)
{
    const std::u16string set = charsOf(c.objectOrNull<ArrayObject>(1));
    countWork(c, c.string(0).size() * (set.size() + 1));
    return c.text(std::u16string(trimmedOf(c.string(0), end, set)));
}

Value pad(Call &c, bool isLeft, char16_t padding)
{
    const std::u16string &text = c.string(0);
    if (c.int32(1) < 0)
        raise(Raised::ArgumentOutOfRange, "Non-negative number required.", "totalWidth");
    const auto width = static_cast<std::size_t>(c.int32(1));
    if (width <= text.size())
        return c[0];
    requireTextSize(width);
    const std::u16string filling(width - text.size(), padding);
    return c.text(isLeft ? filling + text : text + filling);
}

Value substring(Call &c, std::int64_t start, std::int64_t length)
{
    const std::u16string &text = c.string(0);
    if (start < 0)
        raise(Raised::ArgumentOutOfRange, "StartIndex cannot be less than zero.", "startIndex");
    if (start > static_cast<std::int64_t>(text.size()))
        raise(Raised::ArgumentOutOfRange, "startIndex cannot be larger than length of string.", "startIndex");
    if (length < 0)
        raise(Raised::ArgumentOutOfRange, "Length cannot be less than zero.", "length");
    if (start + length > static_cast<std::int64_t>(text.size()))
        raise(Raised::ArgumentOutOfRange, "Index and length must refer to a location within the string.", "length");
    return c.text(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(length)));
}

Value removePart(Call &c, std::int64_t start, std::int64_t count)
{
    std::u16string text = c.string(0);
    if (start < 0)
        raise(Raised::ArgumentOutOfRange, "StartIndex cannot be less than zero.", "startIndex");
    requireRange(start, count, text.size());
    return c.text(text.erase(static_cast<std::size_t>(start), static_cast<std::size_t>(count)));
}

Value replaceText(Call &c, bool ignoreCase)
{
    const std::u16string &text = c.string(0);
    const std::u16string &from = c.string(1, "oldValue");
    if (from.empty())
        raise(Raised::ArgumentException, "String cannot be of zero length.", "oldValue");
    c.charge(text.size());
    return c.text(replaceAll(text, from, c.stringOrEmpty(2), ignoreCase));
}

Value characterArray(Call &c, std::u16string_view units)
{
    std::vector<Value> items;
    items.reserve(units.size());
    for (const char16_t unit : units)
        items.push_back(Value::ofChar(unit));
    c.charge(units.size());
    return c.array(c.library().primitive(TypeKind::Char), std::move(items));
}

Value normalized(Call &c, int form)
{
    countWork(c, c.string(0).size() * 256);
    return c.text(normalize(c.string(0), form));
}

//! Knuth, Morris and Pratt: linear whatever the texts are.
class LongSearch
{
public:
    LongSearch(std::u16string_view part, bool ignoreCase) : m_part(part), m_ignoresCase(ignoreCase), m_borders(part.size() + 1, 0)
    {
        for (std::size_t i = 1; i < part.size(); ++i)
            m_borders[i + 1] = static_cast<std::uint32_t>(advance(m_borders[i], part[i], i));
    }

    std::size_t find(std::u16string_view text, std::size_t from) const
    {
        std::size_t matched = 0;
        for (std::size_t at = from; at < text.size(); ++at) {
            matched = advance(matched, text[at]);
            if (matched == m_part.size())
                return at + 1 - m_part.size();
        }
        return std::u16string_view::npos;
    }
    //! How many units of the part are matched when `unit` follows `matched` ones.
    std::size_t advance(std::size_t matched, char16_t unit) const { return advance(matched, unit, m_part.size()); }

private:
    std::size_t advance(std::size_t matched, char16_t unit, std::size_t limit) const
    {
        if (matched == limit)
            matched = m_borders[matched];
        while (matched > 0 && !isSame(m_part[matched], unit))
            matched = m_borders[matched];
        return matched < limit && isSame(m_part[matched], unit) ? matched + 1 : 0;
    }
    bool isSame(char16_t a, char16_t b) const { return a == b || (m_ignoresCase && toUpperInvariant(a) == toUpperInvariant(b)); }

    std::u16string_view m_part;
    bool m_ignoresCase;
    std::vector<std::uint32_t> m_borders; //!< longest proper border of each prefix
};

void declareStringType(Library &library)
{
    library.declare("class System.String : IComparable, IEnumerable<char>", Known::String, {
        {"new(char c, int count)", [](Call &c) {
             if (c.int32(1) < 0)
                 raise(Raised::ArgumentOutOfRange, "'count' must be non-negative.", "count");
             requireTextSize(static_cast<std::size_t>(c.int32(1)));
             return c.text(std::u16string(static_cast<std::size_t>(c.int32(1)), c.character(0)));
         }},
        {"new(char[] value)", [](Call &c) { return c.text(charsOf(c.objectOrNull<ArrayObject>(0))); }},
        {"new(char[] value, int startIndex, int length)", [](Call &c) {
             const std::u16string units = charsOf(&c.object<ArrayObject>(0));
             requireRange(c.int32(1), c.int32(2), units.size(), "startIndex", "length");
             return c.text(units.substr(static_cast<std::size_t>(c.int32(1)), static_cast<std::size_t>(c.int32(2))));
         }},
        {"static string Empty { get; }", [](Call &c) { return c.text(std::u16string()); }},
        {"int Length { get; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(c.string(0).size())); }},
        {"char this[int index] { get; }", [](Call &c) {
             const std::u16string &text = c.string(0);
             if (c.int32(1) < 0 || static_cast<std::size_t>(c.int32(1)) >= text.size())
                 raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
             return Value::ofChar(text[static_cast<std::size_t>(c.int32(1))]);
         }},
        {"string ToString()", [](Call &c) { return c[0]; }},
        {"string ToString(IFormatProvider provider)", [](Call &c) { return c[0]; }},
        {"object Clone()", [](Call &c) { return c[0]; }},
        {"static string Copy(string str)", [](Call &c) { return c.text(c.string(0, "str")); }},
        {"static string Intern(string str)", [](Call &c) {
             c.string(0, "str");
             return c[0];
         }},
        {"static bool IsNullOrEmpty(string value)", [](Call &c) { return Value::ofBool(c.stringOrEmpty(0).empty()); }},
        {"static bool IsNullOrWhiteSpace(string value)",
         [](Call &c) {
             c.charge(c.stringOrEmpty(0).size());
             return Value::ofBool(withoutSpaces(c.stringOrEmpty(0)).empty());
         }},
        {"string Substring(int startIndex)", [](Call &c) {
             const auto size = static_cast<std::int64_t>(c.string(0).size());
             return substring(c, c.int32(1), c.int32(1) < 0 || c.int32(1) > size ? 0 : size - c.int32(1));
         }},
        {"string Substring(int startIndex, int length)", [](Call &c) { return substring(c, c.int32(1), c.int32(2)); }},
        {"string Remove(int startIndex)", [](Call &c) {
             const auto size = static_cast<std::int64_t>(c.string(0).size());
             if (c.int32(1) >= size)
                 raise(Raised::ArgumentOutOfRange, "startIndex must be less than length of string.", "startIndex");
             return removePart(c, c.int32(1), size - c.int32(1));
         }},
        {"string Remove(int startIndex, int count)", [](Call &c) { return removePart(c, c.int32(1), c.int32(2)); }},
        {"string Insert(int startIndex, string value)", [](Call &c) {
             const std::u16string &text = c.string(0);
             const std::u16string &part = c.string(2);
             requireRange(c.int32(1), 0, text.size());
             return c.text(std::u16string(text).insert(static_cast<std::size_t>(c.int32(1)), part));
         }},
        {"string Replace(char oldChar, char newChar)", [](Call &c) {
             std::u16string text = c.string(0);
             std::replace(text.begin(), text.end(), c.character(1), c.character(2));
             return c.text(std::move(text));
         }},
        {"string Replace(string oldValue, string newValue)", [](Call &c) { return replaceText(c, false); }},
        {"string Replace(string oldValue, string newValue, StringComparison comparisonType)",
         [](Call &c) { return replaceText(c, ignoresCase(c[3].enumValue())); }},
        {"string Replace(string oldValue, string newValue, bool ignoreCase, CultureInfo culture)",
         [](Call &c) { return replaceText(c, c.boolean(3)); }},
        {"string Trim()", trimSpaces<End::Both>},
        {"string Trim(char trimChar)", trimChar<End::Both>},
        {"string Trim(params char[] trimChars)", trimSet<End::Both>},
        {"string TrimStart()", trimSpaces<End::Start>},
        {"string TrimStart(char trimChar)", trimChar<End::Start>},
        {"string TrimStart(params char[] trimChars)", trimSet<End::Start>},
        {"string TrimEnd()", trimSpaces<End::Finish>},
        {"string TrimEnd(char trimChar)", trimChar<End::Finish>},
        {"string TrimEnd(params char[] trimChars)", trimSet<End::Finish>},
        {"string PadLeft(int totalWidth)", [](Call &c) { return pad(c, true, u' '); }},
        {"string PadLeft(int totalWidth, char paddingChar)", [](Call &c) { return pad(c, true, c.character(2)); }},
        {"string PadRight(int totalWidth)", [](Call &c) { return pad(c, false, u' '); }},
        {"string PadRight(int totalWidth, char paddingChar)", [](Call &c) { return pad(c, false, c.character(2)); }},
        {"string ToLower()", [](Call &c) { return c.text(lowerCase(c.string(0))); }},
        {"string ToLower(CultureInfo culture)", [](Call &c) { return c.text(lowerCase(c.string(0))); }},
        {"string ToLowerInvariant()", [](Call &c) { return c.text(lowerCase(c.string(0))); }},
        {"string ToUpper()", [](Call &c) { return c.text(upperCase(c.string(0))); }},
        {"string ToUpper(CultureInfo culture)", [](Call &c) { return c.text(upperCase(c.string(0))); }},
        {"string ToUpperInvariant()", [](Call &c) { return c.text(upperCase(c.string(0))); }},
        {"char[] ToCharArray()", [](Call &c) { return characterArray(c, c.string(0)); }},
        {"char[] ToCharArray(int startIndex, int length)", [](Call &c) {
             const std::u16string_view text = c.string(0);
             requireRange(c.int32(1), c.int32(2), text.size(), "startIndex", "length");
             return characterArray(c, text.substr(static_cast<std::size_t>(c.int32(1)), static_cast<std::size_t>(c.int32(2))));
         }},
        {"string Normalize()", [](Call &c) { return normalized(c, 1); }},
        {"string Normalize(NormalizationForm normalizationForm)", [](Call &c) { return normalized(c, c[1].enumValue()); }},
        {"bool IsNormalized()", [](Call &c) { return Value::ofBool(normalize(c.string(0), 1) == c.string(0)); }},
        {"bool IsNormalized(NormalizationForm normalizationForm)",
         [](Call &c) { return Value::ofBool(normalize(c.string(0), c[1].enumValue()) == c.string(0)); }},
        {"TypeCode GetTypeCode()", [](Call &c) { return Value::ofEnum(c.library().known(Known::TypeCode), 18); }},
    });
}

} // namespace

std::size_t findString(std::u16string_view text, std::u16string_view part, std::size_t from, bool ignoreCase)
{
    constexpr std::size_t longPart = 32; // below it the plain search is linear enough
    if (part.size() > text.size() || from > text.size() - part.size())
        return std::u16string_view::npos;
    if (part.size() >= longPart)
        return LongSearch(part, ignoreCase).find(text, from);
    if (!ignoreCase)
        return text.find(part, from);
    for (std::size_t at = from; at <= text.size() - part.size(); ++at)
        if (equalsOrdinalIgnoreCase(text.substr(at, part.size()), part))
            return at;
    return std::u16string_view::npos;
}

std::size_t findLastString(std::u16string_view text, std::u16string_view part, bool ignoreCase)
{
    std::size_t last = std::u16string_view::npos;
    if (part.size() > text.size())
        return last;
    const LongSearch search(part, ignoreCase);
    std::size_t matched = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        matched = search.advance(matched, text[at]);
        if (matched == part.size())
            last = at + 1 - part.size();
    }
    return last;
}

std::u16string replaceAll(std::u16string_view text, std::u16string_view from, std::u16string_view to, bool ignoreCase)
{
    std::u16string result;
    std::size_t at = 0;
    for (;;) {
        const std::size_t found = findString(text, from, at, ignoreCase);
        if (found == std::u16string_view::npos)
            break;
        requireTextSize(result.size() + found - at + to.size());
        result.append(text.substr(at, found - at)).append(to);
        at = found + from.size();
    }
    return result.append(text.substr(at));
}

std::u16string lowerCase(std::u16string_view text)
{
    std::u16string result(text);
    std::transform(result.begin(), result.end(), result.begin(), toLowerInvariant);
    return result;
}

std::u16string upperCase(std::u16string_view text)
{
    std::u16string result(text);
    std::transform(result.begin(), result.end(), result.begin(), toUpperInvariant);
    return result;
}

std::u16string_view withoutSpaces(std::u16string_view text)
{
    return trimmedOf(text, End::Both, {});
}

void countWork(Call &call, std::size_t units)
{
    constexpr std::size_t chunk = 1 << 20; // Machine::charge takes no more than a result may have
    for (; units > chunk; units -= chunk)
        call.charge(chunk);
    call.charge(units);
}

void requireTextSize(std::size_t units)
{
    if (units > largestText)
        throw LimitReached{"result"};
}

std::u16string charsOf(const ArrayObject *array)
{
    std::u16string units;
    if (array)
        for (const Value &item : array->items())
            units += item.character();
    return units;
}

std::vector<Value> &itemsOf(Call &call, std::size_t index, std::string_view parameter)
{
    return call.object<ArrayObject>(index, parameter).items();
}

void requireRange(std::int64_t start, std::int64_t count, std::size_t size, std::string_view startName, std::string_view countName)
{
    if (start < 0 || start > static_cast<std::int64_t>(size))
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              startName);
    if (count < 0 || count > static_cast<std::int64_t>(size) - start)
        raise(Raised::ArgumentOutOfRange, "Count must be positive and count must refer to a location within the string/array/collection.",
              countName);
}

void declareStringEnums(Library &library)
{
    library.declareEnum("System.StringComparison", Known::StringComparison,
                        {{"CurrentCulture", 0},
                         {"CurrentCultureIgnoreCase", 1},
                         {"InvariantCulture", 2},
                         {"InvariantCultureIgnoreCase", 3},
                         {"Ordinal", 4},
                         {"OrdinalIgnoreCase", 5}});
    library.declareEnum("System.StringSplitOptions", Known::StringSplitOptions, {{"None", 0}, {"RemoveEmptyEntries", 1}}, true);
    library.declareEnum("System.Text.NormalizationForm", Known::NormalizationForm,
                        {{"FormC", 1}, {"FormD", 2}, {"FormKC", 5}, {"FormKD", 6}});
    library.declareEnum("System.Globalization.CompareOptions", Known::None,
                        {{"None", 0},
                         {"IgnoreCase", 1},
                         {"IgnoreNonSpace", 2},
                         {"IgnoreSymbols", 4},
                         {"IgnoreKanaType", 8},
                         {"IgnoreWidth", 16},
                         {"OrdinalIgnoreCase", 0x10000000},
                         {"StringSort", 0x20000000},
                         {"Ordinal", 0x40000000}},
                        true);
}

void declareStrings(Library &library)
{
    declareStringEnums(library);
    declareStringType(library);
    declareStringComparison(library);
    declareStringSearch(library);
    declareStringParts(library);
    declareChars(library);
    declareStringBuilder(library);
}

} // namespace gatehouse::expression
