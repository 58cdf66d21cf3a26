// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/convert.h"
#include "core/expression/library/reflection.h"
#include "core/expression/library/strings.h"
#include "core/expression/number_parse.h"
#include "core/expression/objects.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

Value tryParseEnum(Call &c, bool ignoreCase, std::size_t out)
{
    const Type *type = c.typeArgument(0);
    const auto value = type->kind == TypeKind::Enum ? readEnum(*type, c.stringOrEmpty(0), ignoreCase) : std::nullopt;
    c.setOut(out, Value::ofEnum(type, value.value_or(0)));
    return Value::ofBool(value.has_value());
}

Value toTextFormatted(Call &c)
{
    c.charge(c.stringOrEmpty(1).size());
    return c.text(formatValue(c.machine(), c[0], c.stringOrEmpty(1)));
}

const Type &enumIn(Call &c)
{
    const auto &type = typeArgumentIn(c, 0, "enumType");
    if (type.kind != TypeKind::Enum)
        raise(Raised::ArgumentException, "Type provided must be an Enum.", "enumType");
    return type;
}

Value parse(Call &c)
{
    const auto &type = enumIn(c);
    const auto &text = c.string(1);
    c.charge(text.size());
    const auto value = readEnum(type, text, c.count() > 2 && c.boolean(2));
    if (!value)
        raise(Raised::ArgumentException, "Requested value '" + toUtf8(text) + "' was not found.");
    return Value::ofEnum(&type, *value);
}

//! In the order of the values as unsigned numbers, as .NET lists them.
std::vector<std::pair<std::string, std::int32_t>> sorted(const Type &type)
{
    auto values = type.values;
    std::stable_sort(values.begin(), values.end(), [](const auto &a, const auto &b) {
        return static_cast<std::uint32_t>(a.second) < static_cast<std::uint32_t>(b.second);
    });
    return values;
}

Value names(Call &c)
{
    std::vector<Value> items;
    for (const auto &[name, value] : sorted(enumIn(c)))
        items.push_back(Value::ofString(name));
    return c.array(c.library().primitive(TypeKind::String), std::move(items));
}

Value values(Call &c)
{
    const auto &type = enumIn(c);
    std::vector<Value> items;
    for (const auto &[name, value] : sorted(type))
        items.push_back(Value::ofEnum(&type, value));
    return c.array(&type, std::move(items));
}

std::int32_t numberIn(Call &c, std::size_t index)
{
    return c[index].tag() == Tag::Enum ? c[index].enumValue() : c[index].int32();
}

Value nameOfValue(Call &c)
{
    const auto &type = enumIn(c);
    for (const auto &[name, value] : type.values)
        if (!c.isNull(1) && value == numberIn(c, 1))
            return c.text(name);
    return Value();
}

Value isDefined(Call &c)
{
    const auto &type = enumIn(c);
    if (c.isNull(1))
        raiseNullArgument("value");
    const auto *wanted = stringOf(c[1]);
    return Value::ofBool(std::any_of(type.values.begin(), type.values.end(), [&](const auto &value) {
        return wanted ? fromAscii(value.first) == *wanted : value.second == numberIn(c, 1);
    }));
}

Value compare(Call &c)
{
    if (c.isNull(1))
        return Value::ofInt(1);
    if (c[1].tag() != Tag::Enum || c[1].enumType() != c[0].enumType())
        raise(Raised::ArgumentException, "Object must be the same type as the enum.");
    const auto a = c[0].enumValue();
    const auto b = c[1].enumValue();
    return Value::ofInt(a < b ? -1 : a > b ? 1 : 0);
}

} // namespace

//! A name, several with commas, or a number.
std::optional<std::int32_t> readEnum(const Type &type, std::u16string_view text, bool ignoreCase)
{
    std::int64_t number = 0;
    if (parseInteger(text, numberStyle::integer, 32, true, number) == Parsed::Ok)
        return static_cast<std::int32_t>(number);
    std::int32_t result = 0;
    for (;;) {
        const std::size_t comma = text.find(u',');
        const std::u16string_view part = withoutSpaces(text.substr(0, comma));
        const auto found = std::find_if(type.values.begin(), type.values.end(), [&](const auto &value) {
            return equalStrings(part, fromAscii(value.first), ignoreCase ? ordinalComparison + 1 : ordinalComparison);
        });
        if (found == type.values.end())
            return std::nullopt;
        result |= found->second;
        if (comma == std::u16string_view::npos)
            return result;
        text.remove_prefix(comma + 1);
    }
}

void declareEnums(Library &library)
{
    library.declare(
        "class System.Enum", Known::Enum,
        {{"string ToString(string format)", toTextFormatted},
         {"int CompareTo(object target)", compare},
         {"static object Parse(Type enumType, string value)", parse},
         {"static object Parse(Type enumType, string value, bool ignoreCase)", parse},
         {"static bool TryParse<T>(string value, out T result)", [](Call &c) { return tryParseEnum(c, false, 1); }},
         {"static bool TryParse<T>(string value, bool ignoreCase, out T result)", [](Call &c) { return tryParseEnum(c, c.boolean(1), 2); }},
         {"static bool IsDefined(Type enumType, object value)", isDefined},
         {"static string[] GetNames(Type enumType)", names},
         {"static string GetName(Type enumType, object value)", nameOfValue},
         {"static Array GetValues(Type enumType)", values},
         {"static Type GetUnderlyingType(Type enumType)",
          [](Call &c) {
              enumIn(c);
              return typeObject(c.library().primitive(TypeKind::Int32));
          }},
         {"static object ToObject(Type enumType, int value)", [](Call &c) { return Value::ofEnum(&enumIn(c), c.int32(1)); }}});
}

} // namespace gatehouse::expression
