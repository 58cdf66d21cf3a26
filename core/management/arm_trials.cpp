// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the application does with trials.
#include "core/management/arm_application.h"

#include "core/base/text.h"
#include "core/gateway/trials.h"
#include "core/management/arm_body.h"
#include "core/management/change_records.h"
#include "core/management/trial_plan.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

constexpr std::string_view trialsPath = "providers/Gatehouse.Local/trials";

//! The route that a trial is begun by.
Route admittedTrial()
{
    Route route;
    route.target = Target::Provider;
    route.providerPath = "trials";
    return route;
}

ArmError noTrial()
{
    return {404, "ResourceNotFound", "No such trial runs: it has ended or expired.", {}};
}

ArmError tooManyTrials(const Error &error)
{
    return {429,
            "TooManyTrials",
            std::string{error.arg("limit")} + " trials run on this gateway, which is as many as may at once. End one by DELETE trials/{name}, or wait until one expires at "
                + std::string{error.arg("until")} + ".",
            {}};
}

json::object trialJson(const gateway::TrialInfo &info, const resource::ServiceScope &scope)
{
    json::array changes;
    for (const auto &id : info.changes)
        changes.push_back(json::value(id));
    return {{"id", scope.prefix() + "/" + std::string{trialsPath} + "/" + info.id},
            {"name", info.id},
            {"type", "Gatehouse.Local/trials"},
            {"properties",
             json::object{{"createdAt", toIso(info.createdAt)},
                          {"expiresAt", toIso(info.expiresAt)},
                          {"basedOn", info.basedOn},
                          {"changes", std::move(changes)}}}};
}

//! What an auditor needs to know which text ran.
json::value recordedTrial(const gateway::TrialInfo &info, const std::vector<TrialChange> &changes, const resource::Configuration &candidate,
                          const SecretString &digestKey, const resource::ServiceScope &scope)
{
    auto body = trialJson(info, scope);
    json::array bodies;
    for (const auto &change : changes) {
        const auto *resource = change.isDelete ? nullptr : candidate.find(change.route.id);
        bodies.push_back(resource ? recordedBody(*resource, digestKey, scope)
                                  : json::value(json::object{{"id", scope.absolute(change.route.id)}, {"properties", nullptr}}));
    }
    body["properties"].as_object()["changes"] = std::move(bodies);
    return body;
}

} // namespace

http::Response ArmApplication::trials(const ArmRequest &request, const Admitted &admitted)
{
    const std::string_view path = admitted.route.providerPath;
    const auto slash = path.find('/');
    const auto name = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (request.method == "GET" || request.method == "HEAD")
        return listTrials(name);
    const bool starts = request.method == "POST" && name.empty();
    if (!starts && (request.method != "DELETE" || name.empty()))
        return errorResponse(methodNotAllowed(request.method));
    auto response = starts ? startTrial(request, admitted.caller) : endTrial(request, name, admitted.caller.principal);
    if (response.head.status >= 400)
        recordRefusal(request, admitted.caller.principal, starts ? "startTrial" : "endTrial", {}, response);
    return response;
}

http::Response ArmApplication::listTrials(std::string_view name) const
{
    json::array value;
    for (const auto &info : m_parts.publisher.trials().list()) {
        if (name.empty())
            value.push_back(trialJson(info, m_parts.scope));
        else if (equalsIgnoreCase(info.id, name))
            return jsonResponse(200, trialJson(info, m_parts.scope));
    }
    return name.empty() ? jsonResponse(200, json::object{{"value", std::move(value)}}) : errorResponse(noTrial());
}

http::Response ArmApplication::startTrial(const ArmRequest &request, const Caller &caller)
{
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    const auto world = environment();
    const auto call = readTrialCall(*body, world);
    if (!call)
        return errorResponse(call.error());
    gateway::TrialRequest wanted{{}, m_parts.publisher.state().revision, call->lifetime};
    const auto rights = rightsOf(caller);
    for (const auto &[route, isDelete, text] : call->changes) {
        // What may not be published may not be tried.
        for (const auto &action : {actionName("POST", admittedTrial()), actionName(isDelete ? "DELETE" : "PUT", route)}) {
            if (!authorize(rights, action, scopeOf(route, m_parts.scope)))
                return errorResponse(authorizationFailed(caller, action, scopeOf(route, m_parts.scope)));
        }
        if (const auto error = isDelete ? std::nullopt : judgeCopy(rights, caller, route, text))
            return errorResponse(*error);
        wanted.changes.push_back(route.id.text());
    }
    // Read after the revision: what lies below the changes is at least as new.
    const auto plan = planTrial(call->changes, *m_parts.store.current(), world);
    if (!plan.errors.empty())
        return refusedTrial(plan.errors);
    auto started = m_parts.publisher.startTrial(plan.candidate, std::move(wanted));
    if (!started)
        return errorResponse(started.error().kind == ErrorKind::TooMany ? tooManyTrials(started.error()) : fromError(started.error()));

    auto record = recordOf(request, caller.principal, "startTrial", {});
    record.resourceId = std::string{trialsPath} + "/" + started->info.id;
    record.outcome = "succeeded";
    record.status = 201;
    record.after = recordedTrial(started->info, call->changes, plan.candidate, m_parts.digestKey, m_parts.scope);
    if (const auto recorded = m_parts.store.record(std::move(record)).get(); !recorded) {
        m_parts.publisher.trials().end(started->info.id); // nobody knows its token so far
        m_parts.logger.error("a trial did not begin, since its record could not be kept: {}", recorded.error().debugText());
        return errorResponse({503, "ServiceUnavailable", "The audit log cannot be written.", {}});
    }
    auto answer = trialJson(started->info, m_parts.scope);
    auto &properties = answer["properties"].as_object();
    properties["token"] = std::string{started->token.reveal()};
    std::vector<TrialFinding> findings;
    for (const auto &finding : started->findings)
        findings.push_back(trialFinding(finding));
    properties["findings"] = findingsJson(findings);
    auto response = jsonResponse(201, answer);
    response.head.headers.add("Location", request.origin + std::string{answer["id"].as_string()});
    response.head.headers.add("Cache-Control", "no-store");
    return response;
}

http::Response ArmApplication::endTrial(const ArmRequest &request, std::string_view name, const resource::Principal &principal)
{
    const auto id = toLower(name);
    if (!m_parts.publisher.trials().end(id))
        return errorResponse(noTrial());
    auto record = recordOf(request, principal, "endTrial", {});
    record.resourceId = std::string{trialsPath} + "/" + id;
    record.outcome = "succeeded";
    record.status = 200;
    if (const auto recorded = m_parts.store.record(std::move(record)).get(); !recorded)
        m_parts.logger.error("the end of a trial could not be recorded: {}", recorded.error().debugText());
    http::Response done;
    done.head.status = 200;
    return done;
}

} // namespace gatehouse::management
