// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json_convert.h"

#include "core/crypto/digest.h"
#include "core/expression/guid.h"
#include "core/expression/library/bridge.h"
#include "core/expression/library/uri.h"
#include "core/expression/objects.h"

#include <initializer_list>

namespace gatehouse::expression {

namespace {

using Kinds = std::uint32_t;

constexpr Kinds of(std::initializer_list<JsonType> kinds)
{
    Kinds bits = 0;
    for (const JsonType kind : kinds)
        bits |= Kinds{1} << static_cast<int>(kind);
    return bits;
}

constexpr Kinds textual = of({JsonType::String, JsonType::Comment, JsonType::Raw});
constexpr Kinds numeric = textual | of({JsonType::Integer, JsonType::Float});

//! From which kinds of token a cast to the type is allowed; 0: there is no such cast.
Kinds sourcesOf(const Type *target)
{
    switch (target->kind) {
    case TypeKind::Bool:
    case TypeKind::SByte:
    case TypeKind::Byte:
    case TypeKind::Int16:
    case TypeKind::UInt16:
    case TypeKind::Int32:
    case TypeKind::UInt32:
    case TypeKind::Int64:
    case TypeKind::UInt64:
    case TypeKind::Single:
    case TypeKind::Double:
    case TypeKind::Decimal:
        return numeric | of({JsonType::Boolean});
    case TypeKind::Char:
        return numeric;
    case TypeKind::String:
        return numeric | of({JsonType::Boolean, JsonType::Date, JsonType::Bytes, JsonType::Guid, JsonType::TimeSpan, JsonType::Uri});
    case TypeKind::Array:
        return target->element()->kind == TypeKind::Byte ? textual | of({JsonType::Bytes, JsonType::Integer}) : 0;
    default:
        break;
    }
    switch (target->known) {
    case Known::DateTime:
    case Known::DateTimeOffset:
        return textual | of({JsonType::Date});
    case Known::Guid:
        return textual | of({JsonType::Guid, JsonType::Bytes});
    case Known::TimeSpan:
        return textual | of({JsonType::TimeSpan});
    case Known::Uri:
        return textual | of({JsonType::Uri});
    default:
        return 0;
    }
}

std::string describe(const JsonToken *token)
{
    if (const auto *property = dynamic_cast<const JsonProperty *>(token))
        token = property->content();
    return std::string(token ? nameOf(token->kind()) : "Null");
}

[[noreturn]] void refuse(const JsonToken *token, const Type *target)
{
    std::string name = target->kind == TypeKind::Array ? "byte array" : target->fullName.substr(target->fullName.rfind('.') + 1);
    raise(Raised::ArgumentException, "Can not convert " + describe(token) + " to " + name + ".");
}

Value toText(Machine &machine, const JsonValue &token)
{
    const Value &value = token.content();
    if (value.as<StringObject>())
        return value;
    if (const auto *bytes = value.as<ArrayObject>())
        return Value::ofString(crypto::base64(bytesOf(*bytes)));
    return Value::ofString(machine.text(value));
}

Value toGuid(Machine &machine, const JsonValue &token)
{
    const Value &value = token.content();
    if (value.as<GuidObject>())
        return value;
    if (const auto *array = value.as<ArrayObject>()) {
        GuidBytes bytes{};
        if (array->items().size() != bytes.size())
            raise(Raised::ArgumentException, "Byte array for GUID must be exactly 16 bytes long.");
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(array->items()[i].integer());
        return Value::of(make<GuidObject>(bytes));
    }
    const auto bytes = parseGuid(machine.text(value));
    if (!bytes)
        raise(Raised::Format, "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).");
    return Value::of(make<GuidObject>(*bytes));
}

Value toOffset(Machine &machine, const Value &value, const Type *target)
{
    if (value.tag() == Tag::DateTimeOffset)
        return value;
    if (value.tag() == Tag::DateTime)
        return Value::ofDateTimeOffset(value.integer(), 0);
    return callStatic(machine, target, "Parse", value).value_or(Value::null());
}

Value parsed(Machine &machine, const Value &value, const Type *target, std::string_view method)
{
    auto result = callStatic(machine, target, method, value);
    if (!result)
        raise(Raised::InvalidCast, "Invalid cast from 'System.String' to '" + fullNameOf(*target) + "'.");
    return *result;
}

Value castValue(Machine &machine, const JsonValue &token, const Type *target)
{
    const Value &value = token.content();
    const Library &library = machine.library();
    switch (target->kind) {
    case TypeKind::String:
        return toText(machine, token);
    case TypeKind::Array:
        if (value.as<ArrayObject>())
            return value;
        if (!value.as<StringObject>())
            refuse(&token, target);
        return parsed(machine, value, library.known(Known::Convert), "FromBase64String");
    default:
        break;
    }
    if (value.as<BigIntegerObject>() && target->kind == TypeKind::Bool)
        raise(Raised::Overflow, "Value was either too large or too small for an Int32.");
    if (const auto *big = value.as<BigIntegerObject>(); big && target->isNumeric()) {
        if (target->kind == TypeKind::Double || target->kind == TypeKind::Single)
            return Value::ofReal(target->kind == TypeKind::Double ? Tag::Double : Tag::Single,
                                 target->kind == TypeKind::Double ? numberOf(token) : static_cast<float>(numberOf(token)));
        return changeType(machine, Value::ofString(big->digits()), target);
    }
    switch (target->known) {
    case Known::DateTime:
        if (value.tag() == Tag::DateTimeOffset)
            return Value::ofDateTime(value.integer(), 0);
        return changeType(machine, value, target);
    case Known::DateTimeOffset:
        return toOffset(machine, value, target);
    case Known::Guid:
        return toGuid(machine, token);
    case Known::TimeSpan:
        return value.tag() == Tag::TimeSpan ? value : parsed(machine, value, target, "Parse");
    case Known::Uri:
        return value.as<StringObject>() ? uriOf(value.to<StringObject>().value()) : value;
    default:
        return changeType(machine, value, target);
    }
}

} // namespace

bool hasJsonCast(const Type *target)
{
    return sourcesOf(target->kind == TypeKind::Nullable ? target->element() : target) != 0;
}

Value castJson(Machine &machine, JsonToken *token, const Type *result)
{
    const Type *target = result->kind == TypeKind::Nullable ? result->element() : result;
    const bool allowsNull = result->isReference() || result->kind == TypeKind::Nullable;
    if (!token) {
        if (!allowsNull)
            raiseNullArgument("value");
        return Value::null();
    }
    const JsonToken *content = token;
    if (const auto *property = dynamic_cast<const JsonProperty *>(token))
        content = property->content();
    const auto *value = dynamic_cast<const JsonValue *>(content);
    const bool isNull = value && (value->kind() == JsonType::Null || value->kind() == JsonType::Undefined);
    const bool fits = value && (sourcesOf(target) & (Kinds{1} << static_cast<int>(value->kind()))) != 0;
    if (!fits && !(isNull && allowsNull))
        refuse(token, target);
    if (value->content().isNull() && allowsNull)
        return Value::null();
    return castValue(machine, *value, target);
}

Value valueOfJson(Machine &machine, JsonToken *token, const Type *target)
{
    const Library &library = machine.library();
    if (!token)
        return zeroOf(target, library);
    const Value self = token->value();
    if (library.isInstance(self, target))
        return self;
    const auto *value = dynamic_cast<const JsonValue *>(token);
    if (!value) {
        raise(Raised::InvalidCast, "Cannot cast " + fullNameOf(*library.typeOf(self)) + " to Newtonsoft.Json.Linq.JToken.");
    }
    if (!value->content().isNull() && library.isInstance(value->content(), target))
        return value->content();
    if (target->kind == TypeKind::Nullable) {
        if (value->content().isNull())
            return Value::null();
        target = target->element();
        if (library.isInstance(value->content(), target))
            return value->content();
    }
    return changeType(machine, value->content(), target);
}

} // namespace gatehouse::expression
