// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json_convert.h"

#include "core/expression/call.h"
#include "core/expression/library/bridge.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/library/uri.h"
#include "core/expression/objects.h"

#include <cmath>

namespace gatehouse::expression {

namespace {

//! One reading of a token as a .NET type, as JsonSerializer does it for the types that expressions have.
class ObjectReader
{
public:
    ObjectReader(Machine &machine, const JsonReading &reading) : m_machine(machine), m_library(machine.library()), m_reading(reading) { }
    Value read(JsonToken &token, const Type *target);

private:
    [[noreturn]] void failConvert(const JsonToken &token, const Type *target) const;
    [[noreturn]] void failShape(const JsonToken &token, const Type *target, const char *needed) const;
    bool isFromText() const { return m_reading.rawText; }
    Value untyped(JsonToken &token);
    void makeDates(JsonToken &token);
    Value scalar(JsonToken &token, const Type *target);
    Value text(JsonToken &token);
    Value integer(const JsonValue &token, const Type *target);
    Value boolean(const JsonValue &token, const Type *target);
    Value date(const JsonValue &token, const Type *target);
    Value enumeration(const JsonValue &token, const Type *target);
    Value bytes(JsonToken &token, const Type *target);
    std::vector<Value> items(JsonToken &token, const Type *target, const Type *element);
    Value map(JsonToken &token, const Type *target);
    Value pair(JsonToken &token, const Type *target);
    Value anonymous(JsonToken &token, const Type *target);

