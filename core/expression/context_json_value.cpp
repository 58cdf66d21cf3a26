// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/context_json_value.h"

#include "core/base/text.h"
#include "core/expression/format.h"
#include "core/expression/guid.h"
#include "core/expression/library/base64.h"
#include "core/expression/library/body.h"
#include "core/expression/library/certificates.h"
#include "core/expression/library/context_objects.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/library/json.h"
#include "core/expression/library/uri.h"

#include <cmath>

namespace gatehouse::expression {

Text textMember(const json::object &object, std::string_view name)
{
    const auto *value = member(object, name);
    const auto *text = value ? value->if_string() : nullptr;
    return text ? Text(std::string_view(*text)) : std::nullopt;
}

std::vector<std::string_view> JsonFields::names() const
{
    std::vector<std::string_view> names;
    if (m_fields)
        for (const auto &field : *m_fields)
            names.emplace_back(field.key());
    return names;
}

std::optional<std::vector<std::string_view>> JsonFields::values(std::string_view name) const
{
    if (!m_fields)
        return std::nullopt;
    for (const auto &field : *m_fields) {
        if (!equalsIgnoreCase(field.key(), name))
            continue;
        std::vector<std::string_view> values;
        if (const auto *text = field.value().if_string())
            values.emplace_back(*text);
        else if (const auto *array = field.value().if_array())
            for (const auto &item : *array)
                if (const auto *value = item.if_string())
                    values.emplace_back(*value);
        return values;
    }
    return std::nullopt;
}

Text JsonBody::read(bool preserve)
{
    if (!m_text || m_used)
        return std::nullopt;
    m_used = !preserve;
    return std::string_view(*m_text);
}

namespace {

const json::object *memberObject(const json::object &object, std::string_view name)
{
    const auto *value = member(object, name);
    return value ? value->if_object() : nullptr;
}

//! Numbers as the fixture writes them: "NaN" and the like as text.
double realOf(const json::value &value)
{
    if (const auto *text = value.if_string())
        return *text == "NaN" ? std::nan("") : (*text == "-Infinity" ? -HUGE_VAL : HUGE_VAL);
    return value.is_number() ? value.to_number<double>() : 0;
}

std::int64_t wholeOf(const json::value &value)
{
    if (const auto *number = value.if_int64())
        return *number;
    if (const auto *number = value.if_uint64())
        return static_cast<std::int64_t>(*number);
    return static_cast<std::int64_t>(realOf(value));
}

std::string bytesOfBase64(std::string_view text)
{
    return fromBase64Text(toUtf16(text)).value_or(std::string());
}

Value byteArray(const Library &library, std::string_view bytes)
{
    std::vector<Value> items;
    items.reserve(bytes.size());
    for (const char c : bytes)
        items.push_back(Value::ofByte(static_cast<std::uint8_t>(c)));
    return Value::of(make<ArrayObject>(library.arrayOf(library.primitive(TypeKind::Byte)), std::move(items)));
}

Value stringValue(const json::value &value)
{
    const auto *text = value.if_string();
    return text ? Value::ofString(std::string_view(*text)) : Value::null();
}

std::vector<Value> stringValues(const json::value &value)
{
    std::vector<Value> items;
    if (const auto *array = value.if_array())
        for (const auto &item : *array)
            items.push_back(stringValue(item));
    return items;
}

Value scalarValue(const json::value &value)
{
    if (value.is_bool())
        return Value::ofBool(value.get_bool());
    if (value.is_double())
        return Value::ofDouble(value.get_double());
    if (value.is_number())
        return Value::ofLong(wholeOf(value));
    return stringValue(value);
}

Value authorizationValue(const json::object &written)
{
    std::vector<MapView::Entry> claims;
    if (const auto *object = memberObject(written, "claims"))
        for (const auto &claim : *object)
            claims.emplace_back(Value::ofString(std::string_view(claim.key())), scalarValue(claim.value()));
    const auto *token = member(written, "accessToken");
    return Value::of(make<AuthorizationObject>(token ? stringValue(*token) : Value::null(), std::move(claims)));
}

Value dictionaryValue(const Library &library, const json::object &written)
{
    const auto *text = library.primitive(TypeKind::String);
    auto map = make<DictionaryObject>(library.close(Known::Dictionary2, {text, text}));
    for (const auto &entry : written)
        map->put(Value::ofString(std::string_view(entry.key())), stringValue(entry.value()), true);
    return Value::of(map);
}

Value sequenceValue(const Library &library, std::string_view type, const json::value &written)
{
    const auto *text = library.primitive(TypeKind::String);
    auto items = stringValues(written);
    if (type == "string[]")
        return Value::of(make<ArrayObject>(library.arrayOf(text), std::move(items)));
    if (type == "List<string>")
        return Value::of(make<ListObject>(library.close(Known::List1, {text}), std::move(items)));
    auto set = make<HashSetObject>(library.close(Known::HashSet1, {text}));
    for (auto &item : items)
        set->insert(std::move(item));
    return Value::of(set);
}

Value objectFromJson(const Library &library, std::string_view type, const json::object &written)
{
    if (type == "IResponse")
        return Value::of(make<ResponseObject>(std::make_shared<JsonResponse>(written)));
    if (type == "Authorization")
        return authorizationValue(written);
    if (type == "BasicAuthCredentials")
        return Value::of(make<BasicCredentialsObject>(toUtf16(stringMember(written, "userId")), toUtf16(stringMember(written, "password"))));
    return dictionaryValue(library, written);
}

Value textFromJson(const Library &library, std::string_view type, std::string_view text)
{
    if (type == "string")
        return Value::ofString(text);
    if (type == "JObject" || type == "JArray" || type == "JValue")
        return parseJson(toUtf16(text));
    if (type == "Jwt")
        return parseJwt(text);
    if (type == "XElement")
        return xmlFromText(text, Known::XElement);
    if (type == "XDocument")
        return xmlFromText(text, Known::XDocument);
    if (type == "Guid")
        return Value::of(make<GuidObject>(parseGuid(toUtf16(text)).value_or(GuidBytes{})));
    if (type == "Uri")
        return uriOf(toUtf16(text), UriKind::RelativeOrAbsolute);
    if (type == "byte[]")
        return byteArray(library, bytesOfBase64(text));
    if (type == "DateTime" || type == "DateTimeOffset") {
        const auto time = utcValue(fromIso(text).value_or(UtcTime{}));
        return type == "DateTime" ? time : Value::ofDateTimeOffset(time.integer(), 0);
    }
    return {};
}

} // namespace

JsonResponse::JsonResponse(json::object response)
    : m_response(std::move(response)), m_headers(memberObject(m_response, "headers")), m_body(member(m_response, "body"))
{
}

int JsonResponse::statusCode() const
{
    return static_cast<int>(intMember(m_response, "statusCode").value_or(0));
}

Value certificateFromJson(const json::value &certificate)
{
    const auto *object = certificate.if_object();
    if (!object)
        return {};
    if (const auto pfx = textMember(*object, "pfx"))
        if (auto read = certificateOf(bytesOfBase64(*pfx)))
            return Value::of(read);
    return Value::of(certificateOf(bytesOfBase64(stringMember(*object, "cer"))));
}

Value valueFromJson(const Library &library, const json::object &written)
{
    const auto type = stringMember(written, "type");
    const auto *value = member(written, "value");
    if (!value || value->is_null())
        return {};
    if (type == "int")
        return Value::ofInt(static_cast<std::int32_t>(wholeOf(*value)));
    if (type == "long")
        return Value::ofLong(wholeOf(*value));
    if (type == "double")
        return Value::ofDouble(realOf(*value));
    if (type == "bool")
        return Value::ofBool(value->is_bool() && value->get_bool());
    if (type == "TimeSpan")
        return Value::ofTimeSpan(std::llround(realOf(*value) * static_cast<double>(ticksPerSecond)));
    if (type == "X509Certificate2")
        return certificateFromJson(*value);
    if (const auto *text = value->if_string())
        return textFromJson(library, type, *text);
    if (const auto *object = value->if_object())
        return objectFromJson(library, type, *object);
    return value->is_array() ? sequenceValue(library, type, *value) : Value::null();
}

} // namespace gatehouse::expression
