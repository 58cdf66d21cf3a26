// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/json_convert.h"
#include "core/expression/library/json_groups.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

namespace {

JsonValue &self(Call &c)
{
    return c[0].to<JsonValue>();
}

//! JValue keeps a null of the string constructor as a String: only its content is null.
JsonValue *newString(Call &c, std::size_t index)
{
    return new JsonValue(JsonType::String, c[index]);
}

JsonValue *newChar(Call &c, std::size_t index)
{
    return newJsonString(std::u16string(1, c.character(index)));
}

JsonValue *newValue(Call &c, std::size_t index)
{
    return newJsonValue(c.machine(), c[index]);
}

template<JsonValue *(*build)(Call &, std::size_t)>
Value construct(Call &c)
{
    return build(c, 0)->value();
}

Value kindOf(Call &c, JsonType kind)
{
    return (new JsonValue(kind, c[0]))->value();
}

Value setContent(Call &c)
{
    const Value made = newJsonValue(c.machine(), c[1])->value();
    const auto &value = made.to<JsonValue>();
    JsonType kind = value.kind();
    const JsonType old = self(c).kind();
    if (kind == JsonType::String && (old == JsonType::Comment || old == JsonType::Raw))
        kind = old;
    self(c).set(kind, value.content(), value.writtenText() ? std::make_unique<std::u16string>(*value.writtenText()) : nullptr);
    return Value::null();
}

Value formatted(Call &c)
{
    if (self(c).content().isNull())
        return c.text(std::u16string());
    return c.text(formatValue(c.machine(), self(c).content(), c.stringOrEmpty(1)));
}

Value compare(Call &c)
{
    if (c.isNull(1))
        return Value::ofInt(1);
    return Value::ofInt(self(c).compareTo(c[1]));
}

Value same(Call &c)
{
    return Value::ofBool(!c.isNull(1) && self(c).equals(*c[1].object()));
}

Value cast(Call &c)
{
    return castJson(c.machine(), tokenAt(c, 0), c.result());
}

} // namespace

void declareJsonValues(Library &library)
{
    library.declare("struct System.Numerics.BigInteger", Known::BigInteger); // of JSON integers beyond 64 bits
    library.declare("class Newtonsoft.Json.Linq.JValue : JToken, IComparable", Known::JValue, {
        {"new(JValue other)", [](Call &c) { return c.object<JsonValue>(0, "other").copy()->value(); }},
        {"new(long value)", construct<newValue>},
        {"new(ulong value)", construct<newValue>},
        {"new(double value)", construct<newValue>},
        {"new(float value)", construct<newValue>},
        {"new(decimal value)", construct<newValue>},
        {"new(bool value)", construct<newValue>},
        {"new(char value)", construct<newChar>},
        {"new(string value)", construct<newString>},
        {"new(DateTime value)", construct<newValue>},
        {"new(DateTimeOffset value)", construct<newValue>},
        {"new(Guid value)", construct<newValue>},
        {"new(Uri value)", construct<newValue>},
        {"new(TimeSpan value)", construct<newValue>},
        {"new(object value)", construct<newValue>},
        {"static JValue CreateString(string value)", construct<newString>},
        {"static JValue CreateComment(string value)", [](Call &c) { return kindOf(c, JsonType::Comment); }},
        {"static JValue CreateNull()", [](Call &) { return newJsonNull()->value(); }},
        {"static JValue CreateUndefined()", [](Call &) { return (new JsonValue(JsonType::Undefined, Value::null()))->value(); }},
        {"object Value { get; set; }", [](Call &c) { return self(c).content(); }, setContent},
        {"string ToString(string format)", formatted},
        {"string ToString(IFormatProvider formatProvider)", [](Call &c) { return c.text(self(c).text(c.machine())); }},
        {"string ToString(string format, IFormatProvider formatProvider)", formatted},
        {"int CompareTo(JValue obj)", compare},
        {"bool Equals(JValue other)", same},
    });
    library.declare("class Newtonsoft.Json.Linq.JRaw : JValue", Known::JRaw, {
        {"new(object rawJson)", [](Call &c) { return kindOf(c, JsonType::Raw); }},
    });
}