    Machine &m_machine;
    const Library &m_library;
    const JsonReading &m_reading;
};

std::string where(const JsonToken &token)
{
    return " Path '" + toUtf8(token.path()) + "'.";
}

void ObjectReader::failConvert(const JsonToken &token, const Type *target) const
{
    std::string shown = token.kind() == JsonType::Null ? "{null}" : toUtf8(jsonText(token, false));
    raise(Raised::JsonSerialization, "Error converting value " + shown + " to type '" + fullNameOf(*target) + "'." + where(token));
}

void ObjectReader::failShape(const JsonToken &token, const Type *target, const char *needed) const
{
    if (token.kind() != JsonType::Object && token.kind() != JsonType::Array)
        failConvert(token, target);
    const std::string is = token.kind() == JsonType::Object ? "object (e.g. {\"name\":\"value\"})" : "array (e.g. [1,2,3])";
    raise(Raised::JsonSerialization, "Cannot deserialize the current JSON " + is + " into type '" + fullNameOf(*target)
              + "' because the type requires a JSON " + needed + " to deserialize correctly." + where(token));
}

void ObjectReader::makeDates(JsonToken &token)
{
    if (auto *value = dynamic_cast<JsonValue *>(&token)) {
        if (value->kind() != JsonType::String)
            return;
        Value date = jsonDateOf(value->string());
        if (!date.isNull())
            value->set(JsonType::Date, std::move(date), nullptr);
        return;
    }
    for (JsonToken *item : static_cast<JsonContainer &>(token).items())
        makeDates(*item);
}

Value ObjectReader::untyped(JsonToken &token)
{
    if (const auto *value = dynamic_cast<const JsonValue *>(&token)) {
        if (isFromText() && m_reading.dates && value->kind() == JsonType::String) {
            Value date = jsonDateOf(value->string());
            return date.isNull() ? value->content() : date;
        }
        return value->content();
    }
    const Value copy = token.copy()->value();
    if (isFromText() && m_reading.dates)
        makeDates(*jsonOf(copy));
    return copy;
}

Value ObjectReader::text(JsonToken &token)
{
    const auto *value = dynamic_cast<const JsonValue *>(&token);
    if (!value) {
        raise(Raised::JsonReader, isFromText() ? "Unexpected character encountered while parsing value: "
                      + std::string(token.kind() == JsonType::Object ? "{." : "[.") + where(token)
                                               : "Error reading string. Unexpected token: Start" + std::string(nameOf(token.kind())) + "."
                      + where(token));
    }
    if (value->content().isNull())
        return Value::null();
    if (isFromText()) {
        const auto raw = m_reading.rawText->find(&token);
        if (raw != m_reading.rawText->end())
            return Value::ofString(raw->second);
    }
    return Value::ofString(m_machine.text(value->content()));
}

Value ObjectReader::integer(const JsonValue &token, const Type *target)
{
    const bool isInt = target->kind == TypeKind::Int32;
    const Value &value = token.content();
    try {
        if (token.kind() == JsonType::Float && isInt && isFromText()) {
            raise(Raised::JsonReader, "Input string '" + toUtf8(jsonText(token, false)) + "' is not a valid integer." + where(token));
        }
        if (const auto *big = value.as<BigIntegerObject>())
            return changeType(m_machine, Value::ofString(big->digits()), target);
        if (target->kind == TypeKind::Decimal && isFromText()) {
            const auto raw = m_reading.rawText->find(&token);
            const bool isPlain = raw != m_reading.rawText->end() && raw->second.find_first_of(u"eExX") == std::u16string::npos;
            if (isPlain)
                return changeType(m_machine, Value::ofString(raw->second), target);
        }
        return changeType(m_machine, value, target);
    } catch (const Raise &failure) {
        if (failure.kind == Raised::JsonReader)
            throw;
        const bool isReaders = isInt || target->kind == TypeKind::Double || target->kind == TypeKind::Decimal;
        if (!isReaders)
            failConvert(token, target);
        if (token.kind() == JsonType::Integer) {
            raise(Raised::JsonReader, "JSON integer " + toUtf8(jsonText(token, false)) + " is too large or small for an Int32." + where(token));
        }
        raise(Raised::JsonReader, "Could not convert string to "
                  + std::string(isInt ? "integer" : target->kind == TypeKind::Double ? "double" : "decimal") + ": "
                  + toUtf8(token.string()) + "." + where(token));
    }
}

Value ObjectReader::boolean(const JsonValue &token, const Type *target)
{
    if (token.content().tag() == Tag::Bool)
        return token.content();
    if (token.kind() == JsonType::Integer)
        return Value::ofBool(numberOf(token) != 0);
    try {
        return changeType(m_machine, token.content(), target);
    } catch (const Raise &) {
        raise(Raised::JsonReader, "Could not convert string to boolean: " + toUtf8(token.string()) + "." + where(token));
    }
}

Value ObjectReader::date(const JsonValue &token, const Type *target)
{
    const bool wantsOffset = target->known == Known::DateTimeOffset;
    Value value = token.content();
    if (value.as<StringObject>()) {
        Value read = jsonDateOf(token.string(), wantsOffset);
        if (!read.isNull())
            return read;
        try {
            if (auto parsed = callStatic(m_machine, target, "Parse", value))
                return *parsed;
        } catch (const Raise &) {
        }
        raise(Raised::JsonReader, "Could not convert string to " + target->shortName + ": " + toUtf8(token.string()) + "." + where(token));
    }
    if (value.tag() != Tag::DateTime && value.tag() != Tag::DateTimeOffset) {
        raise(Raised::JsonReader, "Error reading date. Unexpected token: " + std::string(nameOf(token.kind())) + "." + where(token));
    }
    if (wantsOffset)
        return value.tag() == Tag::DateTimeOffset ? value : Value::ofDateTimeOffset(value.integer(), 0);
    return value.tag() == Tag::DateTime ? value : Value::ofDateTime(value.integer(), 0);
}

Value ObjectReader::enumeration(const JsonValue &token, const Type *target)
{
    if (token.kind() == JsonType::Integer)
        return Value::ofEnum(target, static_cast<std::int32_t>(token.content().integer()));
    const std::string name = toUtf8(token.string());
    for (const auto &[known, number] : target->values) {
        if (equalsOrdinalIgnoreCase(fromAscii(known), token.string()))
            return Value::ofEnum(target, number);
    }
    failConvert(token, target);
}

Value ObjectReader::bytes(JsonToken &token, const Type *target)
{
    if (token.kind() == JsonType::Array)
        return Value::of(new ArrayObject(target, items(token, target, target->element())));
    const auto *value = dynamic_cast<const JsonValue *>(&token);
    if (!value)
        failShape(token, target, "string or array");
    if (value->content().isNull() || value->content().as<ArrayObject>())
        return value->content();
    if (value->kind() != JsonType::String)
        failConvert(token, target);
    return callStatic(m_machine, m_library.known(Known::Convert), "FromBase64String", value->content()).value_or(Value::null());
}

Value ObjectReader::scalar(JsonToken &token, const Type *target)
{
    const auto *value = dynamic_cast<const JsonValue *>(&token);
    if (!value) {
        const bool isReaders = target->kind == TypeKind::Int32 || target->kind == TypeKind::Bool || target->kind == TypeKind::Double
            || target->kind == TypeKind::Decimal || target->known == Known::DateTime || target->known == Known::DateTimeOffset;
        if (isReaders) {
            raise(Raised::JsonReader, "Unexpected character encountered while parsing value: "
                      + std::string(token.kind() == JsonType::Object ? "{." : "[.") + where(token));
        }
        failShape(token, target, "primitive value (e.g. string, number, boolean, null)");
    }
    const bool isEmptyText = value->kind() == JsonType::String && value->string().empty() && target->known != Known::Uri;
    if (value->content().isNull() || isEmptyText) {
        if (target->isReference())
            return Value::null();
        failConvert(token, target);
    }
    switch (target->kind) {
    case TypeKind::Bool:
        return boolean(*value, target);
    case TypeKind::Enum:
        return enumeration(*value, target);
    default:
        break;
    }
    if (target->isNumeric())
        return integer(*value, target);
    if (target->known == Known::DateTime || target->known == Known::DateTimeOffset)
        return date(*value, target);
    try {
        return castJson(m_machine, &token, target);
    } catch (const Raise &) {
        failConvert(token, target);
    }
}

std::vector<Value> ObjectReader::items(JsonToken &token, const Type *target, const Type *element)
{
    if (token.kind() != JsonType::Array)
        failShape(token, target, "array (e.g. [1,2,3])");
    std::vector<Value> values;
    for (JsonToken *item : static_cast<JsonArray &>(token).items()) {
        m_machine.allocate(sizeof(Value));
        values.push_back(read(*item, element));
    }
    return values;
}

Value ObjectReader::map(JsonToken &token, const Type *target)
{
    if (token.kind() != JsonType::Object)
        failShape(token, target, "object (e.g. {\"name\":\"value\"})");
    const Type *keyType = target->arguments[0];
    const Type *valueType = target->arguments[1];
    const Type *type = m_library.close(Known::Dictionary2, {keyType, valueType});
    Ref<Object> object;
    if (target->known == Known::SortedDictionary2)
        object = make<SortedMapObject>(target, nullptr);
    else
        object = make<DictionaryObject>(type);
    auto *view = dynamic_cast<MapView *>(object.get());
    for (JsonToken *item : static_cast<JsonObject &>(token).items()) {
        auto &property = static_cast<JsonProperty &>(*item);
        m_machine.allocate(3 * sizeof(Value));
        Value key = Value::ofString(property.name());
        if (keyType->kind != TypeKind::String) {
            const Value keyToken = newJsonString(property.name())->value();
            key = read(*jsonOf(keyToken), keyType);
        }
        view->put(std::move(key), read(*property.content(), valueType), true);
    }
    return Value::of(object);
}

Value ObjectReader::anonymous(JsonToken &token, const Type *target)
{
    if (token.kind() != JsonType::Object)
        failShape(token, target, "object (e.g. {\"name\":\"value\"})");
    std::vector<Value> values;
    for (const Field &field : target->fields) {
        const JsonProperty *property = static_cast<const JsonObject &>(token).propertyIgnoringCase(field.name);
        values.push_back(property ? read(*property->content(), field.type) : zeroOf(field.type, m_library));
    }
    return Value::of(make<AnonymousObject>(target, std::move(values)));
}

Value ObjectReader::pair(JsonToken &token, const Type *target)
{
    if (token.kind() != JsonType::Object)
        failShape(token, target, "object (e.g. {\"name\":\"value\"})");
    const auto &object = static_cast<const JsonObject &>(token);
    const auto part = [&](std::u16string_view name, const Type *type) {
        const JsonProperty *property = object.propertyIgnoringCase(name);
        return property ? read(*property->content(), type) : zeroOf(type, m_library);
    };
    Value key = part(u"Key", target->arguments[0]);
    return Value::of(make<PairObject>(target, std::move(key), part(u"Value", target->arguments[1])));
}

bool isListType(Known known)
{
    switch (known) {
    case Known::List1:
    case Known::IList1:
    case Known::ICollection1:
    case Known::IEnumerable1:
    case Known::IReadOnlyList1:
    case Known::IReadOnlyCollection1:
        return true;
    default:
        return false;
    }
}

Value ObjectReader::read(JsonToken &token, const Type *target)
{
    m_machine.charge(1);
    const bool isNull = token.kind() == JsonType::Null || token.kind() == JsonType::Undefined;
    if (target->kind == TypeKind::Object)
        return untyped(token);
    if (target->kind == TypeKind::String)
        return text(token);
    if (target->kind == TypeKind::Nullable) {
        const auto *value = dynamic_cast<const JsonValue *>(&token);
        const bool isEmpty = isNull || (value && value->kind() == JsonType::String && value->string().empty());
        return isEmpty ? Value::null() : read(token, target->element());
    }
    const Type *tokenType = m_library.known(Known::JToken);
    if (m_library.isAssignable(target, tokenType)) {
        if (isNull && target->known != Known::JToken && target->known != Known::JValue)
            return Value::null();
        const Value copy = token.copy()->value();
        if (isFromText() && m_reading.dates)
            makeDates(*jsonOf(copy));
        if (!m_library.isInstance(copy, target)) {
            raise(Raised::InvalidCast, "Unable to cast object of type '" + fullNameOf(*m_library.typeOf(copy)) + "' to type '"
                      + fullNameOf(*target) + "'.");
        }
        return copy;
    }
    if (target->kind == TypeKind::Array && target->element()->kind == TypeKind::Byte)
        return bytes(token, target);
    if (isNull && target->isReference())
        return Value::null();
    if (target->kind == TypeKind::Array)
        return Value::of(new ArrayObject(target, items(token, target, target->element())));
    if (target->kind == TypeKind::Anonymous)
        return anonymous(token, target);
    if (isListType(target->known)) {
        const Type *type = m_library.close(Known::List1, {target->element()});
        return Value::of(new ListObject(type, items(token, target, target->element())));
    }
    switch (target->known) {
    case Known::Dictionary2:
    case Known::IDictionary2:
    case Known::IReadOnlyDictionary2:
    case Known::SortedDictionary2:
        return map(token, target);
    case Known::KeyValuePair2:
        return pair(token, target);
    case Known::HashSet1:
    case Known::ISet1: {
        auto set = make<HashSetObject>(m_library.close(Known::HashSet1, {target->element()}));
        for (Value &item : items(token, target, target->element()))
            set->insert(std::move(item));
        return Value::of(set);
    }
    default:
        break;
    }
    const bool isScalar = target->isNumeric() || target->kind == TypeKind::Bool || target->kind == TypeKind::Char
        || target->kind == TypeKind::Enum || hasJsonCast(target);
    if (isScalar)
        return scalar(token, target);
    raise(Raised::JsonSerialization, "Could not create an instance of type " + fullNameOf(*target)
              + ". Type is an interface or abstract class and cannot be instantiated." + where(token));
}

} // namespace

Value objectOfJson(Machine &machine, JsonToken *token, const Type *target, const JsonReading &reading)
{
    if (!token)
        return zeroOf(target, machine.library());
    return ObjectReader(machine, reading).read(*token, target);
}

} // namespace gatehouse::expression
