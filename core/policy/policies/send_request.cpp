// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/outgoing_request.h"
#include "core/policy/policies/policies.h"
#include "core/policy/service_failure.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    RequestEdits request;
    bool ignoreError = false;
    bool failOnErrorStatusCode = false;
    std::string variable;
};

class SendRequestStep final : public Step
{
public:
    explicit SendRequestStep(Settings settings) : m_settings(std::move(settings)) { }

    StepResult run(Run &run) const override
    {
        auto request = m_settings.request.build(run);
        if (!request)
            return StepResult::fail(std::move(request.error()));
        return StepResult::suspend(run.services().send(std::move(*request), [this, &run](Result<ResponseMessage> response) {
            run.complete(outcome(run.exchange(), std::move(response)));
        }));
    }

private:
    StepResult outcome(Exchange &exchange, Result<ResponseMessage> response) const
    {
        const bool refused = response && m_settings.failOnErrorStatusCode && response->status >= 400;
        if (response && !refused) {
            keep(exchange, Variable(std::make_shared<ResponseMessage>(std::move(*response))));
            return StepResult::next();
        }
        if (m_settings.ignoreError) {
            keep(exchange, Variable());
            return StepResult::next();
        }
        if (!response)
            return StepResult::fail(serviceFailure(response.error()));
        LastError error;
        error.reason = "ErrorStatusCode";
        error.message = "The response has status code " + std::to_string(response->status) + ".";
        return StepResult::fail(std::move(error));
    }

    void keep(Exchange &exchange, Variable value) const
    {
        if (!m_settings.variable.empty())
            exchange.variables.insert_or_assign(m_settings.variable, std::move(value));
    }

    Settings m_settings;
};

} // namespace

void compileSendRequest(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.ignoreError = compiler.flag(node, "ignore-error", false);
    settings.failOnErrorStatusCode = compiler.flag(node, "fail-on-error-status-code", false);
    settings.variable = compiler.literal(node, "response-variable-name");
    auto request = compileRequestEdits(compiler, node);
    if (!request)
        return;
    settings.request = std::move(*request);
    compiler.emit(std::make_unique<SendRequestStep>(std::move(settings)));
}

} // namespace gatehouse::policy
