// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json.h"

#include "core/expression/format.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gatehouse::expression {

void JsonValue::set(JsonType kind, Value value, std::unique_ptr<std::u16string> text)
{
    m_kind = kind;
    m_value = std::move(value);
    m_text = std::move(text);
}

std::u16string_view JsonValue::string() const
{
    const auto *text = stringOf(m_value);
    return text ? std::u16string_view(*text) : std::u16string_view();
}

JsonToken *JsonValue::copy() const
{
    return m_text ? new JsonValue(m_kind, m_value, *m_text) : new JsonValue(m_kind, m_value);
}

const Type *JsonValue::type(const Library &library) const
{
    return library.known(m_kind == JsonType::Raw ? Known::JRaw : Known::JValue);
}

std::u16string JsonValue::text(Machine &machine) const
{
    return m_value.isNull() ? std::u16string() : machine.text(m_value);
}

bool JsonValue::equals(const Object &other) const
{
    const auto *token = dynamic_cast<const JsonValue *>(&other);
    if (!token)
        return false;
    if (token == this)
        return true;
    return m_kind == token->m_kind && compareJson(*this, *token) == 0;
}

int JsonValue::compareTo(const Value &other) const
{
    const auto *token = other.as<JsonValue>();
    if (!token && !other.isNull())
        raise(Raised::ArgumentException, "Object must be of type JValue.");
    return token ? compareJson(*this, *token) : 1;
}

std::int32_t JsonValue::hash() const
{
    return m_value.isNull() ? 0 : hashOf(m_value);
}

const Type *BigIntegerObject::type(const Library &library) const
{
    return library.known(Known::BigInteger);
}

std::u16string BigIntegerObject::text(Machine &) const
{
    return m_digits;
}

bool BigIntegerObject::equals(const Object &other) const
{
    const auto *big = dynamic_cast<const BigIntegerObject *>(&other);
    return big && big->m_digits == m_digits;
}

std::int32_t BigIntegerObject::hash() const
{
    return static_cast<std::int32_t>(std::hash<std::u16string>{}(m_digits));
}

JsonValue *newJsonString(std::u16string text)
{
    return new JsonValue(JsonType::String, Value::ofString(std::move(text)));
}

namespace {

JsonValue *newObjectValue(Machine &machine, const Value &value)
{
    if (value.as<StringObject>())
        return new JsonValue(JsonType::String, value);
    if (value.as<BigIntegerObject>())
        return new JsonValue(JsonType::Integer, value);
    if (value.as<DecimalObject>())
        return new JsonValue(JsonType::Float, value, machine.text(value));
    const Type *type = machine.library().typeOf(value);
    if (type->kind == TypeKind::Array && type->element()->kind == TypeKind::Byte)
        return new JsonValue(JsonType::Bytes, value);
    if (type->known == Known::Guid)
        return new JsonValue(JsonType::Guid, value, machine.text(value));
    if (type->known == Known::Uri)
        return new JsonValue(JsonType::Uri, value, machine.text(value));
    raise(Raised::ArgumentException, "Could not determine JSON object type for type " + fullNameOf(*type) + ".");
}

} // namespace

JsonValue *newJsonValue(Machine &machine, const Value &value)
{
    switch (value.tag()) {
    case Tag::Null:
        return newJsonNull();
    case Tag::Bool:
        return new JsonValue(JsonType::Boolean, value);
    case Tag::SByte:
    case Tag::Byte:
    case Tag::Int16:
    case Tag::UInt16:
    case Tag::Int32:
    case Tag::UInt32:
    case Tag::Int64:
    case Tag::UInt64:
    case Tag::Enum:
        return new JsonValue(JsonType::Integer, value);
    case Tag::Single:
    case Tag::Double:
        return new JsonValue(JsonType::Float, value);
    case Tag::DateTime:
    case Tag::DateTimeOffset:
        return new JsonValue(JsonType::Date, value);
    case Tag::TimeSpan:
        return new JsonValue(JsonType::TimeSpan, value);
    case Tag::Char:
        raise(Raised::ArgumentException, "Could not determine JSON object type for type System.Char.");
    case Tag::Object:
        break;
    }
    return newObjectValue(machine, value);
}

double numberOf(const JsonValue &token)
{
    const Value &value = token.content();
    switch (value.tag()) {
    case Tag::Single:
    case Tag::Double:
        return value.real();
    case Tag::UInt64:
        return static_cast<double>(static_cast<std::uint64_t>(value.integer()));
    case Tag::Enum:
        return value.enumValue();
    case Tag::Object: {
        const auto *big = value.as<BigIntegerObject>();
        const std::u16string text = big ? big->digits() : token.writtenText() ? *token.writtenText() : std::u16string(token.string());
        return std::strtod(toUtf8(text).c_str(), nullptr);
    }
    default:
        return static_cast<double>(value.integer());
    }
}

