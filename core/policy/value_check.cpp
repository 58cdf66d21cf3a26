// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_check.h"

#include "core/base/text.h"
#include "core/policy/expression_scan.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::policy {

namespace {

ValueFinding wrong(std::string code, std::string_view value, std::vector<Error::Arg> more = {})
{
    more.emplace_back("value", std::string(value));
    return {std::move(code), std::move(more)};
}

ValueFinding checkInteger(std::string_view value, const AttributeRule &rule)
{
    const auto number = toInteger(trim(value));
    if (!number)
        return wrong("policy.badValue", value);
    const bool bounded = rule.minimum != 0 || rule.maximum != 0;
    if (bounded && (*number < rule.minimum || *number > rule.maximum))
        return wrong("policy.outOfRange", value,
                     {{"minimum", std::to_string(rule.minimum)}, {"maximum", std::to_string(rule.maximum)}});
    return {};
}

ValueFinding checkDecimal(std::string_view value)
{
    const auto text = trim(value);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? ValueFinding{} : wrong("policy.badValue", value);
}

ValueFinding checkBoolean(std::string_view value)
{
    const auto text = trim(value);
    const bool known = equalsIgnoreCase(text, "true") || equalsIgnoreCase(text, "false") || text == "1" || text == "0";
    return known ? ValueFinding{} : wrong("policy.badValue", value);
}

ValueFinding checkEnum(std::string_view value, const AttributeRule &rule)
{
    if (std::find(rule.values.begin(), rule.values.end(), value) != rule.values.end())
        return {};
    std::string expected;
    for (const auto candidate : rule.values)
        expected += (expected.empty() ? "" : ", ") + std::string(candidate);
    return wrong("policy.badEnumValue", value, {{"expected", std::move(expected)}});
}

} // namespace

ValueFinding checkValue(std::string_view value, const AttributeRule &rule)
{
    if (beginsExpression(value)) {
        if (!rule.expression && isExpression(value))
            return {"policy.expressionNotAllowed", {}};
        return scanExpression(trim(value), 0) == std::string_view::npos && rule.expression
            ? ValueFinding{"policy.expressionNotClosed", {}}
            : ValueFinding{};
    }
    if (value.find("{{") != std::string_view::npos)
        return {};
    switch (rule.type) {
    case ValueType::Integer:
    case ValueType::Seconds:
        return checkInteger(value, rule);
    case ValueType::Decimal:
        return checkDecimal(value);
    case ValueType::Boolean:
        return checkBoolean(value);
    case ValueType::Enum:
        return checkEnum(value, rule);
    case ValueType::String:
    case ValueType::Url:
        return rule.required && value.empty() && rule.name != "value" ? wrong("policy.badValue", value) : ValueFinding{};
    }
    return {};
}

} // namespace gatehouse::policy
