// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/strings.h"

namespace gatehouse::expression {

namespace {

//! The part [start, start + count) that is searched.
struct Range
{
    std::int64_t start = 0;
    std::int64_t count = 0;
};

Value indexOrMinusOne(std::size_t found)
{
    return Value::ofInt(found == std::u16string_view::npos ? -1 : static_cast<std::int32_t>(found));
}

std::int64_t sizeOf(const Call &c)
{
    return static_cast<std::int64_t>(c.string(0).size());
}

//! From `start` to the end; a wrong start stays wrong.
Range rest(const Call &c, std::int64_t start)
{
    return {start, start >= 0 && start <= sizeOf(c) ? sizeOf(c) - start : 0};
}

//! Is a search of the part about as quick as reading the text?
bool isQuick(std::u16string_view part, bool ignoreCase)
{
    constexpr std::size_t shortPart = 8;
    return part.size() <= shortPart && !ignoreCase;
}

Value indexOfString(Call &c, const Range &range, bool ignoreCase)
{
    const std::u16string_view text = c.string(0);
    const std::u16string_view part = c.string(1);
    requireRange(range.start, range.count, text.size());
    countWork(c, static_cast<std::size_t>(range.count) * (isQuick(part, ignoreCase) ? 1 : 4));
    const auto end = static_cast<std::size_t>(range.start + range.count);
    return indexOrMinusOne(findString(text.substr(0, end), part, static_cast<std::size_t>(range.start), ignoreCase));
}

Value indexOfSet(Call &c, const Range &range, std::u16string_view set, bool ignoreCase = false)
{
    const std::u16string_view text = c.string(0);
    requireRange(range.start, range.count, text.size());
    countWork(c, static_cast<std::size_t>(range.count) * set.size());
    const std::u16string_view part = text.substr(0, static_cast<std::size_t>(range.start + range.count));
    if (ignoreCase)
        return indexOrMinusOne(findString(part, set, static_cast<std::size_t>(range.start), true));
    return indexOrMinusOne(part.find_first_of(set, static_cast<std::size_t>(range.start)));
}

Value indexOfChar(Call &c, const Range &range, bool ignoreCase = false)
{
    const char16_t unit = c.character(1);
    return indexOfSet(c, range, {&unit, 1}, ignoreCase);
}

//! LastIndexOf goes from `start` downwards over `count` units: the part that is searched, or nothing when the text is empty.
bool backwardPart(Call &c, std::int64_t start, std::int64_t count, std::size_t &begin, std::size_t &end)
{
    const std::int64_t size = sizeOf(c);
    if (size == 0)
        return false;
    if (start < 0 || start >= size)
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "startIndex");
    if (count < 0 || start - count + 1 < 0)
        raise(Raised::ArgumentOutOfRange, "Count must be positive and count must refer to a location within the string/array/collection.",
              "count");
    begin = static_cast<std::size_t>(start - count + 1);
    end = static_cast<std::size_t>(start + 1);
    c.charge(static_cast<std::size_t>(count));
    return true;
}

Value lastIndexOfSet(Call &c, std::int64_t start, std::int64_t count, std::u16string_view set)
{
    std::size_t begin = 0;
    std::size_t end = 0;
    if (!backwardPart(c, start, count, begin, end))
        return Value::ofInt(-1);
    countWork(c, (end - begin) * set.size());
    const std::size_t found = std::u16string_view(c.string(0)).substr(0, end).find_last_of(set);
    return indexOrMinusOne(found == std::u16string_view::npos || found < begin ? std::u16string_view::npos : found);
}

Value lastIndexOfChar(Call &c, std::int64_t start, std::int64_t count)
{
    const char16_t unit = c.character(1);
    return lastIndexOfSet(c, start, count, {&unit, 1});
}

Value lastIndexOfString(Call &c, std::int64_t start, std::int64_t count, bool ignoreCase)
{
    const std::u16string_view text = c.string(0);
    const std::u16string_view part = c.string(1);
    if (text.empty() && (start == -1 || start == 0))
        return Value::ofInt(part.empty() ? 0 : -1);
    if (start < 0 || start > sizeOf(c))
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "startIndex");
    if (start == sizeOf(c)) {
        --start;
        count -= count > 0 ? 1 : 0;
        if (part.empty() && count >= 0)
            return Value::ofInt(static_cast<std::int32_t>(start));
    }
    std::size_t begin = 0;
    std::size_t end = 0;
    backwardPart(c, start, count, begin, end);
    if (part.empty())
        return Value::ofInt(static_cast<std::int32_t>(start));
    const std::size_t found = findLastString(text.substr(begin, end - begin), part, ignoreCase);
    return Value::ofInt(found == std::u16string_view::npos ? -1 : static_cast<std::int32_t>(begin + found));
}

bool contains(Call &c, std::u16string_view part, bool ignoreCase)
{
    countWork(c, c.string(0).size() * (isQuick(part, ignoreCase) ? 1 : 4));
    return findString(c.string(0), part, 0, ignoreCase) != std::u16string_view::npos;
}

} // namespace

