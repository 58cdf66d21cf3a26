// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/variables.h"

#include "core/policy/cached_value.h"
#include "core/policy/policies/cache_values.h"
#include "core/policy/value_source.h"

namespace gatehouse::policy::rehearsal {

Variable variableOf(const json::value &value)
{
    if (value.is_null())
        return {};
    if (const auto *flag = value.if_bool())
        return *flag;
    if (const auto *number = value.if_int64())
        return *number;
    if (const auto *text = value.if_string())
        return std::string(*text);
    if (value.is_number())
        return value.to_number<double>();
    return fromCached(CachedValue{CachedValue::Kind::Json, toJson(value)});
}

std::optional<json::value> jsonOf(const Variable &variable)
{
    if (std::holds_alternative<std::monostate>(variable))
        return json::value(nullptr);
    if (const auto *flag = std::get_if<bool>(&variable))
        return json::value(*flag);
    if (const auto *number = std::get_if<std::int64_t>(&variable))
        return json::value(*number);
    if (const auto *number = std::get_if<double>(&variable))
        return json::value(*number);
    if (const auto *text = std::get_if<std::string>(&variable))
        return json::value(*text);
    if (const auto *response = std::get_if<std::shared_ptr<ResponseMessage>>(&variable)) {
        if (!*response)
            return json::value(nullptr);
        const auto *bytes = (*response)->body.bytes();
        return json::object{
            {"status", (*response)->status}, {"reason", (*response)->reason}, {"body", bytes ? *bytes : std::string()}};
    }
    auto parsed = parseJson(textOf(variable));
    if (!parsed)
        return std::nullopt;
    return std::move(*parsed);
}

std::string valueKey(const std::string &key)
{
    return valueCacheKey(key);
}

} // namespace gatehouse::policy::rehearsal
