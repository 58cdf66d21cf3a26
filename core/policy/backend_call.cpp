// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/backend_call.h"

namespace gatehouse::policy {

namespace {

StepResult failed(std::string reason, std::string message)
{
    LastError error;
    error.reason = std::move(reason);
    error.message = std::move(message);
    return StepResult::fail(std::move(error));
}

StepResult outcome(const Result<ResponseMessage> &response, const std::string &backend, const std::string &reason,
                   const std::function<StepResult(const json::object &)> &answered)
{
    const auto name = "The backend '" + backend + "'";
    if (!response)
        return failed(reason, name + " can't be reached (" + response.error().code + ").");
    if (response->status < 200 || response->status > 299)
        return failed(reason, name + " answered with status code " + std::to_string(response->status) + ".");
    const auto *bytes = response->body.bytes();
    const auto parsed = parseJson(bytes ? std::string_view(*bytes) : std::string_view());
    if (!parsed || !parsed->is_object())
        return failed(reason, name + " answered with something else than a JSON object.");
    return answered(parsed->get_object());
}

} // namespace

StepResult ask(Run &run, BackendQuestion question, std::string reason, std::function<StepResult(const json::object &)> answered)
{
    OutgoingRequest request;
    request.method = "POST";
    request.url = question.path + (question.query.empty() ? "" : "?" + question.query);
    request.headers = std::move(question.headers);
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", "application/json");
    request.body = toJson(question.body);
    request.timeout = question.timeout;
    if (const auto addressed = run.services().addressBackend(question.backend, request); !addressed) {
        const bool unknown = addressed.error().kind == ErrorKind::NotFound;
        return failed(std::move(reason), "The backend '" + question.backend + (unknown ? "' does not exist." : "' is temporarily unavailable."));
    }
    if (question.finish)
        question.finish(request);
    return StepResult::suspend(run.services().send(
        std::move(request), [&run, backend = std::move(question.backend), reason = std::move(reason),
                             answered = std::move(answered)](const Result<ResponseMessage> &response) {
            run.complete(outcome(response, backend, reason, answered));
        }));
}

} // namespace gatehouse::policy
