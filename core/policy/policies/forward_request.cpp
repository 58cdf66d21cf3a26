// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/service_failure.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ForwardOptions fixed;
    ValueSource timeout; //!< seconds, or milliseconds
    bool milliseconds = false;
    ValueSource followRedirects;
};

class ForwardRequestStep final : public Step
{
public:
    explicit ForwardRequestStep(Settings settings) : m_settings(std::move(settings)) { }

    StepResult run(Run &run) const override
    {
        auto options = m_settings.fixed;
        const auto timeout = m_settings.timeout.integer(run);
        const auto follow = m_settings.followRedirects.boolean(run);
        if (!timeout || *timeout <= 0 || !follow)
            return StepResult::fail(expressionFailure("timeout or follow-redirects has a value of a wrong type."));
        const auto factor = m_settings.milliseconds ? 1 : 1000;
        options.timeout = std::chrono::milliseconds(std::min(*timeout, 86'400'000LL) * factor);
        options.followRedirects = *follow;
        return StepResult::suspend(run.services().forward(
            run.exchange(), options, [&run, failOnStatus = options.failOnErrorStatusCode](Status status) {
                run.complete(outcome(run.exchange(), std::move(status), failOnStatus));
            }));
    }

private:
    static StepResult outcome(Exchange &exchange, Status status, bool failOnStatus)
    {
        if (!status)
            return StepResult::fail(serviceFailure(status.error()));
        exchange.hasResponse = true;
        const auto code = exchange.response.status;
        if (!failOnStatus || code < 400 || code > 599)
            return StepResult::next();
        LastError error;
        error.reason = "ErrorStatusCode";
        error.message = "The backend answered with status code " + std::to_string(code) + ".";
        error.status = code;
        return StepResult::fail(std::move(error));
    }
    Settings m_settings;
};

} // namespace

void compileForwardRequest(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.milliseconds = compiler.has(node, "timeout-ms");
    settings.timeout = settings.milliseconds ? compiler.attribute(node, "timeout-ms")
                                             : compiler.attribute(node, "timeout", "300");
    settings.followRedirects = compiler.attribute(node, "follow-redirects", "false");
    settings.fixed.bufferRequestBody = compiler.flag(node, "buffer-request-body", false);
    settings.fixed.bufferResponse = compiler.flag(node, "buffer-response", true);
    settings.fixed.failOnErrorStatusCode = compiler.flag(node, "fail-on-error-status-code", false);
    const auto version = compiler.literal(node, "http-version", "1");
    settings.fixed.httpVersion = version.starts_with('2') ? 2 : 1;
    compiler.emit(std::make_unique<ForwardRequestStep>(std::move(settings)));
}

} // namespace gatehouse::policy
