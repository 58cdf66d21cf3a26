// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/strings.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

class StringBuilderObject final : public Object
{
public:
    explicit StringBuilderObject(std::u16string initial) : content(std::move(initial)) { }
    std::u16string content;
    std::int32_t capacity = 16;

    const Type *type(const Library &library) const override { return library.known(Known::StringBuilder); }
    std::u16string text(Machine &) const override { return content; }
};

StringBuilderObject &builder(Call &c)
{
    return c.object<StringBuilderObject>(0);
}

Value create(Call &c, std::u16string content, std::int32_t capacity = 16)
{
    if (capacity < 0)
        raise(Raised::ArgumentOutOfRange, "'capacity' must be greater than zero.", "capacity");
    const auto object = make<StringBuilderObject>(std::move(content));
    object->capacity = capacity == 0 ? 16 : capacity;
    c.machine().allocate(object->content.size() * sizeof(char16_t));
    return Value::of(object);
}

Value append(Call &c, std::u16string_view part)
{
    std::u16string &content = builder(c).content;
    requireTextSize(content.size() + part.size());
    c.machine().allocate(part.size() * sizeof(char16_t));
    c.charge(part.size());
    content += part;
    return c[0];
}

//! ToString() of the value in argument 1.
Value appendValue(Call &c)
{
    return append(c, c.text(c[1]));
}

Value appendPart(Call &c, const std::u16string &units)
{
    requireRange(c.int32(2), c.int32(3), units.size());
    return append(c, std::u16string_view(units).substr(static_cast<std::size_t>(c.int32(2)), static_cast<std::size_t>(c.int32(3))));
}

//! `format` stands before the first argument.
Value appendFormat(Call &c, std::size_t first)
{
    std::vector<Value> arguments;
    for (std::size_t i = first; i < c.count(); ++i)
        arguments.push_back(c[i]);
    return append(c, formatComposite(c.machine(), c.string(first - 1, "format"), arguments));
}

Value appendFormatArray(Call &c, std::size_t array)
{
    const std::u16string &format = c.string(array - 1, "format");
    return append(c, formatComposite(c.machine(), format, itemsOf(c, array, "args")));
}

Value appendJoined(Call &c, std::u16string_view separator, const std::vector<Value> &items)
{
    std::u16string result;
    for (std::size_t i = 0; i < items.size(); ++i) {
        result += i > 0 ? separator : std::u16string_view();
        result += c.text(items[i]);
        requireTextSize(result.size());
    }
    return append(c, result);
}

Value appendJoinedSequence(Call &c, std::u16string separator)
{
    return c.collect(
        2,
        [separator = std::move(separator)](Call &call, std::vector<Value> items) { return appendJoined(call, separator, items); },
        "values");
}

Value insert(Call &c, std::u16string_view part)
{
    std::u16string &content = builder(c).content;
    if (c.int32(1) < 0 || static_cast<std::size_t>(c.int32(1)) > content.size())
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "index");
    requireTextSize(content.size() + part.size());
    c.machine().allocate(part.size() * sizeof(char16_t));
    c.charge(content.size());
    content.insert(static_cast<std::size_t>(c.int32(1)), part);
    return c[0];
}

Value insertValue(Call &c)
{
    return insert(c, c.text(c[2]));
}

std::u16string repeated(std::u16string_view part, std::int32_t count)
{
    if (count < 0)
        raise(Raised::ArgumentOutOfRange, "Non-negative number required.", "count");
    requireTextSize(part.size() * static_cast<std::size_t>(count));
    std::u16string result;
    for (std::int32_t i = 0; i < count; ++i)
        result += part;
    return result;
}

