// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/validation.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gatehouse::policy {

namespace {

bool isNumberText(std::string_view text)
{
    const auto digits = text.find_first_of("0123456789");
    if (digits == std::string_view::npos || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
        return false;
    const std::string copy(text);
    char *end = nullptr;
    const double value = std::strtod(copy.c_str(), &end);
    return end == copy.c_str() + copy.size() && std::isfinite(value);
}

} // namespace

std::optional<ValidationAction> validationActionOf(std::string_view text)
{
    if (text == "ignore")
        return ValidationAction::Ignore;
    if (text == "prevent")
        return ValidationAction::Prevent;
    if (text == "detect")
        return ValidationAction::Detect;
    return std::nullopt;
}

void Validation::add(ValidationAction action, ValidationError error)
{
    if (action != ValidationAction::Ignore)
        m_errors.emplace_back(action, std::move(error));
}

StepResult Validation::finish(Exchange &exchange) const
{
    if (m_errors.empty())
        return StepResult::next();
    json::array log;
    const ValidationError *refused = nullptr;
    for (const auto &[action, error] : m_errors) {
        const bool prevents = action == ValidationAction::Prevent;
        log.push_back(json::object{{"Name", error.name},
                                   {"Type", error.type},
                                   {"ValidationRule", error.rule},
                                   {"Details", error.details},
                                   {"Action", prevents ? "Prevent" : "Detect"}});
        if (prevents && !refused)
            refused = &error;
    }
    if (!m_variable.empty())
        exchange.variables.insert_or_assign(m_variable, Variable(toJson(log)));
    if (!refused)
        return StepResult::next();
    LastError failure;
    failure.status = m_response ? 502 : 400;
    failure.reason = m_response ? "Response not allowed" : "Bad request";
    failure.message = refused->details;
    failure.wireMessage = refused->publicResponse;
    return StepResult::fail(std::move(failure));
}

const json::object *responseDefinition(const Exchange &exchange, int status)
{
    if (!exchange.matched.operation)
        return nullptr;
    const auto *responses = member(exchange.matched.operation->definition, "responses");
    if (!responses || !responses->is_array())
        return nullptr;
    for (const auto &one : responses->get_array())
        if (one.is_object() && intMember(one.get_object(), "statusCode") == status)
            return &one.get_object();
    return nullptr;
}

const json::object *parameterDefinition(const json::value *list, std::string_view name, bool ignoreCase)
{
    if (!list || !list->is_array())
        return nullptr;
    for (const auto &one : list->get_array()) {
        const auto *object = one.if_object();
        const auto known = object ? stringMember(*object, "name") : std::string_view();
        if (object && (ignoreCase ? equalsIgnoreCase(known, name) : known == name))
            return object;
    }
    return nullptr;
}

std::optional<std::string> parameterFault(const json::object &definition, std::string_view value)
{
    const auto type = toLower(stringMember(definition, "type"));
    const std::string shown(value);
    if (type == "integer" && !toInteger(value))
        return "Invalid type. Expected Integer but got String.";
    if (type == "number" && !isNumberText(value))
        return "Invalid type. Expected Number but got String.";
    if ((type == "boolean" || type == "bool") && value != "true" && value != "false")
        return "Invalid type. Expected Boolean but got String.";
    const auto *values = member(definition, "values");
    if (!values || !values->is_array() || values->get_array().empty())
        return std::nullopt;
    const auto &list = values->get_array();
    const bool listed = std::any_of(list.begin(), list.end(), [&](const json::value &one) { return one.is_string() && one.get_string() == value; });
    return listed ? std::nullopt : std::optional("Value \"" + shown + "\" is not defined in enum.");
}

} // namespace gatehouse::policy