void declareJsonConversions(Library &library)
{
    library.declare("class Newtonsoft.Json.Linq.JToken", Known::JToken, {
        {"static implicit operator JToken(bool value)", construct<newValue>},
        {"static implicit operator JToken(DateTimeOffset value)", construct<newValue>},
        {"static implicit operator JToken(byte value)", construct<newValue>},
        {"static implicit operator JToken(byte? value)", construct<newValue>},
        {"static implicit operator JToken(sbyte value)", construct<newValue>},
        {"static implicit operator JToken(sbyte? value)", construct<newValue>},
        {"static implicit operator JToken(bool? value)", construct<newValue>},
        {"static implicit operator JToken(long value)", construct<newValue>},
        {"static implicit operator JToken(long? value)", construct<newValue>},
        {"static implicit operator JToken(DateTime value)", construct<newValue>},
        {"static implicit operator JToken(DateTime? value)", construct<newValue>},
        {"static implicit operator JToken(DateTimeOffset? value)", construct<newValue>},
        {"static implicit operator JToken(decimal value)", construct<newValue>},
        {"static implicit operator JToken(decimal? value)", construct<newValue>},
        {"static implicit operator JToken(double value)", construct<newValue>},
        {"static implicit operator JToken(double? value)", construct<newValue>},
        {"static implicit operator JToken(short value)", construct<newValue>},
        {"static implicit operator JToken(short? value)", construct<newValue>},
        {"static implicit operator JToken(ushort value)", construct<newValue>},
        {"static implicit operator JToken(ushort? value)", construct<newValue>},
        {"static implicit operator JToken(int value)", construct<newValue>},
        {"static implicit operator JToken(int? value)", construct<newValue>},
        {"static implicit operator JToken(uint value)", construct<newValue>},
        {"static implicit operator JToken(uint? value)", construct<newValue>},
        {"static implicit operator JToken(ulong value)", construct<newValue>},
        {"static implicit operator JToken(ulong? value)", construct<newValue>},
        {"static implicit operator JToken(float value)", construct<newValue>},
        {"static implicit operator JToken(float? value)", construct<newValue>},
        {"static implicit operator JToken(string value)", construct<newString>},
        {"static implicit operator JToken(byte[] value)", construct<newValue>},
        {"static implicit operator JToken(Uri value)", construct<newValue>},
        {"static implicit operator JToken(TimeSpan value)", construct<newValue>},
        {"static implicit operator JToken(TimeSpan? value)", construct<newValue>},
        {"static implicit operator JToken(Guid value)", construct<newValue>},
        {"static implicit operator JToken(Guid? value)", construct<newValue>},
        {"static explicit operator bool(JToken value)", cast},
        {"static explicit operator bool?(JToken value)", cast},
        {"static explicit operator byte(JToken value)", cast},
        {"static explicit operator byte?(JToken value)", cast},
        {"static explicit operator sbyte(JToken value)", cast},
        {"static explicit operator sbyte?(JToken value)", cast},
        {"static explicit operator char(JToken value)", cast},
        {"static explicit operator char?(JToken value)", cast},
        {"static explicit operator short(JToken value)", cast},
        {"static explicit operator short?(JToken value)", cast},
        {"static explicit operator ushort(JToken value)", cast},
        {"static explicit operator ushort?(JToken value)", cast},
        {"static explicit operator int(JToken value)", cast},
        {"static explicit operator int?(JToken value)", cast},
        {"static explicit operator uint(JToken value)", cast},
        {"static explicit operator uint?(JToken value)", cast},
        {"static explicit operator long(JToken value)", cast},
        {"static explicit operator long?(JToken value)", cast},
        {"static explicit operator ulong(JToken value)", cast},
        {"static explicit operator ulong?(JToken value)", cast},
        {"static explicit operator float(JToken value)", cast},
        {"static explicit operator float?(JToken value)", cast},
        {"static explicit operator double(JToken value)", cast},
        {"static explicit operator double?(JToken value)", cast},
        {"static explicit operator decimal(JToken value)", cast},
        {"static explicit operator decimal?(JToken value)", cast},
        {"static explicit operator DateTime(JToken value)", cast},
        {"static explicit operator DateTime?(JToken value)", cast},
        {"static explicit operator DateTimeOffset(JToken value)", cast},
        {"static explicit operator DateTimeOffset?(JToken value)", cast},
        {"static explicit operator TimeSpan(JToken value)", cast},
        {"static explicit operator TimeSpan?(JToken value)", cast},
        {"static explicit operator Guid(JToken value)", cast},
        {"static explicit operator Guid?(JToken value)", cast},
        {"static explicit operator string(JToken value)", cast},
        {"static explicit operator byte[](JToken value)", cast},
        {"static explicit operator Uri(JToken value)", cast},
    });
}

} // namespace gatehouse::expression