//! Replaces in [start, start + count).
Value replaceWithin(Call &c, std::u16string_view from, std::u16string_view to, std::int64_t start, std::int64_t count)
{
    std::u16string &content = builder(c).content;
    requireRange(start, count, content.size());
    c.charge(content.size());
    const auto begin = static_cast<std::size_t>(start);
    const auto size = static_cast<std::size_t>(count);
    const std::u16string replaced = replaceAll(std::u16string_view(content).substr(begin, size), from, to, false);
    requireTextSize(content.size() - size + replaced.size());
    c.machine().allocate(replaced.size() * sizeof(char16_t));
    content.replace(begin, size, replaced);
    return c[0];
}

Value replaceTexts(Call &c, std::int64_t start, std::int64_t count)
{
    const std::u16string &from = c.string(1, "oldValue");
    if (from.empty())
        raise(Raised::ArgumentException, "Empty name is not legal.", "oldValue");
    return replaceWithin(c, from, c.stringOrEmpty(2), start, count);
}

Value replaceUnits(Call &c, std::int64_t start, std::int64_t count)
{
    const char16_t from = c.character(1);
    const char16_t to = c.character(2);
    return replaceWithin(c, {&from, 1}, {&to, 1}, start, count);
}

std::int64_t length(Call &c)
{
    return static_cast<std::int64_t>(builder(c).content.size());
}

void setLength(StringBuilderObject &object, Call &c, std::int32_t size)
{
    if (size < 0)
        raise(Raised::ArgumentOutOfRange, "Length cannot be less than zero.", "value");
    requireTextSize(static_cast<std::size_t>(size));
    if (static_cast<std::size_t>(size) > object.content.size())
        c.machine().allocate(static_cast<std::size_t>(size) * sizeof(char16_t));
    object.content.resize(static_cast<std::size_t>(size));
}

void declareAppends(Library &library)
{
    library.declare("class System.Text.StringBuilder", Known::StringBuilder, {
        {"StringBuilder Append(string value)", [](Call &c) { return append(c, c.stringOrEmpty(1)); }},
        {"StringBuilder Append(object value)", appendValue},
        {"StringBuilder Append(bool value)", appendValue},
        {"StringBuilder Append(char value)", appendValue},
        {"StringBuilder Append(sbyte value)", appendValue},
        {"StringBuilder Append(byte value)", appendValue},
        {"StringBuilder Append(short value)", appendValue},
        {"StringBuilder Append(ushort value)", appendValue},
        {"StringBuilder Append(int value)", appendValue},
        {"StringBuilder Append(uint value)", appendValue},
        {"StringBuilder Append(long value)", appendValue},
        {"StringBuilder Append(ulong value)", appendValue},
        {"StringBuilder Append(float value)", appendValue},
        {"StringBuilder Append(double value)", appendValue},
        {"StringBuilder Append(decimal value)", appendValue},
        {"StringBuilder Append(StringBuilder value)", appendValue},
        {"StringBuilder Append(char[] value)", [](Call &c) { return append(c, charsOf(c.objectOrNull<ArrayObject>(1))); }},
        {"StringBuilder Append(char value, int repeatCount)", [](Call &c) {
             const char16_t unit = c.character(1);
             return append(c, repeated({&unit, 1}, c.int32(2)));
         }},
        {"StringBuilder Append(string value, int startIndex, int count)",
         [](Call &c) { return appendPart(c, std::u16string(c.stringOrEmpty(1))); }},
        {"StringBuilder Append(char[] value, int startIndex, int charCount)",
         [](Call &c) { return appendPart(c, charsOf(c.objectOrNull<ArrayObject>(1))); }},
        {"StringBuilder AppendLine()", [](Call &c) { return append(c, u"\n"); }},
        {"StringBuilder AppendLine(string value)", [](Call &c) { return append(c, std::u16string(c.stringOrEmpty(1)) + u'\n'); }},
        {"StringBuilder AppendFormat(string format, object arg0)", [](Call &c) { return appendFormat(c, 2); }},
        {"StringBuilder AppendFormat(string format, object arg0, object arg1)", [](Call &c) { return appendFormat(c, 2); }},
        {"StringBuilder AppendFormat(string format, object arg0, object arg1, object arg2)",
         [](Call &c) { return appendFormat(c, 2); }},
        {"StringBuilder AppendFormat(string format, params object[] args)", [](Call &c) { return appendFormatArray(c, 2); }},
        {"StringBuilder AppendFormat(IFormatProvider provider, string format, object arg0)",
         [](Call &c) { return appendFormat(c, 3); }},
        {"StringBuilder AppendFormat(IFormatProvider provider, string format, object arg0, object arg1)",
         [](Call &c) { return appendFormat(c, 3); }},
        {"StringBuilder AppendFormat(IFormatProvider provider, string format, object arg0, object arg1, object arg2)",
         [](Call &c) { return appendFormat(c, 3); }},
        {"StringBuilder AppendFormat(IFormatProvider provider, string format, params object[] args)",
         [](Call &c) { return appendFormatArray(c, 3); }},
        {"StringBuilder AppendJoin(string separator, params string[] values)",
         [](Call &c) { return appendJoined(c, c.stringOrEmpty(1), itemsOf(c, 2, "values")); }},
        {"StringBuilder AppendJoin(string separator, params object[] values)",
         [](Call &c) { return appendJoined(c, c.stringOrEmpty(1), itemsOf(c, 2, "values")); }},
        {"StringBuilder AppendJoin<T>(string separator, IEnumerable<T> values)",
         [](Call &c) { return appendJoinedSequence(c, std::u16string(c.stringOrEmpty(1))); }},
        {"StringBuilder AppendJoin(char separator, params string[] values)",
         [](Call &c) { return appendJoined(c, std::u16string(1, c.character(1)), itemsOf(c, 2, "values")); }},
        {"StringBuilder AppendJoin(char separator, params object[] values)",
         [](Call &c) { return appendJoined(c, std::u16string(1, c.character(1)), itemsOf(c, 2, "values")); }},
        {"StringBuilder AppendJoin<T>(char separator, IEnumerable<T> values)",
         [](Call &c) { return appendJoinedSequence(c, std::u16string(1, c.character(1))); }},
    });
}

