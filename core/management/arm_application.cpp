// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_application.h"

#include "core/base/text.h"
#include "core/management/api_versions.h"
#include "core/management/arm_reads.h"
#include "core/management/arm_writes.h"
#include "core/management/change_records.h"

namespace gatehouse::management {

namespace {

bool isRead(const ArmRequest &request)
{
    return request.method == "GET" || request.method == "HEAD";
}

const resource::Principal nobody{"", "", "", "anonymous", false};

ArmError unauthenticated(const Error &error)
{
    if (error.code == "auth.missing")
        return {401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", {}};
    return {401, "InvalidAuthenticationToken", "The access token is invalid.", {}};
}

} // namespace

ArmApplication::ArmApplication(Parts parts) : m_parts(std::move(parts)), m_authorizer(m_parts.token) { }

Environment ArmApplication::environment() const
{
    return {m_parts.scope, m_parts.clock.utc(), &m_parts.random, m_parts.digestKey, m_parts.gatewayUrl, m_parts.expressions,
            m_parts.traces};
}

tl::expected<ArmApplication::Admitted, http::Response> ArmApplication::admit(const ArmRequest &request)
{
    auto principal = m_authorizer.authenticate(request.headers);
    if (!principal) {
        auto response = refuse(request, unauthenticated(principal.error()));
        response.head.headers.add("WWW-Authenticate", "Bearer realm=\"gatehouse\"");
        return tl::unexpected(std::move(response));
    }
    auto route = parseRoute(request.path, m_parts.scope);
    if (!route)
        return tl::unexpected(errorResponse(route.error()));
    if (auto error = checkApiVersion(request.queryValue("api-version"), route->target == Target::Provider))
        return tl::unexpected(errorResponse(*error));
    const auto action = actionName(request.method, *route);
    if (const auto allowed = m_authorizer.authorize(*principal, action, route->id); !allowed) {
        auto response = errorResponse({403,
                                       "AuthorizationFailed",
                                       "The client '" + excerpt(principal->subject)
                                           + "' does not have authorization to perform action '" + action + "'.",
                                       {}});
        recordRefusal(request, *principal, "denied", route->id, response);
        return tl::unexpected(std::move(response));
    }
    const auto limit = bodyLimit(*route);
    return Admitted{std::move(*route), std::move(*principal), limit};
}

http::Response ArmApplication::refuse(const ArmRequest &request, const ArmError &error)
{
    auto response = errorResponse(error);
    const auto route = parseRoute(request.path, m_parts.scope);
    recordRefusal(request, nobody, "denied", route ? route->id : resource::ResourceId{}, response);
    return response;
}

http::Response ArmApplication::answer(const ArmRequest &request, const Admitted &admitted)
{
    if (admitted.route.target == Target::Provider && isTrialsPath(admitted.route.providerPath))
        return trials(request, admitted);
    if (admitted.route.target == Target::Provider)
        return m_parts.local.answer(request, admitted.route);
    if (isRead(request))
        return read(request, admitted.route);
    auto response = change(request, admitted.route, admitted.principal);
    if (response.head.status >= 400)
        recordRefusal(request, admitted.principal, toLower(request.method), admitted.route.id, response);
    return response;
}

http::Response ArmApplication::read(const ArmRequest &request, Route route) const
{
    const auto configuration = m_parts.store.current();
    route.id = canonicalId(*configuration, route.id);
    return answerRead(request, route, *configuration, environment());
}

http::Response ArmApplication::change(const ArmRequest &request, Route route, const resource::Principal &principal)
{
    http::Response response;
    {
        const std::lock_guard lock{m_changing};
        const auto before = m_parts.store.current();
        route.id = canonicalId(*before, route.id);
        auto outcome = planWrite(request, route, *before, environment());
        if (auto *answered = std::get_if<http::Response>(&outcome))
            return std::move(*answered);
        if (auto *reading = std::get_if<SecretReading>(&outcome))
            return handOut(request, std::move(*reading), principal);
        auto &plan = std::get<WritePlan>(outcome);
        if (plan.writes.empty())
            return plan.answer(*before);
        response = execute(request, std::move(plan), principal);
    }
    // Outside the lock: several changes are compiled at once.
    if (response.head.status < 400)
        m_parts.publisher.publish();
    return response;
}

http::Response ArmApplication::execute(const ArmRequest &request, WritePlan plan, const resource::Principal &principal)
{
    auto records = recordMaker(plan, recordOf(request, principal, plan.action, {}), m_parts.digestKey, m_parts.scope);
    const auto subject = plan.writes.front().id;
    const auto written = m_parts.store.write(std::move(plan.writes), principal, std::move(records)).get();
    if (!written) {
        if (fromError(written.error()).status >= 500)
            m_parts.logger.error("{} of {} failed: {}", plan.action, subject.text(), written.error().debugText());
        return errorResponse(fromError(written.error(), subject));
    }
    return plan.answer(*m_parts.store.current());
}

http::Response ArmApplication::handOut(const ArmRequest &request, SecretReading reading,
                                       const resource::Principal &principal)
{
    auto record = recordOf(request, principal, reading.action, reading.id);
    record.outcome = "succeeded";
    record.status = reading.answer.head.status;
    const auto recorded = m_parts.store.record(std::move(record)).get();
    if (recorded)
        return std::move(reading.answer);
    m_parts.logger.error("a secret was not handed out, since its record could not be kept: {}",
                         recorded.error().debugText());
    return errorResponse({503, "ServiceUnavailable", "The audit log cannot be written.", {}});
}

resource::ChangeRecord ArmApplication::recordOf(const ArmRequest &request, const resource::Principal &principal,
                                                std::string action, const resource::ResourceId &id) const
{
    resource::ChangeRecord record;
    record.time = m_parts.clock.utc();
    record.principal = principal;
    record.action = std::move(action);
    record.resourceId = id.text();
    record.requestId = request.requestId;
    record.correlationId = request.correlationId;
    record.clientAddress = request.clientAddress;
    record.userAgent = request.userAgent;
    return record;
}

void ArmApplication::recordRefusal(const ArmRequest &request, const resource::Principal &principal, std::string action,
                                   const resource::ResourceId &id, const http::Response &response)
{
    auto record = recordOf(request, principal, std::move(action), id);
    record.status = response.head.status;
    record.outcome = record.status >= 500 ? "failed" : "refused";
    if (const auto body = parseJson(response.body)) {
        if (const auto *error = member(*body, "error"); error && error->is_object())
            record.errorCode = stringMember(error->get_object(), "code");
    }
    // Nothing waits for it: what is refused stays refused.
    m_parts.store.record(std::move(record));
}

} // namespace gatehouse::management
