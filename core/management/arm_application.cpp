// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_application.h"

#include "core/base/text.h"
#include "core/management/api_versions.h"
#include "core/management/arm_reads.h"
#include "core/management/arm_writes.h"
#include "core/management/change_records.h"
#include "core/management/role_assignments.h"
#include "core/management/role_reads.h"
#include "core/management/role_requests.h"
#include "core/management/vault_references.h"

namespace gatehouse::management {

namespace {

bool isRead(const ArmRequest &request)
{
    return request.method == "GET" || request.method == "HEAD";
}

constexpr std::chrono::seconds longestFetch{10}; // that a PUT waits for a key vault

const resource::Principal nobody{"", "", "", "anonymous", false};

std::string errorCodeOf(const http::Response &response)
{
    const auto body = parseJson(response.body);
    const auto *error = body ? member(*body, "error") : nullptr;
    return error && error->is_object() ? std::string{stringMember(error->get_object(), "code")} : std::string{};
}

ArmError unauthenticated(const Error &error)
{
    const std::string reason{error.arg("reason")};
    const auto because = reason.empty() ? std::string{"."} : ": " + reason;
    if (error.code == "auth.missing")
        return {401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", {}};
    if (error.code == "auth.expired")
        return {401, "ExpiredAuthenticationToken", "The access token has expired" + because, {}};
    if (error.code == "auth.audience")
        return {401, "InvalidAuthenticationTokenAudience",
                "The access token has been obtained for wrong audience or resource. It should exactly match with one of the allowed audiences '"
                    + excerpt(error.arg("allowed"), 512) + "'.", {}};
    if (error.code == "auth.issuer")
        return {401, "InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer" + because, {}};
    if (error.code == "auth.providerUnavailable")
        return {503, "ServiceUnavailable", "The keys of the sign-in issuer '" + excerpt(error.arg("issuer")) + "' can't be had now.", {}};
    if (error.code == "auth.busy")
        return {503, "ServiceUnavailable", "Too many calls wait for the keys of the sign-in issuer.", {}};
    return {401, "InvalidAuthenticationToken", "The access token is invalid" + because, {}};
}

//! What anyone who is known may ask: what they themselves may do.
bool isOpenToAll(const ArmRequest &request, const Route &route)
{
    return route.target == Target::Authorization && route.authorization.type == "permissions" && request.method == "GET";
}

//! Who may read at a scope may ask for more there, for themselves: the action that is asked instead, or "".
std::string_view readingOf(const ArmRequest &request, const Route &route)
{
    const bool asks = route.target == Target::Authorization && route.authorization.type == "roleAssignmentScheduleRequests"
        && (request.method == "PUT" || request.method == "POST");
    return asks ? "Microsoft.Authorization/roleAssignmentScheduleRequests/read" : std::string_view{};
}

//! Asked without a scope of their own: a trial's changes are judged one by one, and Azure's roles are no secret to those who have one.
bool isAskedAnywhere(const ArmRequest &request, const Route &route)
{
    if (route.target == Target::Authorization)
        return route.authorization.type == "roleDefinitions" && route.authorization.scope.empty();
    if (route.target == Target::Provider && isKeyUsePath(route.providerPath) && request.method == "GET")
        return true;
    // Who knows a trial's id ends it.
    return route.target == Target::Provider && isTrialsPath(route.providerPath) && (request.method == "POST" || request.method == "DELETE");
}

} // namespace

ArmApplication::ArmApplication(Parts parts) : m_parts(std::move(parts)) { }

ArmApplication::~ArmApplication()
{
    for (auto &record : m_denials.rest())
        m_parts.store.record(std::move(record)).wait();
}

Environment ArmApplication::environment() const
{
    return {m_parts.scope, m_parts.clock.utc(), &m_parts.random, m_parts.digestKey, m_parts.gatewayUrl, m_parts.expressions,
            m_parts.traces, m_parts.references, {}};
}

Rights ArmApplication::rightsOf(const Caller &caller) const
{
    return {caller, *m_parts.store.current(), m_parts.clock.utc()};
}

tl::expected<ArmApplication::Admitted, http::Response> ArmApplication::admit(const ArmRequest &request, Result<Caller> caller)
{
    for (auto &record : m_denials.due(m_parts.clock.utc()))
        m_parts.store.record(std::move(record));
    if (!caller) {
        const auto error = unauthenticated(caller.error());
        auto response = refuse(request, error);
        if (error.status == 401)
            response.head.headers.add("WWW-Authenticate", "Bearer realm=\"gatehouse\", error=\"invalid_token\", error_description=\"" + error.code + "\"");
        return tl::unexpected(std::move(response));
    }
    auto route = parseRoute(request.path, m_parts.scope);
    if (!route)
        return tl::unexpected(errorResponse(route.error()));
    const auto version = request.queryValue("api-version");
    if (auto error = route->target == Target::Authorization ? checkAuthorizationVersion(version, route->authorization.type)
                                                            : checkApiVersion(version, route->target == Target::Provider))
        return tl::unexpected(errorResponse(*error));
    const auto action = actionName(request.method, *route);
    const auto rights = rightsOf(*caller);
    const auto scope = scopeOf(*route, m_parts.scope);
    const auto reading = readingOf(request, *route);
    const bool allowed = authorize(rights, action, scope) || isOpenToAll(request, *route)
        || (!reading.empty() && authorize(rights, reading, scope))
        || (isAskedAnywhere(request, *route) && rights.allowsSomewhere(action));
    // Who may read some members of a list gets these.
    const bool isList = request.method == "GET" && route->target == Target::Collection && route->kind && !route->kind->link;
    const bool membersOnly = !allowed && isList && rights.allowsInMembers(action, scope, route->collection);
    if (!allowed && !membersOnly)
        return tl::unexpected(deny(request, *caller, *route, action));
    const auto limit = bodyLimit(*route);
    return Admitted{std::move(*route), std::move(*caller), limit, membersOnly};
}

http::Response ArmApplication::deny(const ArmRequest &request, const Caller &caller, const Route &route, const std::string &action)
{
    const auto scope = scopeOf(route, m_parts.scope);
    auto response = errorResponse(authorizationFailed(caller, action, scope));
    recordDenial(request, caller.principal, action, scope, route.id, response);
    return response;
}

http::Response ArmApplication::refuse(const ArmRequest &request, const ArmError &error)
{
    auto response = errorResponse(error);
    const auto route = parseRoute(request.path, m_parts.scope);
    recordDenial(request, nobody, route ? actionName(request.method, *route) : std::string{}, route ? scopeOf(*route, m_parts.scope) : std::string{},
                 route ? route->id : resource::ResourceId{}, response);
    return response;
}

void ArmApplication::endRoles()
{
    constexpr std::chrono::seconds every{10};
    const auto now = m_parts.clock.utc();
    const std::unique_lock lock{m_changing, std::try_to_lock};
    if (!lock || now - m_rolesEnded < every)
        return;
    m_rolesEnded = now;
    auto plan = endedRoles(*m_parts.store.current(), environment());
    if (plan.writes.empty())
        return;
    ArmRequest request;
    request.requestId = uuid4(m_parts.random);
    request.correlationId = request.requestId;
    execute(request, std::move(plan), {"gatehouse", "gatehouse", "The gateway's clock", "service", false});
}

http::Response ArmApplication::answer(const ArmRequest &request, const Admitted &admitted)
{
    endRoles();
    if (admitted.route.target == Target::Authorization)
        return authorization(request, admitted);
    if (admitted.route.target == Target::Provider && isTrialsPath(admitted.route.providerPath))
        return trials(request, admitted);
    if (admitted.route.target == Target::Provider && isTestTokensPath(admitted.route.providerPath))
        return testTokens(request, admitted);
    if (admitted.route.target == Target::Provider && isKeyUsePath(admitted.route.providerPath))
        return m_parts.local.keyUse(request, [this, rights = rightsOf(admitted.caller)](const resource::ResourceId &id) {
            constexpr std::string_view action = "Microsoft.ApiManagement/service/subscriptions/read";
            return authorize(rights, action, m_parts.scope.absolute(id)).has_value();
        });
    if (m_parts.certificates && admitted.route.target == Target::Provider && isCertificatesPath(admitted.route.providerPath))
        return certificates(request, admitted);
    if (admitted.route.target == Target::Provider)
        return m_parts.local.answer(request, admitted.route);
    if (isRead(request))
        return read(request, admitted);
    if (admitted.route.target == Target::Action && admitted.route.action == "refreshSecret")
        return refreshSecret(request, admitted);
    auto response = change(request, admitted.route, admitted.caller);
    if (response.head.status >= 400)
        recordRefusal(request, admitted.caller.principal, toLower(request.method), admitted.route.id, response);
    return response;
}

http::Response ArmApplication::read(const ArmRequest &request, const Admitted &admitted) const
{
    const auto configuration = m_parts.store.current();
    auto route = admitted.route;
    route.id = canonicalId(*configuration, route.id);
    auto world = environment();
    if (admitted.membersOnly) {
        const auto action = actionName(request.method, route);
        world.mayList = [this, action, rights = rightsOf(admitted.caller)](const resource::ResourceId &id) {
            return authorize(rights, action, m_parts.scope.absolute(id)).has_value();
        };
    }
    return answerRead(request, route, *configuration, world);
}

std::optional<ArmError> ArmApplication::judgeChange(const ArmRequest &request, const Route &route, const resource::Configuration &before,
                                                    const Caller &caller) const
{
    if (caller.isLocalOwner)
        return std::nullopt;
    const Rights rights(caller, before, m_parts.clock.utc());
    const auto action = actionName(request.method, route);
    const auto scope = scopeOf(route, m_parts.scope);
    const auto reading = readingOf(request, route);
    if (!authorize(rights, action, scope) && (reading.empty() || !authorize(rights, reading, scope)))
        return authorizationFailed(caller, action, scope);
    return request.method == "PUT" ? judgeCopy(rights, caller, route, request.body) : std::nullopt;
}

std::optional<ArmError> ArmApplication::judgeCopy(const Rights &rights, const Caller &caller, const Route &route, const std::string &body) const
{
    // A copy shows what its source holds.
    if (rights.isLocalOwner() || !route.kind || route.kind->segment != "apis")
        return std::nullopt;
    const auto parsed = parseJson(body, {body.size(), 128});
    const auto *properties = parsed ? member(*parsed, "properties") : nullptr;
    const auto source = properties && properties->is_object() ? trim(stringMember(properties->get_object(), "sourceApiId")) : std::string_view{};
    if (source.empty())
        return std::nullopt;
    // What can't be read as an id might be read as one elsewhere: only who may read all may name it.
    const auto id = m_parts.scope.relative(source);
    const auto scope = m_parts.scope.absolute(id ? *id : resource::ResourceId{});
    constexpr std::string_view action = "Microsoft.ApiManagement/service/apis/read";
    return authorize(rights, action, scope) ? std::nullopt : std::optional{authorizationFailed(caller, action, scope)};
}

Outcome ArmApplication::plan(const ArmRequest &request, Route &route, const resource::Configuration &before, const Caller &caller) const
{
    route.id = canonicalId(before, route.id);
    if (const auto error = judgeChange(request, route, before, caller))
        return errorResponse(*error);
    if (route.target == Target::Authorization && route.authorization.type != "roleAssignments")
        return planRoleRequest(request, route, before, environment(), caller);
    if (route.target == Target::Authorization)
        return planRoleAssignment(request, route, before, environment(), caller);
    if (route.target == Target::Action && route.action == "listValue")
        return planValueReading(request, route, before);
    auto outcome = planWrite(request, route, before, environment());
    if (auto *made = std::get_if<WritePlan>(&outcome))
        removeAssignmentsOfDeleted(*made, before, m_parts.scope);
    return outcome;
}

http::Response ArmApplication::change(const ArmRequest &request, Route route, const Caller &caller)
{
    http::Response response;
    {
        const std::lock_guard lock{m_changing};
        const auto before = m_parts.store.current();
        auto outcome = plan(request, route, *before, caller);
        if (auto *answered = std::get_if<http::Response>(&outcome))
            return std::move(*answered);
        if (auto *reading = std::get_if<SecretReading>(&outcome))
            return handOut(request, std::move(*reading), caller.principal);
        auto &made = std::get<WritePlan>(outcome);
        if (made.writes.empty())
            return made.answer(*before);
        response = execute(request, std::move(made), caller.principal);
    }
    // Outside the lock: several changes are compiled at once. Who may do what is nothing to the data plane.
    if (response.head.status < 400 && route.target != Target::Authorization) {
        if (m_parts.references)
            m_parts.references->fetchNew(longestFetch);
        m_parts.publisher.publish();
    }
    return response;
}

http::Response ArmApplication::authorization(const ArmRequest &request, const Admitted &admitted)
{
    const auto &route = admitted.route;
    if (route.authorization.type == "permissions")
        return answerPermissions(request, route, rightsOf(admitted.caller));
    if (route.authorization.type == "roleDefinitions")
        return answerRoleDefinitions(request, route, environment());
    const bool isAssignment = route.authorization.type == "roleAssignments";
    if (isRead(request))
        return (isAssignment ? answerRoleAssignments : answerRoleRequests)(request, route, *m_parts.store.current(), environment(), admitted.caller);
    auto response = change(request, route, admitted.caller);
    const auto &name = route.authorization.name;
    const auto id = isGuid(name) ? resource::ResourceId{}.child(isAssignment ? roleAssignmentsCollection : roleRequestsCollection, toLower(name)) : route.id;
    if (response.head.status >= 400)
        recordRefusal(request, admitted.caller.principal, toLower(request.method), id, response);
    return response;
}

bool ArmApplication::isOpen(const ArmRequest &request) const
{
    return m_parts.testTokens && isRead(request) && TestTokens::isOpenPath(request.path);
}

http::Response ArmApplication::openDocument(const ArmRequest &request) const
{
    return m_parts.testTokens->document(request.path);
}

http::Response ArmApplication::testTokens(const ArmRequest &request, const Admitted &admitted)
{
    if (!m_parts.testTokens)
        return errorResponse({404, "ResourceNotFound", "This gateway has no test issuer.", {}});
    auto response = m_parts.testTokens->answer(request);
    if (request.method != "POST")
        return response;
    if (response.head.status >= 400) {
        recordRefusal(request, admitted.caller.principal, "issueTestToken", {}, response);
        return response;
    }
    auto record = recordOf(request, admitted.caller.principal, "issueTestToken", {});
    record.resourceId = "providers/Gatehouse.Local/testTokens";
    record.outcome = "succeeded";
    record.status = response.head.status;
    if (m_parts.store.record(std::move(record)).get())
        return response;
    return errorResponse({503, "ServiceUnavailable", "The audit log cannot be written.", {}});
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

void ArmApplication::recordDenial(const ArmRequest &request, const resource::Principal &principal, const std::string &action,
                                  const std::string &scope, const resource::ResourceId &id, const http::Response &response)
{
    auto record = recordOf(request, principal, "denied", id);
    record.status = response.head.status;
    record.outcome = "refused";
    record.errorCode = errorCodeOf(response);
    if (!action.empty())
        record.after = json::object{{"action", action}, {"scope", scope}};
    for (auto &one : m_denials.take(std::move(record)))
        m_parts.store.record(std::move(one));
}

void ArmApplication::recordRefusal(const ArmRequest &request, const resource::Principal &principal, std::string action,
                                   const resource::ResourceId &id, const http::Response &response)
{
    auto record = recordOf(request, principal, std::move(action), id);
    record.status = response.head.status;
    record.outcome = record.status >= 500 ? "failed" : "refused";
    record.errorCode = errorCodeOf(response);
    // Nothing waits for it: what is refused stays refused.
    m_parts.store.record(std::move(record));
}

} // namespace gatehouse::management