void declareInserts(Library &library)
{
    library.declare("class System.Text.StringBuilder", Known::StringBuilder, {
        {"StringBuilder Insert(int index, string value)", [](Call &c) { return insert(c, c.stringOrEmpty(2)); }},
        {"StringBuilder Insert(int index, string value, int count)",
         [](Call &c) { return insert(c, repeated(c.stringOrEmpty(2), c.int32(3))); }},
        {"StringBuilder Insert(int index, object value)", insertValue},
        {"StringBuilder Insert(int index, bool value)", insertValue},
        {"StringBuilder Insert(int index, char value)", insertValue},
        {"StringBuilder Insert(int index, sbyte value)", insertValue},
        {"StringBuilder Insert(int index, byte value)", insertValue},
        {"StringBuilder Insert(int index, short value)", insertValue},
        {"StringBuilder Insert(int index, ushort value)", insertValue},
        {"StringBuilder Insert(int index, int value)", insertValue},
        {"StringBuilder Insert(int index, uint value)", insertValue},
        {"StringBuilder Insert(int index, long value)", insertValue},
        {"StringBuilder Insert(int index, ulong value)", insertValue},
        {"StringBuilder Insert(int index, float value)", insertValue},
        {"StringBuilder Insert(int index, double value)", insertValue},
        {"StringBuilder Insert(int index, decimal value)", insertValue},
        {"StringBuilder Insert(int index, char[] value)", [](Call &c) { return insert(c, charsOf(c.objectOrNull<ArrayObject>(2))); }},
        {"StringBuilder Replace(string oldValue, string newValue)", [](Call &c) { return replaceTexts(c, 0, length(c)); }},
        {"StringBuilder Replace(string oldValue, string newValue, int startIndex, int count)",
         [](Call &c) { return replaceTexts(c, c.int32(3), c.int32(4)); }},
        {"StringBuilder Replace(char oldChar, char newChar)", [](Call &c) { return replaceUnits(c, 0, length(c)); }},
        {"StringBuilder Replace(char oldChar, char newChar, int startIndex, int count)",
         [](Call &c) { return replaceUnits(c, c.int32(3), c.int32(4)); }},
        {"StringBuilder Remove(int startIndex, int length)", [](Call &c) {
             requireRange(c.int32(1), c.int32(2), builder(c).content.size(), "startIndex", "length");
             c.charge(builder(c).content.size());
             builder(c).content.erase(static_cast<std::size_t>(c.int32(1)), static_cast<std::size_t>(c.int32(2)));
             return c[0];
         }},
        {"StringBuilder Clear()", [](Call &c) {
             builder(c).content.clear();
             return c[0];
         }},
    });
}

} // namespace

