// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

constexpr std::int32_t currentCulture = 0;
constexpr std::int32_t currentCultureIgnoreCase = 1;
constexpr std::int32_t ordinalIgnoreCase = 5;
// Bits of CompareOptions.
constexpr std::int32_t optionIgnoreCase = 1;
constexpr std::int32_t optionOrdinal = 0x40000000;
constexpr std::int32_t optionOrdinalIgnoreCase = 0x10000000;

//! The difference of the first units that differ, as .NET gives it; a text that ends goes on with zero.
int ordinalDifference(std::u16string_view a, std::u16string_view b, bool ignoreCase)
{
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        const int left = ignoreCase ? toUpperInvariant(a[i]) : a[i];
        const int right = ignoreCase ? toUpperInvariant(b[i]) : b[i];
        if (left != right)
            return left - right;
    }
    const int lengths = static_cast<int>(a.size()) - static_cast<int>(b.size());
    if (ignoreCase || lengths == 0)
        return lengths;
    const int unit = lengths > 0 ? a[common] : -static_cast<int>(b[common]);
    return unit != 0 ? unit : lengths;
}

//! Null is less than every string.
Value compareArguments(Call &c, std::size_t a, std::size_t b, std::int32_t comparison)
{
    if (c.isNull(a) || c.isNull(b))
        return Value::ofInt(c.isNull(a) == c.isNull(b) ? 0 : c.isNull(a) ? -1 : 1);
    c.charge(std::min(c.string(a).size(), c.string(b).size()));
    return Value::ofInt(compareStrings(c.string(a), c.string(b), comparison));
}

//! Compare(strA, indexA, strB, indexB, length, ...)
Value compareParts(Call &c, std::int32_t comparison)
{
    if (c.isNull(0) || c.isNull(2))
        return compareArguments(c, 0, 2, comparison);
    const std::u16string_view a = c.string(0);
    const std::u16string_view b = c.string(2);
    if (c.int32(4) < 0)
        raise(Raised::ArgumentOutOfRange, "Length cannot be less than zero.", "length");
    requireRange(c.int32(1), 0, a.size(), "indexA");
    requireRange(c.int32(3), 0, b.size(), "indexB");
    const auto length = static_cast<std::size_t>(c.int32(4));
    c.charge(std::min({length, a.size(), b.size()}));
    return Value::ofInt(compareStrings(a.substr(static_cast<std::size_t>(c.int32(1)), length),
                                       b.substr(static_cast<std::size_t>(c.int32(3)), length), comparison));
}

std::int32_t comparisonOfOptions(std::int32_t options)
{
    if ((options & optionOrdinalIgnoreCase) != 0)
        return ordinalIgnoreCase;
    if ((options & optionOrdinal) != 0)
        return ordinalComparison;
    return (options & optionIgnoreCase) != 0 ? currentCultureIgnoreCase : currentCulture;
}

std::int32_t cultureComparison(bool ignoreCase)
{
    return ignoreCase ? currentCultureIgnoreCase : currentCulture;
}

Value equalArguments(Call &c, std::int32_t comparison)
{
    const std::u16string *a = stringOf(c[0]);
    const std::u16string *b = stringOf(c[1]);
    c.charge(a && b ? std::min(a->size(), b->size()) : 0);
    return Value::ofBool(a && b ? equalStrings(*a, *b, comparison) : c.isNull(0) && c.isNull(1));
}

Value startsWith(Call &c, bool ignoreCase)
{
    const std::u16string_view text = c.string(0);
    const std::u16string_view part = c.string(1);
    c.charge(part.size());
    return Value::ofBool(text.size() >= part.size() && equalStrings(text.substr(0, part.size()), part, ignoreCase ? 5 : 4));
}

Value endsWith(Call &c, bool ignoreCase)
{
    const std::u16string_view text = c.string(0);
    const std::u16string_view part = c.string(1);
    c.charge(part.size());
    return Value::ofBool(text.size() >= part.size()
                         && equalStrings(text.substr(text.size() - part.size()), part, ignoreCase ? 5 : 4));
}

} // namespace

int compareStrings(std::u16string_view a, std::u16string_view b, std::int32_t comparison)
{
    if (comparison >= ordinalComparison)
        return ordinalDifference(a, b, ignoresCase(comparison));
    return compareInvariant(a, b, ignoresCase(comparison));
}

