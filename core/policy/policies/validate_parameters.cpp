// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"
#include "core/policy/validation.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy {

namespace {

//! <headers>, <query> or <path>: what it says overrides the policy's own.
struct Group
{
    std::string type; //!< "RequestHeader"
    std::string noun; //!< "header"
    ValueSource specified, unspecified;
    std::vector<std::pair<ValueSource, ValueSource>> parameters; //!< name and action
};
struct Given
{
    std::string name;
    std::vector<std::string> values;
};

class ValidateParametersStep final : public Step
{
public:
    ValidateParametersStep(std::array<Group, 3> groups, std::string variable) : m_groups(std::move(groups)), m_variable(std::move(variable)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        const auto *operation = exchange.matched.operation ? &exchange.matched.operation->definition : nullptr;
        const auto *request = operation ? member(*operation, "request") : nullptr;
        const auto list = [&](std::string_view name) { return request ? member(*request, name) : nullptr; };
        Validation validation(m_variable, false);
        const bool valid = check(run, m_groups[0], list("headers"), headersOf(exchange), true, validation)
            && check(run, m_groups[1], list("queryParameters"), queryOf(exchange), false, validation)
            && check(run, m_groups[2], operation ? member(*operation, "templateParameters") : nullptr, pathOf(exchange), false, validation);
        return valid ? validation.finish(exchange) : StepResult::fail(expressionFailure("The action is not ignore, prevent or detect."));
    }

private:
    static void add(std::vector<Given> &given, std::string_view name, std::string value, bool ignoreCase)
    {
        const auto found = std::find_if(given.begin(), given.end(), [&](const Given &one) {
            return ignoreCase ? equalsIgnoreCase(one.name, name) : one.name == name;
        });
        if (found != given.end())
            found->values.push_back(std::move(value));
        else
            given.push_back({std::string(name), {std::move(value)}});
    }
    static std::vector<Given> headersOf(const Exchange &exchange)
    {
        std::vector<Given> given;
        for (const auto field : exchange.request.headers)
            add(given, field.name, std::string(field.value), true);
        return given;
    }
    static std::vector<Given> queryOf(const Exchange &exchange)
    {
        std::vector<Given> given;
        for (auto &[name, value] : http::parseQuery(exchange.originalUrl.query))
            add(given, name, value, false);
        return given;
    }
    static std::vector<Given> pathOf(const Exchange &exchange)
    {
        std::vector<Given> given;
        for (const auto &[name, value] : exchange.matched.parameters)
            if (!http::queryValue(exchange.originalUrl.query, name))
                given.push_back({name, {value}});
        return given;
    }

    static std::optional<ValidationAction> actionFor(const Run &run, const Group &group, const std::string &name, bool isSpecified, bool ignoreCase)
    {
        for (const auto &[own, action] : group.parameters) {
            const auto text = own.text(run);
            if (ignoreCase ? equalsIgnoreCase(text, name) : text == name)
                return validationActionOf(action.text(run));
        }
        return validationActionOf((isSpecified ? group.specified : group.unspecified).text(run));
    }

    //! False when an action is none.
    static bool check(const Run &run, const Group &group, const json::value *defined, const std::vector<Given> &given, bool ignoreCase,
                      Validation &validation)
    {
        for (const auto &one : given) {
            const auto *definition = parameterDefinition(defined, one.name, ignoreCase);
            const auto action = actionFor(run, group, one.name, definition != nullptr, ignoreCase);
            if (!action)
                return false;
            if (auto error = fault(group, definition, one))
                validation.add(*action, std::move(*error));
        }
        if (!defined || !defined->is_array())
            return true;
        for (const auto &one : defined->get_array())
            if (const auto *definition = one.if_object(); definition && boolMember(*definition, "required", false)
                && !has(given, stringMember(*definition, "name"), ignoreCase)) {
                const std::string name(stringMember(*definition, "name"));
                const auto action = actionFor(run, group, name, true, ignoreCase);
                if (!action)
                    return false;
                validation.add(*action, incorrect(group, name, "Required parameter is missing."));
            }
        return true;
    }
    static bool has(const std::vector<Given> &given, std::string_view name, bool ignoreCase)
    {
        return std::any_of(given.begin(), given.end(), [&](const Given &one) { return ignoreCase ? equalsIgnoreCase(one.name, name) : one.name == name; });
    }
    static ValidationError incorrect(const Group &group, const std::string &name, const std::string &reason)
    {
        const auto text = "alue of the " + group.noun + " " + name + " does not conform to the definition.\n\n" + reason;
        return {name, group.type, "IncorrectMessage", "V" + text, "The v" + text};
    }
    static std::optional<ValidationError> fault(const Group &group, const json::object *definition, const Given &given)
    {
        if (!definition) {
            const auto text = "Unspecified " + group.noun + " " + given.name + " is not allowed.";
            return ValidationError{given.name, group.type, "Unspecified", text, text};
        }
        const bool isArray = stringMember(*definition, "type") == "array";
        if (given.values.size() > 1 && !isArray) {
            const auto text = "Request cannot contain multiple values for the " + group.noun + " " + given.name + ".";
            return ValidationError{given.name, group.type, "IncorrectMessage", text, text};
        }
        for (const auto &value : given.values)
            if (const auto reason = parameterFault(*definition, value))
                return incorrect(group, given.name, *reason);
        return std::nullopt;
    }

    std::array<Group, 3> m_groups;
    std::string m_variable;
};

Group compileGroup(Compiler &compiler, NodeId node, std::string_view element, std::string type, std::string noun)
{
    Group group{std::move(type), std::move(noun), {}, {}, {}};
    const auto own = compiler.document().element(node, element);
    const auto of = [&](std::string_view name) { return compiler.attribute(own != noNode && compiler.has(own, name) ? own : node, name); };
    group.specified = of("specified-parameter-action");
    group.unspecified = of("unspecified-parameter-action");
    if (own != noNode)
        for (const auto child : compiler.document().elements(own)) {
            auto name = compiler.attribute(child, "name");
            group.parameters.emplace_back(std::move(name), compiler.attribute(child, "action"));
        }
    return group;
}

} // namespace

void compileValidateParameters(Compiler &compiler, NodeId node)
{
    std::array<Group, 3> groups{compileGroup(compiler, node, "headers", "RequestHeader", "header"),
                                compileGroup(compiler, node, "query", "QueryParameter", "query parameter"),
                                compileGroup(compiler, node, "path", "PathParameter", "path parameter")};
    auto variable = compiler.literal(node, "errors-variable-name");
    compiler.emit(std::make_unique<ValidateParametersStep>(std::move(groups), std::move(variable)));
}

} // namespace gatehouse::policy
