// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <limits>

namespace gatehouse::expression {

namespace {

constexpr std::int64_t unlimited = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t removeEmptyEntries = 1;

//! Where the next separator stands at or after `from`; size 0 when there is none.
struct Separator
{
    std::size_t at = 0;
    std::size_t size = 0;
};

//! Separators of a Split: strings, or white space when there are none.
class Separators
{
public:
    explicit Separators(std::vector<std::u16string> texts) : m_texts(std::move(texts)), m_isSpace(m_texts.empty())
    {
        m_texts.erase(std::remove(m_texts.begin(), m_texts.end(), std::u16string()), m_texts.end());
        m_areUnits = std::all_of(m_texts.begin(), m_texts.end(), [](const auto &text) { return text.size() == 1; });
        for (const auto &text : m_texts)
            m_units += text[0];
    }

    //! Units that are looked at for each unit of the text, at worst.
    std::size_t work() const
    {
        std::size_t units = 1;
        for (const auto &text : m_texts)
            units += text.size();
        return units;
    }

    Separator next(std::u16string_view text, std::size_t from) const
    {
        for (std::size_t at = from; at < text.size(); ++at)
            if (const std::size_t size = sizeAt(text, at); size > 0)
                return {at, size};
        return {text.size(), 0};
    }

private:
    std::size_t sizeAt(std::u16string_view text, std::size_t at) const
    {
        if (m_isSpace)
            return isWhiteSpace(text[at]) ? 1 : 0;
        if (m_units.find(text[at]) == std::u16string::npos)
            return 0;
        if (m_areUnits)
            return 1;
        const auto found = std::find_if(m_texts.begin(), m_texts.end(),
                                        [&](const auto &candidate) { return text.compare(at, candidate.size(), candidate) == 0; });
        return found == m_texts.end() ? 0 : found->size();
    }

    std::vector<std::u16string> m_texts;
    bool m_isSpace;
    std::u16string m_units; //!< the first of each
    bool m_areUnits = true;
};

Value splitBy(Call &c, const Separators &separators, std::int64_t count, std::int32_t options)
{
    const std::u16string_view text = c.string(0);
    if (count < 0)
        raise(Raised::ArgumentOutOfRange, "Count cannot be less than zero.", "count");
    if ((options & ~removeEmptyEntries) != 0)
        raise(Raised::ArgumentException, "Illegal enum value: " + std::to_string(options) + ".");
    const bool dropsEmpty = options == removeEmptyEntries;
    const Type *type = c.library().primitive(TypeKind::String);
    if (count == 0 || (dropsEmpty && text.empty()))
        return c.array(type, {});
    if (count == 1)
        return c.array(type, {c[0]});
    countWork(c, text.size() * separators.work());
    std::vector<Value> parts;
    std::size_t from = 0;
    for (;;) {
        const Separator separator = separators.next(text, from);
        if (separator.size == 0)
            break;
        // The last part that `count` allows takes all the rest, without separators before it when empty parts are dropped.
        if (static_cast<std::int64_t>(parts.size()) + 1 >= count && !(dropsEmpty && separator.at == from))
            break;
        if (!dropsEmpty || separator.at > from)
            parts.push_back(c.text(std::u16string(text.substr(from, separator.at - from))));
        from = separator.at + separator.size;
    }
    if (!dropsEmpty || from < text.size())
        parts.push_back(from == 0 ? c[0] : c.text(std::u16string(text.substr(from))));
    return c.array(type, std::move(parts));
}

Separators unitSeparators(const Call &c)
{
    std::vector<std::u16string> texts;
    for (const char16_t unit : charsOf(c.objectOrNull<ArrayObject>(1)))
        texts.emplace_back(1, unit);
    return Separators(std::move(texts));
}

Separators textSeparators(const Call &c)
{
    std::vector<std::u16string> texts;
    if (const auto *array = c.objectOrNull<ArrayObject>(1))
        for (const Value &item : array->items())
            texts.push_back(item.isNull() ? std::u16string() : *stringOf(item));
    return Separators(std::move(texts));
}

Separators charSeparator(const Call &c)
{
    return Separators({std::u16string(1, c.character(1))});
}

Separators textSeparator(const Call &c)
{
    return Separators({std::u16string(c.stringOrEmpty(1))});
}

Value joined(Call &c, std::u16string_view separator, const std::vector<Value> &items)
{
    std::u16string result;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0)
            result += separator;
        result += c.text(items[i]);
        requireTextSize(result.size());
    }
    c.charge(items.size());
    return c.text(std::move(result));
}

Value joinSequence(Call &c, std::u16string separator)
{
    return c.collect(
        1, [separator = std::move(separator)](Call &call, std::vector<Value> items) { return joined(call, separator, items); }, "values");
}

Value joinRange(Call &c, std::u16string_view separator)
{
    const std::vector<Value> &items = itemsOf(c, 1);
    requireRange(c.int32(2), c.int32(3), items.size());
    return joined(c, separator, {items.begin() + c.int32(2), items.begin() + c.int32(2) + c.int32(3)});
}

std::u16string separatorUnit(const Call &c)
{
    return std::u16string(1, c.character(0));
}

//! Of two to four arguments that stand singly.
Value concatArguments(Call &c)
{
    std::u16string result;
    for (std::size_t i = 0; i < c.count(); ++i)
        result += c.text(c[i]);
    return c.text(std::move(result));
}

Value concatArray(Call &c)
{
    return joined(c, {}, itemsOf(c, 0, "args"));
}

Value concatSequence(Call &c)
{
    return c.collect(
        0, [](Call &call, std::vector<Value> items) { return joined(call, {}, items); }, "values");
}

