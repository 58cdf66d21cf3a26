// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/message_edits.h"
#include "core/policy/policies/policies.h"
#include "core/policy/service_failure.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource mode;
    std::optional<ValueSource> url, method, body;
    std::vector<HeaderEdit> headers;
    ValueSource timeout;
    bool milliseconds = false;
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
        auto request = build(run);
        if (!request)
            return StepResult::fail(std::move(request.error()));
        return StepResult::suspend(run.services().send(std::move(*request), [this, &run](Result<ResponseMessage> response) {
            run.complete(outcome(run.exchange(), std::move(response)));
        }));
    }

private:
    tl::expected<OutgoingRequest, LastError> build(const Run &run) const
    {
        OutgoingRequest request;
        if (m_settings.mode.text(run) == "copy")
            copy(run.exchange(), request);
        if (m_settings.url)
            request.url = std::string(trim(m_settings.url->text(run)));
        if (m_settings.method)
            request.method = std::string(trim(m_settings.method->text(run)));
        if (!http::Url::parse(request.url))
            return tl::unexpected(expressionFailure("set-url is not an absolute http or https URL."));
        if (!http::isToken(request.method))
            return tl::unexpected(expressionFailure("set-method is not a valid method."));
        for (const auto &header : m_settings.headers)
            if (auto applied = header.apply(request.headers, run); !applied)
                return tl::unexpected(std::move(applied.error()));
        if (m_settings.body)
            request.body = m_settings.body->text(run);
        const auto timeout = m_settings.timeout.integer(run);
        if (!timeout || *timeout <= 0)
            return tl::unexpected(expressionFailure("timeout is not a positive number."));
        request.timeout = std::chrono::milliseconds(std::min(*timeout, 86'400'000LL) * (m_settings.milliseconds ? 1 : 1000));
        return request;
    }

    //! The request as it would go to the backend now.
    static void copy(const Exchange &exchange, OutgoingRequest &request)
    {
        request.method = exchange.request.method;
        request.url = exchange.backendBaseUrl;
        if (request.url.ends_with('/') && exchange.backendPath.starts_with('/'))
            request.url.pop_back();
        request.url += exchange.backendPath;
        if (!exchange.backendQuery.empty())
            request.url += "?" + exchange.backendQuery;
        request.headers = exchange.request.headers;
        http::removeHopByHop(request.headers);
        request.headers.remove("Host");
        request.headers.remove("Content-Length");
        if (const auto *bytes = exchange.request.body.bytes())
            request.body = *bytes;
    }

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

//! False (and a failing step) for a child that nothing executes yet.
bool compileChild(Compiler &compiler, NodeId child, Settings &settings)
{
    const auto name = compiler.document().name(child);
    if (name == "set-url") {
        settings.url = compiler.text(child);
    } else if (name == "set-method") {
        settings.method = compiler.text(child);
    } else if (name == "set-header") {
        settings.headers.push_back(compileHeaderEdit(compiler, child));
    } else if (name == "set-body") {
        settings.body = compileBody(compiler, child);
        return settings.body.has_value();
    } else {
        compiler.notExecuted("send-request", std::string(name));
        return false;
    }
    return true;
}

} // namespace

void compileSendRequest(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.mode = compiler.attribute(node, "mode", "new");
    const bool mayCopy = !settings.mode.isConstant() || textOf(settings.mode.constant()) == "copy";
    if (mayCopy)
        compiler.emit(bufferStep(true, false));
    settings.milliseconds = compiler.has(node, "timeout-ms");
    settings.timeout = settings.milliseconds ? compiler.attribute(node, "timeout-ms") : compiler.attribute(node, "timeout", "60");
    settings.ignoreError = compiler.flag(node, "ignore-error", false);
    settings.failOnErrorStatusCode = compiler.flag(node, "fail-on-error-status-code", false);
    settings.variable = compiler.literal(node, "response-variable-name");
    for (const auto child : compiler.document().elements(node))
        if (!compileChild(compiler, child, settings))
            return;
    compiler.emit(std::make_unique<SendRequestStep>(std::move(settings)));
}

} // namespace gatehouse::policy