void declareStringBuilder(Library &library)
{
    library.declare("class System.Text.StringBuilder", Known::StringBuilder, {
        {"new()", [](Call &c) { return create(c, {}); }},
        {"new(int capacity)", [](Call &c) { return create(c, {}, c.int32(0)); }},
        {"new(int capacity, int maxCapacity)", [](Call &c) { return create(c, {}, c.int32(0)); }},
        {"new(string value)", [](Call &c) { return create(c, std::u16string(c.stringOrEmpty(0))); }},
        {"new(string value, int capacity)", [](Call &c) { return create(c, std::u16string(c.stringOrEmpty(0)), c.int32(1)); }},
        {"new(string value, int startIndex, int length, int capacity)", [](Call &c) {
             const std::u16string_view text = c.stringOrEmpty(0);
             requireRange(c.int32(1), c.int32(2), text.size(), "startIndex", "length");
             const auto part = text.substr(static_cast<std::size_t>(c.int32(1)), static_cast<std::size_t>(c.int32(2)));
             return create(c, std::u16string(part), c.int32(3));
         }},
        {"int Length { get; set; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(length(c))); },
         [](Call &c) {
             setLength(builder(c), c, c.int32(1));
             return Value::null();
         }},
        {"int Capacity { get; set; }",
         [](Call &c) { return Value::ofInt(std::max(builder(c).capacity, static_cast<std::int32_t>(length(c)))); },
         [](Call &c) {
             builder(c).capacity = c.int32(1);
             return Value::null();
         }},
        {"int MaxCapacity { get; }", [](Call &) { return Value::ofInt(0x7fffffff); }},
        {"int EnsureCapacity(int capacity)", [](Call &c) {
             builder(c).capacity = std::max(builder(c).capacity, c.int32(1));
             return Value::ofInt(builder(c).capacity);
         }},
        {"char this[int index] { get; set; }",
         [](Call &c) {
             if (c.int32(1) < 0 || c.int32(1) >= length(c))
                 raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
             return Value::ofChar(builder(c).content[static_cast<std::size_t>(c.int32(1))]);
         },
         [](Call &c) {
             if (c.int32(1) < 0 || c.int32(1) >= length(c))
                 raise(Raised::ArgumentOutOfRange,
                       "Index was out of range. Must be non-negative and less than the size of the collection.", "index");
             builder(c).content[static_cast<std::size_t>(c.int32(1))] = c.character(2);
             return Value::null();
         }},
        {"bool Equals(StringBuilder sb)", [](Call &c) {
             const auto *other = c.objectOrNull<StringBuilderObject>(1);
             return Value::ofBool(other && other->content == builder(c).content);
         }},
        {"string ToString()", [](Call &c) { return c.text(builder(c).content); }},
        {"string ToString(int startIndex, int length)", [](Call &c) {
             const std::u16string &content = builder(c).content;
             requireRange(c.int32(1), c.int32(2), content.size(), "startIndex", "length");
             return c.text(content.substr(static_cast<std::size_t>(c.int32(1)), static_cast<std::size_t>(c.int32(2))));
         }},
    });
    declareAppends(library);
    declareInserts(library);
}

} // namespace gatehouse::expression
