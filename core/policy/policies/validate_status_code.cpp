// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"
#include "core/policy/validation.h"

#include <map>

namespace gatehouse::policy {

namespace {

class ValidateStatusCodeStep final : public Step
{
public:
    ValidateStatusCodeStep(ValueSource unspecified, std::map<long long, ValueSource> codes, std::string variable)
        : m_unspecified(std::move(unspecified)), m_codes(std::move(codes)), m_variable(std::move(variable))
    {
    }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        const auto status = exchange.response.status;
        if (responseDefinition(exchange, status))
            return StepResult::next();
        const auto own = m_codes.find(status);
        const auto action = validationActionOf((own == m_codes.end() ? m_unspecified : own->second).text(run));
        if (!action)
            return StepResult::fail(expressionFailure("The action is not ignore, prevent or detect."));
        Validation validation(m_variable, true);
        const auto code = std::to_string(status);
        validation.add(*action, {code, "StatusCode", "Unspecified", "Response status code " + code + " is not allowed.",
                                 std::string(internalPublicResponse)});
        return validation.finish(exchange);
    }

private:
    ValueSource m_unspecified;
    std::map<long long, ValueSource> m_codes;
    std::string m_variable;
};

} // namespace

void compileValidateStatusCode(Compiler &compiler, NodeId node)
{
    auto unspecified = compiler.attribute(node, "unspecified-status-code-action");
    std::map<long long, ValueSource> codes;
    for (const auto child : compiler.document().elements(node))
        codes.insert_or_assign(compiler.number(child, "code", 0), compiler.attribute(child, "action"));
    auto variable = compiler.literal(node, "errors-variable-name");
    compiler.emit(std::make_unique<ValidateStatusCodeStep>(std::move(unspecified), std::move(codes), std::move(variable)));
}

} // namespace gatehouse::policy