bool equalStrings(std::u16string_view a, std::u16string_view b, std::int32_t comparison)
{
    if (comparison >= ordinalComparison)
        return ignoresCase(comparison) ? equalsOrdinalIgnoreCase(a, b) : a == b;
    return a == b || compareInvariant(a, b, ignoresCase(comparison)) == 0;
}

void declareStringComparison(Library &library)
{
    library.declare("class System.String", Known::String, {
        {"static int Compare(string strA, string strB)", [](Call &c) { return compareArguments(c, 0, 1, currentCulture); }},
        {"static int Compare(string strA, string strB, bool ignoreCase)",
         [](Call &c) { return compareArguments(c, 0, 1, cultureComparison(c.boolean(2))); }},
        {"static int Compare(string strA, string strB, StringComparison comparisonType)",
         [](Call &c) { return compareArguments(c, 0, 1, c[2].enumValue()); }},
        {"static int Compare(string strA, string strB, bool ignoreCase, CultureInfo culture)",
         [](Call &c) { return compareArguments(c, 0, 1, cultureComparison(c.boolean(2))); }},
        {"static int Compare(string strA, string strB, CultureInfo culture, CompareOptions options)",
         [](Call &c) { return compareArguments(c, 0, 1, comparisonOfOptions(c[3].enumValue())); }},
        {"static int Compare(string strA, int indexA, string strB, int indexB, int length)",
         [](Call &c) { return compareParts(c, currentCulture); }},
        {"static int Compare(string strA, int indexA, string strB, int indexB, int length, bool ignoreCase)",
         [](Call &c) { return compareParts(c, cultureComparison(c.boolean(5))); }},
        {"static int Compare(string strA, int indexA, string strB, int indexB, int length, bool ignoreCase, CultureInfo culture)",
         [](Call &c) { return compareParts(c, cultureComparison(c.boolean(5))); }},
        {"static int Compare(string strA, int indexA, string strB, int indexB, int length, StringComparison comparisonType)",
         [](Call &c) { return compareParts(c, c[5].enumValue()); }},
        {"static int CompareOrdinal(string strA, string strB)", [](Call &c) { return compareArguments(c, 0, 1, ordinalComparison); }},
        {"static int CompareOrdinal(string strA, int indexA, string strB, int indexB, int length)",
         [](Call &c) { return compareParts(c, ordinalComparison); }},
        {"int CompareTo(object value)", [](Call &c) {
             if (!c.isNull(1) && !stringOf(c[1]))
                 raise(Raised::ArgumentException, "Object must be of type String.");
             return compareArguments(c, 0, 1, currentCulture);
         }},
        {"int CompareTo(string strB)", [](Call &c) { return compareArguments(c, 0, 1, currentCulture); }},
        {"bool Equals(object obj)", [](Call &c) { return equalArguments(c, ordinalComparison); }},
        {"bool Equals(string value)", [](Call &c) { return equalArguments(c, ordinalComparison); }},
        {"bool Equals(string value, StringComparison comparisonType)", [](Call &c) { return equalArguments(c, c[2].enumValue()); }},
        {"static bool Equals(string a, string b)", [](Call &c) { return equalArguments(c, ordinalComparison); }},
        {"static bool Equals(string a, string b, StringComparison comparisonType)",
         [](Call &c) { return equalArguments(c, c[2].enumValue()); }},
        {"int GetHashCode()", [](Call &c) {
             c.charge(c.string(0).size());
             return Value::ofInt(hashOf(c[0]));
         }},
        {"bool StartsWith(string value)", [](Call &c) { return startsWith(c, false); }},
        {"bool StartsWith(string value, StringComparison comparisonType)",
         [](Call &c) { return startsWith(c, ignoresCase(c[2].enumValue())); }},
        {"bool StartsWith(string value, bool ignoreCase, CultureInfo culture)", [](Call &c) { return startsWith(c, c.boolean(2)); }},
        {"bool StartsWith(char value)",
         [](Call &c) { return Value::ofBool(!c.string(0).empty() && c.string(0).front() == c.character(1)); }},
        {"bool EndsWith(string value)", [](Call &c) { return endsWith(c, false); }},
        {"bool EndsWith(string value, StringComparison comparisonType)",
         [](Call &c) { return endsWith(c, ignoresCase(c[2].enumValue())); }},
        {"bool EndsWith(string value, bool ignoreCase, CultureInfo culture)", [](Call &c) { return endsWith(c, c.boolean(2)); }},
        {"bool EndsWith(char value)",
         [](Call &c) { return Value::ofBool(!c.string(0).empty() && c.string(0).back() == c.character(1)); }},
    });
}

} // namespace gatehouse::expression
