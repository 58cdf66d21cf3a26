// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/context_objects.h"
#include "core/policy/access_token.h"
#include "core/policy/compiler.h"
#include "core/policy/exchange_context.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource provider, authorization, variable, ignoreError;
    std::uint32_t slot = 0;
};

//! A member of the token endpoint's answer as C# sees it.
expression::Value valueOf(const json::value &value)
{
    if (value.is_string())
        return expression::Value::ofString(std::string_view(value.get_string()));
    if (value.is_bool())
        return expression::Value::ofBool(value.get_bool());
    if (value.is_int64())
        return expression::Value::ofLong(value.get_int64());
    if (value.is_double())
        return expression::Value::ofDouble(value.get_double());
    return value.is_null() ? expression::Value::null() : expression::Value::ofString(std::string_view(toJson(value)));
}

class GetAuthorizationContextStep final : public Step
{
public:
    explicit GetAuthorizationContextStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto ignoreError = m_settings.ignoreError.boolean(run);
        if (!ignoreError)
            return StepResult::fail(expressionFailure("ignore-error is no boolean."));
        auto outcome = accessToken(run, m_settings.slot, {"authorizations/" + m_settings.provider.text(run) + '/' + m_settings.authorization.text(run), {}, {}});
        if (outcome.waiting)
            return std::move(*outcome.waiting);
        if (outcome.error && !*ignoreError)
            return StepResult::fail(std::move(*outcome.error));
        run.exchange().variables.insert_or_assign(m_settings.variable.text(run), outcome.token ? variableOf(*outcome.token) : Variable());
        return StepResult::next();
    }

private:
    static Variable variableOf(const identity::AccessToken &token)
    {
        std::vector<expression::MapView::Entry> claims;
        for (const auto &[name, value] : token.claims)
            claims.push_back({expression::Value::ofString(std::string_view(name)), valueOf(value)});
        auto object = expression::make<expression::AuthorizationObject>(expression::Value::ofString(token.token.reveal()), std::move(claims));
        return Variable(std::make_shared<ExpressionVariable>(expression::Value::of(std::move(object)), "Authorization"));
    }
    Settings m_settings;
};

} // namespace

void compileGetAuthorizationContext(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.provider = compiler.attribute(node, "provider-id");
    settings.authorization = compiler.attribute(node, "authorization-id");
    settings.variable = compiler.attribute(node, "context-variable-name");
    settings.ignoreError = compiler.attribute(node, "ignore-error", "false");
    settings.slot = compiler.newSlot();
    compiler.emit(std::make_unique<GetAuthorizationContextStep>(std::move(settings)));
}

} // namespace gatehouse::policy
