// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/cached_value.h"

#include "core/base/text.h"
#include "core/expression/library/json.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"
#include "core/policy/exchange_context.h"
#include "core/policy/value_source.h"

#include <charconv>

namespace gatehouse::policy {

namespace {

using expression::Tag;
using expression::Value;
using Kind = CachedValue::Kind;

//! Shortest digits that read back.
std::string digitsOf(double number)
{
    char buffer[64];
    return std::string(buffer, std::to_chars(std::begin(buffer), std::end(buffer), number).ptr);
}

double numberOf(std::string_view text)
{
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::optional<CachedContent> engineValue(const Value &value)
{
    if (expression::jsonOf(value))
        return CachedValue{Kind::Json, expression::toUtf8(expression::jsonText(value, false))};
    switch (value.tag()) {
    case Tag::Object:
    case Tag::Enum:
        return std::nullopt;
    case Tag::Single:
        return CachedValue{Kind::Scalar, std::to_string(int(Tag::Single)) + " " + digitsOf(value.real())};
    default:
        return CachedValue{Kind::Scalar, std::to_string(int(value.tag())) + " " + std::to_string(value.integer()) + " "
                                             + std::to_string(value.aux())};
    }
}

CachedResponse responseOf(const ResponseMessage &message)
{
    CachedResponse response{message.status, message.reason, message.headers, {}};
    if (const auto *bytes = message.body.bytes())
        response.body = *bytes;
    return response;
}

//! Times that .NET has.
bool isTime(long long ticks, long long detail)
{
    constexpr long long lastTick = 3'155'378'975'999'999'999;
    constexpr long long mostMinutes = 14 * 60;
    return ticks >= 0 && ticks <= lastTick && detail >= -mostMinutes && detail <= mostMinutes;
}

//! Null for what no gateway of this version writes: the text may come from a cache that others write to.
Value scalarValue(std::string_view text)
{
    const auto parts = split(text, ' ');
    const auto number = toInteger(parts[0]).value_or(0);
    if (number <= int(Tag::Null) || number >= int(Tag::Enum))
        return {};
    const auto tag = static_cast<Tag>(number);
    if (tag == Tag::Single)
        return parts.size() == 2 ? Value::ofReal(tag, numberOf(parts[1])) : Value();
    if (parts.size() != 3)
        return {};
    const auto integer = toInteger(parts[1]).value_or(0);
    const auto detail = toInteger(parts[2]).value_or(0);
    if ((tag == Tag::DateTime || tag == Tag::DateTimeOffset) && !isTime(integer, detail))
        return {};
    return Value::ofInteger(tag, integer, static_cast<std::int32_t>(detail));
}

Variable scalarOf(std::string_view text)
{
    auto value = scalarValue(text);
    if (value.tag() == Tag::Null)
        return {};
    auto shown = expression::toUtf8(expression::primitiveText(value));
    return std::make_shared<ExpressionVariable>(std::move(value), std::move(shown));
}

Variable jsonOf(std::string_view text)
{
    try {
        auto value = expression::parseJson(expression::toUtf16(text), nullptr, expression::JsonType::None, {});
        auto shown = expression::toUtf8(expression::jsonText(value, true));
        return std::make_shared<ExpressionVariable>(std::move(value), std::move(shown));
    } catch (const expression::Raise &) {
        return {}; // in a shared cache it need not be ours
    }
}

Variable responseVariable(const CachedResponse &cached)
{
    auto response = std::make_shared<ResponseMessage>();
    response->status = cached.status;
    response->reason = cached.reason;
    response->headers = cached.headers;
    response->body.set(cached.body);
    return response;
}

Variable valueVariable(const CachedValue &cached)
{
    switch (cached.kind) {
    case Kind::Null: return {};
    case Kind::Boolean: return cached.text == "True";
    case Kind::Integer: return std::int64_t{toInteger(cached.text).value_or(0)};
    case Kind::Number: return numberOf(cached.text);
    case Kind::Text: return cached.text;
    case Kind::Scalar: return scalarOf(cached.text);
    case Kind::Json: return jsonOf(cached.text);
    }
    return {};
}

} // namespace

std::size_t sizeOf(const CachedContent &content)
{
    constexpr std::size_t field = 32;
    if (const auto *value = std::get_if<CachedValue>(&content))
        return sizeof(CachedContent) + value->text.size();
    const auto &response = std::get<CachedResponse>(content);
    auto size = sizeof(CachedContent) + response.reason.size() + response.body.size();
    for (const auto entry : response.headers)
        size += entry.name.size() + entry.value.size() + field;
    return size;
}

std::optional<CachedContent> toCached(const Variable &value)
{
    if (std::holds_alternative<std::monostate>(value))
        return CachedValue{};
    if (const auto *text = std::get_if<std::string>(&value))
        return CachedValue{Kind::Text, *text};
    if (std::holds_alternative<bool>(value))
        return CachedValue{Kind::Boolean, textOf(value)};
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return CachedValue{Kind::Integer, std::to_string(*number)};
    if (const auto *number = std::get_if<double>(&value))
        return CachedValue{Kind::Number, digitsOf(*number)};
    if (const auto *response = std::get_if<std::shared_ptr<ResponseMessage>>(&value))
        return *response ? std::optional<CachedContent>(responseOf(**response)) : CachedValue{};
    const auto &object = std::get<std::shared_ptr<VariableObject>>(value);
    if (!object)
        return CachedValue{};
    if (const auto *held = dynamic_cast<const ExpressionVariable *>(object.get()))
        return engineValue(held->value);
    return std::nullopt;
}

Variable fromCached(const CachedContent &content)
{
    if (const auto *response = std::get_if<CachedResponse>(&content))
        return responseVariable(*response);
    return valueVariable(std::get<CachedValue>(content));
}

} // namespace gatehouse::policy