void declareStringSearch(Library &library)
{
    library.declare("class System.String", Known::String, {
        {"bool Contains(string value)", [](Call &c) { return Value::ofBool(contains(c, c.string(1), false)); }},
        {"bool Contains(string value, StringComparison comparisonType)",
         [](Call &c) { return Value::ofBool(contains(c, c.string(1), ignoresCase(c[2].enumValue()))); }},
        {"bool Contains(char value)", [](Call &c) {
             const char16_t unit = c.character(1);
             return Value::ofBool(contains(c, {&unit, 1}, false));
         }},
        {"bool Contains(char value, StringComparison comparisonType)", [](Call &c) {
             const char16_t unit = c.character(1);
             return Value::ofBool(contains(c, {&unit, 1}, ignoresCase(c[2].enumValue())));
         }},
        {"int IndexOf(char value)", [](Call &c) { return indexOfChar(c, rest(c, 0)); }},
        {"int IndexOf(char value, int startIndex)", [](Call &c) { return indexOfChar(c, rest(c, c.int32(2))); }},
        {"int IndexOf(char value, StringComparison comparisonType)",
         [](Call &c) { return indexOfChar(c, rest(c, 0), ignoresCase(c[2].enumValue())); }},
        {"int IndexOf(char value, int startIndex, int count)", [](Call &c) { return indexOfChar(c, {c.int32(2), c.int32(3)}); }},
        {"int IndexOf(string value)", [](Call &c) { return indexOfString(c, rest(c, 0), false); }},
        {"int IndexOf(string value, int startIndex)", [](Call &c) { return indexOfString(c, rest(c, c.int32(2)), false); }},
        {"int IndexOf(string value, int startIndex, int count)",
         [](Call &c) { return indexOfString(c, {c.int32(2), c.int32(3)}, false); }},
        {"int IndexOf(string value, StringComparison comparisonType)",
         [](Call &c) { return indexOfString(c, rest(c, 0), ignoresCase(c[2].enumValue())); }},
        {"int IndexOf(string value, int startIndex, StringComparison comparisonType)",
         [](Call &c) { return indexOfString(c, rest(c, c.int32(2)), ignoresCase(c[3].enumValue())); }},
        {"int IndexOf(string value, int startIndex, int count, StringComparison comparisonType)",
         [](Call &c) { return indexOfString(c, {c.int32(2), c.int32(3)}, ignoresCase(c[4].enumValue())); }},
        {"int IndexOfAny(char[] anyOf)",
         [](Call &c) { return indexOfSet(c, rest(c, 0), charsOf(&c.object<ArrayObject>(1, "anyOf"))); }},
        {"int IndexOfAny(char[] anyOf, int startIndex)",
         [](Call &c) { return indexOfSet(c, rest(c, c.int32(2)), charsOf(&c.object<ArrayObject>(1, "anyOf"))); }},
        {"int IndexOfAny(char[] anyOf, int startIndex, int count)",
         [](Call &c) { return indexOfSet(c, {c.int32(2), c.int32(3)}, charsOf(&c.object<ArrayObject>(1, "anyOf"))); }},
        {"int LastIndexOf(char value)", [](Call &c) { return lastIndexOfChar(c, sizeOf(c) - 1, sizeOf(c)); }},
        {"int LastIndexOf(char value, int startIndex)",
         [](Call &c) { return lastIndexOfChar(c, c.int32(2), std::int64_t{c.int32(2)} + 1); }},
        {"int LastIndexOf(char value, int startIndex, int count)",
         [](Call &c) { return lastIndexOfChar(c, c.int32(2), c.int32(3)); }},
        {"int LastIndexOf(string value)", [](Call &c) { return lastIndexOfString(c, sizeOf(c) - 1, sizeOf(c), false); }},
        {"int LastIndexOf(string value, int startIndex)",
         [](Call &c) { return lastIndexOfString(c, c.int32(2), std::int64_t{c.int32(2)} + 1, false); }},
        {"int LastIndexOf(string value, int startIndex, int count)",
         [](Call &c) { return lastIndexOfString(c, c.int32(2), c.int32(3), false); }},
        {"int LastIndexOf(string value, StringComparison comparisonType)",
         [](Call &c) { return lastIndexOfString(c, sizeOf(c) - 1, sizeOf(c), ignoresCase(c[2].enumValue())); }},
        {"int LastIndexOf(string value, int startIndex, StringComparison comparisonType)",
         [](Call &c) { return lastIndexOfString(c, c.int32(2), std::int64_t{c.int32(2)} + 1, ignoresCase(c[3].enumValue())); }},
        {"int LastIndexOf(string value, int startIndex, int count, StringComparison comparisonType)",
         [](Call &c) { return lastIndexOfString(c, c.int32(2), c.int32(3), ignoresCase(c[4].enumValue())); }},
        {"int LastIndexOfAny(char[] anyOf)",
         [](Call &c) { return lastIndexOfSet(c, sizeOf(c) - 1, sizeOf(c), charsOf(&c.object<ArrayObject>(1, "anyOf"))); }},
        {"int LastIndexOfAny(char[] anyOf, int startIndex)", [](Call &c) {
             return lastIndexOfSet(c, c.int32(2), std::int64_t{c.int32(2)} + 1, charsOf(&c.object<ArrayObject>(1, "anyOf")));
         }},
        {"int LastIndexOfAny(char[] anyOf, int startIndex, int count)",
         [](Call &c) { return lastIndexOfSet(c, c.int32(2), c.int32(3), charsOf(&c.object<ArrayObject>(1, "anyOf"))); }},
    });
}

} // namespace gatehouse::expression
