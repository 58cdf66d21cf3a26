// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"
#include "core/policy/validation.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource specified, unspecified;
    std::vector<std::pair<ValueSource, ValueSource>> headers; //!< name and action
    std::string variable;
};

class ValidateHeadersStep final : public Step
{
public:
    explicit ValidateHeadersStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        const auto *response = responseDefinition(exchange, exchange.response.status);
        const auto *defined = response ? member(*response, "headers") : nullptr;
        Validation validation(m_settings.variable, true);
        std::vector<std::string> seen;
        for (const auto field : exchange.response.headers) {
            const auto lower = toLower(field.name);
            if (std::find(seen.begin(), seen.end(), lower) != seen.end())
                continue;
            seen.push_back(lower);
            const auto *definition = parameterDefinition(defined, field.name, true);
            const auto action = actionFor(run, lower, definition != nullptr);
            if (!action)
                return StepResult::fail(expressionFailure("The action is not ignore, prevent or detect."));
            if (auto error = fault(definition, std::string(field.name), exchange.response.headers.all(field.name)))
                validation.add(*action, std::move(*error));
        }
        return validation.finish(exchange);
    }

private:
    std::optional<ValidationAction> actionFor(const Run &run, const std::string &lower, bool isSpecified) const
    {
        for (const auto &[name, action] : m_settings.headers)
            if (equalsIgnoreCase(name.text(run), lower))
                return validationActionOf(action.text(run));
        return validationActionOf((isSpecified ? m_settings.specified : m_settings.unspecified).text(run));
    }
    static std::optional<ValidationError> fault(const json::object *definition, const std::string &name, const std::vector<std::string_view> &values)
    {
        const std::string hidden(internalPublicResponse);
        if (!definition)
            return ValidationError{name, "ResponseHeader", "Unspecified", "Unspecified header " + name + " is not allowed.", hidden};
        if (values.size() > 1 && stringMember(*definition, "type") != "array")
            return ValidationError{name, "ResponseHeader", "IncorrectMessage", "Response cannot contain multiple values for the header " + name + ".", hidden};
        if (const auto reason = parameterFault(*definition, values.front()))
            return ValidationError{name, "ResponseHeader", "IncorrectMessage",
                                   "Value of the header " + name + " does not conform to the definition.\n\n" + *reason, hidden};
        return std::nullopt;
    }
    Settings m_settings;
};

} // namespace

void compileValidateHeaders(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.specified = compiler.attribute(node, "specified-header-action");
    settings.unspecified = compiler.attribute(node, "unspecified-header-action");
    for (const auto child : compiler.document().elements(node)) {
        auto name = compiler.attribute(child, "name");
        settings.headers.emplace_back(std::move(name), compiler.attribute(child, "action"));
    }
    settings.variable = compiler.literal(node, "errors-variable-name");
    compiler.emit(std::make_unique<ValidateHeadersStep>(std::move(settings)));
}

} // namespace gatehouse::policy