namespace {

bool isFractional(const Value &value)
{
    return value.tag() == Tag::Single || value.tag() == Tag::Double || value.as<DecimalObject>();
}

int sign(double difference)
{
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

int compareFractions(double a, double b)
{
    constexpr double epsilon = 2.2204460492503131E-16;
    if (a == b)
        return 0;
    const double tolerance = (std::abs(a) + std::abs(b) + 10.0) * epsilon;
    const double difference = a - b;
    if (-tolerance < difference && tolerance > difference)
        return 0;
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) ? (std::isnan(b) ? 0 : -1) : 1;
    return sign(difference);
}

int compareIntegers(const JsonValue &a, const JsonValue &b)
{
    const Value &x = a.content();
    const Value &y = b.content();
    if (x.isObject() || y.isObject())
        return sign(numberOf(a) - numberOf(b));
    const auto wide = [](const Value &value) -> Int128 {
        if (value.tag() == Tag::UInt64)
            return static_cast<std::uint64_t>(value.integer());
        return value.tag() == Tag::Enum ? value.enumValue() : value.integer();
    };
    return wide(x) < wide(y) ? -1 : wide(x) > wide(y) ? 1 : 0;
}

std::int64_t utcTicks(const Value &time)
{
    return time.tag() == Tag::DateTimeOffset ? time.integer() - time.aux() * 60 * ticksPerSecond : time.integer();
}

int compareDates(const Value &a, const Value &b)
{
    const bool byOffset = a.tag() == Tag::DateTimeOffset;
    const std::int64_t x = byOffset ? utcTicks(a) : a.integer();
    const std::int64_t y = byOffset ? utcTicks(b) : b.integer();
    return x < y ? -1 : x > y ? 1 : 0;
}

//! What the other side of a comparison is as text; the machine's forms are not needed for what JSON text gives.
std::u16string comparable(const JsonValue &token)
{
    const Value &value = token.content();
    if (token.writtenText())
        return *token.writtenText();
    if (value.tag() == Tag::Object)
        return std::u16string(token.string());
    return primitiveText(value);
}

} // namespace

int compareJson(const JsonValue &a, const JsonValue &b)
{
    const Value &x = a.content();
    const Value &y = b.content();
    if (x.isNull() || y.isNull())
        return x.isNull() ? (y.isNull() ? 0 : -1) : 1;
    // JValue.CompareTo: a string beside another type is compared as text.
    const JsonType kind = a.kind() == JsonType::String && a.kind() != b.kind() ? b.kind() : a.kind();
    const bool isNumber = (a.kind() == JsonType::Integer || a.kind() == JsonType::Float)
        && (b.kind() == JsonType::Integer || b.kind() == JsonType::Float);
    if (isNumber) {
        if (isFractional(x) || isFractional(y))
            return compareFractions(numberOf(a), numberOf(b));
        return compareIntegers(a, b);
    }
    switch (kind) {
    case JsonType::Integer:
    case JsonType::Float:
        return compareFractions(numberOf(a), numberOf(b));
    case JsonType::Boolean:
        if (x.tag() == Tag::Bool && y.tag() == Tag::Bool)
            return x.boolean() == y.boolean() ? 0 : x.boolean() ? 1 : -1;
        break;
    case JsonType::Date:
        if (a.kind() == JsonType::Date && b.kind() == JsonType::Date)
            return compareDates(x, y);
        break;
    case JsonType::TimeSpan:
        if (x.tag() == Tag::TimeSpan && y.tag() == Tag::TimeSpan)
            return x.integer() < y.integer() ? -1 : x.integer() > y.integer() ? 1 : 0;
        raise(Raised::ArgumentException, "Object must be of type TimeSpan.");
    case JsonType::Bytes: {
        const auto *p = x.as<ArrayObject>();
        const auto *q = y.as<ArrayObject>();
        if (!p || !q)
            raise(Raised::ArgumentException, "Object must be of type byte[].");
        return bytesOf(*p).compare(bytesOf(*q));
    }
    default:
        break;
    }
    return compareOrdinal(comparable(a), comparable(b));
}

bool deepEquals(const JsonToken *a, const JsonToken *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind() != b->kind())
        return false;
    if (const auto *value = dynamic_cast<const JsonValue *>(a))
        return value->equals(*b);
    const auto &x = static_cast<const JsonContainer &>(*a);
    const auto &y = static_cast<const JsonContainer &>(*b);
    if (x.items().size() != y.items().size())
        return false;
    if (const auto *object = dynamic_cast<const JsonObject *>(a)) {
        return std::all_of(object->items().begin(), object->items().end(), [&y](const JsonToken *item) {
            const auto &property = static_cast<const JsonProperty &>(*item);
            const auto *other = static_cast<const JsonObject &>(y).property(property.name());
            return other && deepEquals(property.content(), other->content());
        });
    }
    if (const auto *property = dynamic_cast<const JsonProperty *>(a))
        return property->name() == static_cast<const JsonProperty *>(b)->name() && deepEquals(property->content(), y.first());
    if (const auto *constructor = dynamic_cast<const JsonConstructor *>(a)) {
        if (constructor->name() != static_cast<const JsonConstructor *>(b)->name())
            return false;
    }
    return std::equal(x.items().begin(), x.items().end(), y.items().begin(), deepEquals);
}

} // namespace gatehouse::expression
