// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/access_token.h"
#include "core/policy/managed_identity.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource resource, clientId;
    std::string variable;
    bool ignoreError = false;
    std::optional<std::uint32_t> value;
    std::uint32_t slot = 0;
};

class ManagedIdentityStep final : public Step
{
public:
    explicit ManagedIdentityStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto clientId = m_settings.clientId.text(run);
        auto outcome = accessToken(run, m_settings.slot,
                                   {clientId.empty() ? "managed-identity" : "managed-identity/" + clientId, m_settings.resource.text(run), clientId});
        if (outcome.waiting)
            return std::move(*outcome.waiting);
        if (outcome.error && !m_settings.ignoreError)
            return StepResult::fail(std::move(*outcome.error));
        keep(run, outcome.token ? std::string(outcome.token->token.reveal()) : std::string());
        return StepResult::next();
    }

private:
    void keep(Run &run, const std::string &token) const
    {
        if (m_settings.value)
            run.setValue(*m_settings.value, token.empty() ? Variable() : Variable("Bearer " + token));
        else if (!m_settings.variable.empty())
            run.exchange().variables.insert_or_assign(m_settings.variable, token.empty() ? Variable() : Variable(token));
        else if (!token.empty())
            run.exchange().request.headers.set("Authorization", "Bearer " + token);
    }
    Settings m_settings;
};

} // namespace

void emitManagedIdentity(Compiler &compiler, NodeId node, std::optional<std::uint32_t> value)
{
    Settings settings;
    settings.resource = compiler.attribute(node, "resource");
    settings.clientId = compiler.attribute(node, "client-id");
    settings.variable = compiler.literal(node, "output-token-variable-name");
    settings.ignoreError = compiler.flag(node, "ignore-error", false);
    settings.value = value;
    settings.slot = compiler.newSlot();
    compiler.emit(std::make_unique<ManagedIdentityStep>(std::move(settings)));
}

void compileAuthenticationManagedIdentity(Compiler &compiler, NodeId node)
{
    emitManagedIdentity(compiler, node, std::nullopt);
}

} // namespace gatehouse::policy