//! The arguments from `first` on stand singly.
Value formatArguments(Call &c, std::size_t first)
{
    const std::u16string &format = c.string(first - 1, "format");
    std::vector<Value> arguments;
    for (std::size_t i = first; i < c.count(); ++i)
        arguments.push_back(c[i]);
    return c.text(formatComposite(c.machine(), format, arguments));
}

Value formatArray(Call &c, std::size_t array)
{
    const std::u16string &format = c.string(array - 1, "format");
    return c.text(formatComposite(c.machine(), format, itemsOf(c, array, "args")));
}

} // namespace

void declareStringParts(Library &library)
{
    library.declare("class System.String", Known::String, {
        {"string[] Split(params char[] separator)", [](Call &c) { return splitBy(c, unitSeparators(c), unlimited, 0); }},
        {"string[] Split(char[] separator, int count)", [](Call &c) { return splitBy(c, unitSeparators(c), c.int32(2), 0); }},
        {"string[] Split(char[] separator, StringSplitOptions options)",
         [](Call &c) { return splitBy(c, unitSeparators(c), unlimited, c[2].enumValue()); }},
        {"string[] Split(char[] separator, int count, StringSplitOptions options)",
         [](Call &c) { return splitBy(c, unitSeparators(c), c.int32(2), c[3].enumValue()); }},
        {"string[] Split(char separator, StringSplitOptions options = StringSplitOptions.None)",
         [](Call &c) { return splitBy(c, charSeparator(c), unlimited, c[2].enumValue()); }},
        {"string[] Split(char separator, int count, StringSplitOptions options = StringSplitOptions.None)",
         [](Call &c) { return splitBy(c, charSeparator(c), c.int32(2), c[3].enumValue()); }},
        {"string[] Split(string separator, StringSplitOptions options = StringSplitOptions.None)",
         [](Call &c) { return splitBy(c, textSeparator(c), unlimited, c[2].enumValue()); }},
        {"string[] Split(string separator, int count, StringSplitOptions options = StringSplitOptions.None)",
         [](Call &c) { return splitBy(c, textSeparator(c), c.int32(2), c[3].enumValue()); }},
        {"string[] Split(string[] separator, StringSplitOptions options)",
         [](Call &c) { return splitBy(c, textSeparators(c), unlimited, c[2].enumValue()); }},
        {"string[] Split(string[] separator, int count, StringSplitOptions options)",
         [](Call &c) { return splitBy(c, textSeparators(c), c.int32(2), c[3].enumValue()); }},
        {"static string Join(string separator, params string[] value)",
         [](Call &c) { return joined(c, c.stringOrEmpty(0), itemsOf(c, 1)); }},
        {"static string Join(string separator, params object[] values)",
         [](Call &c) { return joined(c, c.stringOrEmpty(0), itemsOf(c, 1, "values")); }},
        {"static string Join(string separator, IEnumerable<string> values)",
         [](Call &c) { return joinSequence(c, std::u16string(c.stringOrEmpty(0))); }},
        {"static string Join<T>(string separator, IEnumerable<T> values)",
         [](Call &c) { return joinSequence(c, std::u16string(c.stringOrEmpty(0))); }},
        {"static string Join(string separator, string[] value, int startIndex, int count)",
         [](Call &c) { return joinRange(c, c.stringOrEmpty(0)); }},
        {"static string Join(char separator, params string[] value)",
         [](Call &c) { return joined(c, separatorUnit(c), itemsOf(c, 1)); }},
        {"static string Join(char separator, params object[] values)",
         [](Call &c) { return joined(c, separatorUnit(c), itemsOf(c, 1, "values")); }},
        {"static string Join<T>(char separator, IEnumerable<T> values)", [](Call &c) { return joinSequence(c, separatorUnit(c)); }},
        {"static string Join(char separator, string[] value, int startIndex, int count)",
         [](Call &c) { return joinRange(c, separatorUnit(c)); }},
        {"static string Concat(string str0, string str1)", concatArguments},
        {"static string Concat(string str0, string str1, string str2)", concatArguments},
        {"static string Concat(string str0, string str1, string str2, string str3)", concatArguments},
        {"static string Concat(params string[] values)", concatArray},
        {"static string Concat(object arg0)", concatArguments},
        {"static string Concat(object arg0, object arg1)", concatArguments},
        {"static string Concat(object arg0, object arg1, object arg2)", concatArguments},
        {"static string Concat(object arg0, object arg1, object arg2, object arg3)", concatArguments},
        {"static string Concat(params object[] args)", concatArray},
        {"static string Concat(IEnumerable<string> values)", concatSequence},
        {"static string Concat<T>(IEnumerable<T> values)", concatSequence},
        {"static string Format(string format, object arg0)", [](Call &c) { return formatArguments(c, 1); }},
        {"static string Format(string format, object arg0, object arg1)", [](Call &c) { return formatArguments(c, 1); }},
        {"static string Format(string format, object arg0, object arg1, object arg2)", [](Call &c) { return formatArguments(c, 1); }},
        {"static string Format(string format, params object[] args)", [](Call &c) { return formatArray(c, 1); }},
        {"static string Format(IFormatProvider provider, string format, object arg0)", [](Call &c) { return formatArguments(c, 2); }},
        {"static string Format(IFormatProvider provider, string format, object arg0, object arg1)",
         [](Call &c) { return formatArguments(c, 2); }},
        {"static string Format(IFormatProvider provider, string format, object arg0, object arg1, object arg2)",
         [](Call &c) { return formatArguments(c, 2); }},
        {"static string Format(IFormatProvider provider, string format, params object[] args)", [](Call &c) { return formatArray(c, 2); }},
    });
}

} // namespace gatehouse::expression
