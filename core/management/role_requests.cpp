// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/role_requests.h"

#include "core/base/iso_duration.h"
#include "core/base/text.h"
#include "core/management/arm_body.h"
#include "core/management/authorize.h"
#include "core/management/rights.h"
#include "core/management/role_assignments.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

constexpr std::chrono::minutes shortestElevation{5};
constexpr std::chrono::hours longestElevation{8};
constexpr std::size_t longestReason = 500;
constexpr std::size_t mostPending = 5; //!< of one caller
constexpr std::chrono::hours pendingFor{24}; //!< then nobody can approve it any more
constexpr std::chrono::hours keptFor{24 * 90}; //!< of what is over; the audit log keeps it for ever

http::Response refusedRequest(int status, std::string code, std::string message)
{
    return errorResponse({status, std::move(code), std::move(message), {}});
}

std::string requestText(const Resource &resource, std::string_view name)
{
    return std::string{stringMember(resource.properties, name)};
}

const Resource *requestAt(const Route &route, const Configuration &configuration)
{
    const auto &name = route.authorization.name;
    const auto *found = isGuid(name) ? configuration.find(ResourceId{}.child(roleRequestsCollection, name)) : nullptr;
    return found && scopeKey(requestText(*found, "scope")) == scopeKey(route.authorization.scope) ? found : nullptr;
}

UtcTime timeIn(const Resource &resource, std::string_view name)
{
    const auto time = fromIso(requestText(resource, name));
    return time ? *time : UtcTime{};
}

bool isPending(const Resource &resource, UtcTime now)
{
    return requestText(resource, "status") == "PendingApproval" && now < timeIn(resource, "createdOn") + pendingFor;
}

http::Response noRequest(const Route &route)
{
    return refusedRequest(404, "RoleAssignmentRequestNotFound", "The role assignment request '" + excerpt(route.authorization.name) + "' is not found.");
}

std::string_view lastPart(std::string_view id)
{
    return id.substr(std::min(id.rfind('/') + 1, id.size()));
}

//! What is wanted, or why it can't be had.
tl::expected<json::object, http::Response> wantedRequest(const json::object &body, const Route &route, const Caller &caller)
{
    const auto wrong = [](std::string code, std::string message) { return tl::unexpected(refusedRequest(400, std::move(code), std::move(message))); };
    const auto *properties = member(body, "properties");
    const auto *given = properties ? properties->if_object() : nullptr;
    if (!given)
        return wrong("InvalidRequestContent", "The request content has no 'properties'.");
    if (!equalsIgnoreCase(stringMember(*given, "requestType"), "SelfActivate"))
        return wrong("RoleAssignmentRequestTypeNotSupported", "The local gateway takes requests of the type SelfActivate alone.");
    if (caller.isLocalOwner || !isSamePrincipal(stringMember(*given, "principalId"), caller.objectId))
        return wrong("InvalidPrincipalId", "A role is activated by the one who will have it: principalId must be the caller's own.");
    const auto *role = findRole(lastPart(stringMember(*given, "roleDefinitionId")));
    if (!role)
        return wrong("RoleDefinitionDoesNotExist", "The specified role definition does not exist.");
    const auto reason = trim(stringMember(*given, "justification"));
    if (reason.empty() || reason.size() > longestReason || !isUtf8(reason))
        return wrong("RoleAssignmentRequestPolicyValidationFailed", "The following policy rules failed: [\"JustificationRule\"]: say why, in at most 500 bytes.");
    const auto *schedule = member(*given, "scheduleInfo");
    const auto *expiration = schedule ? member(*schedule, "expiration") : nullptr;
    const auto *ending = expiration ? expiration->if_object() : nullptr;
    const auto duration = ending && equalsIgnoreCase(stringMember(*ending, "type"), "AfterDuration")
        ? parseIsoDuration(stringMember(*ending, "duration"))
        : std::nullopt;
    if (!duration || *duration < shortestElevation || *duration > longestElevation)
        return wrong("RoleAssignmentRequestPolicyValidationFailed",
                     "The following policy rules failed: [\"ExpirationRule\"]: AfterDuration of PT5M to PT8H is expected.");
    return json::object{{"scope", route.authorization.scope},
                        {"role", role->name},
                        {"principalId", caller.objectId},
                        {"display", caller.principal.display},
                        {"justification", reason},
                        {"duration", stringMember(*ending, "duration")},
                        {"status", "PendingApproval"}};
}

http::Response shownRequest(int status, const ResourceId &id, const Configuration &after, const Environment &environment)
{
    const auto *written = after.find(id);
    return written ? jsonResponse(status, roleRequestJson(*written, environment.scope))
                   : refusedRequest(404, "RoleAssignmentRequestNotFound", "It is gone.");
}

WritePlan planOf(std::string action, int status, const ResourceId &id, const Environment &environment)
{
    WritePlan plan;
    plan.action = std::move(action);
    plan.status = status;
    plan.records.push_back({id, plan.action});
    plan.answer = [id, status, environment](const Configuration &after) { return shownRequest(status, id, after, environment); };
    return plan;
}

Outcome planAsking(const ArmRequest &request, const Route &route, const Configuration &before, const Environment &environment, const Caller &caller)
{
    if (!isGuid(route.authorization.name))
        return refusedRequest(400, "InvalidRoleAssignmentRequestId", "The name of a role assignment request must be a GUID.");
    if (!route.id.isService() && !before.contains(route.id))
        return errorResponse(notFound(route.id));
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    auto wanted = wantedRequest(*body, route, caller);
    if (!wanted)
        return std::move(wanted.error());
    const auto id = ResourceId{}.child(roleRequestsCollection, toLower(route.authorization.name));
    if (before.contains(id))
        return refusedRequest(409, "RoleAssignmentRequestExists", "A role assignment request of that name exists.");
    std::size_t pending = 0;
    for (const auto &other : before.children({}, roleRequestsCollection)) {
        if (!isPending(*other, environment.now) || !isSamePrincipal(requestText(*other, "principalId"), caller.objectId))
            continue;
        if (requestText(*other, "role") == stringMember(*wanted, "role") && scopeKey(requestText(*other, "scope")) == scopeKey(route.authorization.scope))
            return refusedRequest(409, "PendingRoleAssignmentRequest", "There is already a pending request for that role at that scope.");
        ++pending;
    }
    if (pending >= mostPending)
        return refusedRequest(429, "TooManyRequests", "Five requests of the client wait for approval already.");
    Resource made{id, std::move(*wanted), {}, {}};
    made.properties["createdOn"] = toIso(environment.now);
    auto plan = planOf("requestRole", 201, id, environment);
    plan.put(std::move(made), {std::nullopt, true});
    return plan;
}

Outcome planCancelling(const Route &route, const Configuration &before, const Environment &environment, const Caller &caller)
{
    const auto *found = requestAt(route, before);
    if (!found)
        return noRequest(route);
    if (!caller.isLocalOwner && !isSamePrincipal(requestText(*found, "principalId"), caller.objectId))
        return errorResponse(authorizationFailed(caller, "Microsoft.Authorization/roleAssignmentScheduleRequests/cancel/action", route.authorization.scope));
    if (!isPending(*found, environment.now))
        return refusedRequest(400, "RoleAssignmentRequestNotPending", "The request does not wait for approval.");
    auto changed = *found;
    changed.properties["status"] = "Canceled";
    auto plan = planOf("cancelRoleRequest", 200, found->id, environment);
    plan.put(std::move(changed), {found->etag, false});
    return plan;
}

Outcome planDeciding(const ArmRequest &request, const Route &route, const Configuration &before, const Environment &environment, const Caller &caller)
{
    const auto *found = requestAt(route, before);
    if (!found)
        return noRequest(route);
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    const auto *properties = member(*body, "properties");
    const auto *given = properties ? properties->if_object() : &*body;
    const auto result = given ? stringMember(*given, "reviewResult") : std::string_view{};
    const bool approves = equalsIgnoreCase(result, "Approve");
    const auto reason = given ? trim(stringMember(*given, "justification")) : std::string_view{};
    if (!approves && !equalsIgnoreCase(result, "Deny"))
        return refusedRequest(400, "InvalidRequestContent", "reviewResult is Approve or Deny.");
    if (reason.empty() || reason.size() > longestReason || !isUtf8(reason))
        return refusedRequest(400, "InvalidRequestContent", "A decision has a justification, of at most 500 bytes.");
    if (!caller.isLocalOwner && isSamePrincipal(requestText(*found, "principalId"), caller.objectId))
        return refusedRequest(403, "RequestorCannotApprove", "Nobody approves their own request: somebody else has to.");
    if (!isPending(*found, environment.now))
        return refusedRequest(400, "RoleAssignmentRequestNotPending", "The request does not wait for approval.");
    auto changed = *found;
    const auto by = caller.isLocalOwner ? caller.principal.subject : caller.objectId;
    changed.properties["status"] = approves ? "Provisioned" : "Denied";
    changed.properties["decidedBy"] = by;
    changed.properties["decidedOn"] = toIso(environment.now);
    changed.properties["decision"] = reason;
    auto plan = planOf(approves ? "approveRole" : "denyRole", 200, found->id, environment);
    if (approves) {
        const auto duration = parseIsoDuration(requestText(*found, "duration")).value_or(std::chrono::seconds{0});
        const auto endsAt = toIso(environment.now + duration);
        const auto assignment = ResourceId{}.child(roleAssignmentsCollection, uuid4(*environment.random));
        Resource made{assignment, {}, {}, {}};
        for (const auto *name : {"scope", "role", "principalId"})
            made.properties[name] = requestText(*found, name);
        made.properties["principalType"] = "User";
        made.properties["description"] = requestText(*found, "justification");
        made.properties["endsAt"] = endsAt;
        made.properties["createdOn"] = toIso(environment.now);
        made.properties["updatedOn"] = toIso(environment.now);
        made.properties["createdBy"] = by;
        made.properties["updatedBy"] = by;
        changed.properties["endsAt"] = endsAt;
        changed.properties["assignment"] = assignment.name();
        plan.records.push_back({assignment, "put"});
        plan.put(std::move(made), {std::nullopt, true});
    }
    plan.put(std::move(changed), {found->etag, false});
    return plan;
}

json::object approvalJson(const Resource &resource)
{
    const auto status = requestText(resource, "status");
    const auto id = requestText(resource, "scope") + "/providers/Microsoft.Authorization/roleAssignmentApprovals/" + std::string{resource.id.name()};
    return {{"id", id + "/stages/" + std::string{resource.id.name()}},
            {"type", "Microsoft.Authorization/roleAssignmentApprovals/stages"},
            {"name", resource.id.name()},
            {"properties",
             json::object{{"status", status == "PendingApproval" ? "InProgress" : "Completed"},
                          {"reviewResult", status == "Provisioned" ? "Approve" : status == "Denied" ? "Deny" : "NotReviewed"},
                          {"justification", requestText(resource, "decision")},
                          {"reviewedBy", json::object{{"principalId", requestText(resource, "decidedBy")}}},
                          {"reviewedDateTime", requestText(resource, "decidedOn")}}}};
}

} // namespace

json::object roleRequestJson(const resource::Resource &resource, const resource::ServiceScope &scope)
{
    const auto text = [&](std::string_view name) -> json::value {
        auto value = requestText(resource, name);
        return value.empty() ? json::value(nullptr) : json::value(value);
    };
    const auto at = requestText(resource, "scope") + "/providers/Microsoft.Authorization/";
    const auto name = std::string{resource.id.name()};
    return {{"id", at + "roleAssignmentScheduleRequests/" + name},
            {"type", "Microsoft.Authorization/roleAssignmentScheduleRequests"},
            {"name", name},
            {"properties",
             json::object{{"scope", requestText(resource, "scope")},
                          {"roleDefinitionId", roleDefinitionId(requestText(resource, "role"), scope)},
                          {"principalId", requestText(resource, "principalId")},
                          {"principalType", "User"},
                          {"requestType", "SelfActivate"},
                          {"status", requestText(resource, "status")},
                          {"approvalId", at + "roleAssignmentApprovals/" + name},
                          {"justification", requestText(resource, "justification")},
                          {"scheduleInfo",
                           json::object{{"startDateTime", text("decidedOn")},
                                        {"expiration", json::object{{"type", "AfterDuration"}, {"duration", requestText(resource, "duration")}, {"endDateTime", text("endsAt")}}}}},
                          {"createdOn", requestText(resource, "createdOn")},
                          {"requestorId", requestText(resource, "principalId")}}}};
}

http::Response answerRoleRequests(const ArmRequest &request, const Route &route, const Configuration &configuration, const Environment &environment,
                                  const Caller &)
{
    const bool approvals = route.authorization.type == "roleAssignmentApprovals";
    if (request.method != "GET" || (route.authorization.rest == "cancel"))
        return errorResponse(methodNotAllowed(request.method));
    if (!route.authorization.name.empty()) {
        const auto *found = requestAt(route, configuration);
        if (!found)
            return noRequest(route);
        if (!approvals)
            return jsonResponse(200, roleRequestJson(*found, environment.scope));
        if (route.authorization.rest == "stages")
            return jsonResponse(200, json::object{{"value", json::array{approvalJson(*found)}}});
        return jsonResponse(200, approvalJson(*found));
    }
    const auto asked = scopeKey(route.authorization.scope);
    json::array value;
    for (const auto &one : configuration.children({}, roleRequestsCollection)) {
        if (isScopeWithin(scopeKey(requestText(*one, "scope")), asked))
            value.push_back(approvals ? approvalJson(*one) : roleRequestJson(*one, environment.scope));
    }
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

Outcome planRoleRequest(const ArmRequest &request, const Route &route, const Configuration &before, const Environment &environment,
                        const Caller &caller)
{
    const auto &about = route.authorization;
    const bool decides = about.type == "roleAssignmentApprovals";
    if (decides && (request.method == "PUT" || request.method == "PATCH") && about.rest.starts_with("stages/"))
        return planDeciding(request, route, before, environment, caller);
    if (!decides && request.method == "POST" && about.rest == "cancel")
        return planCancelling(route, before, environment, caller);
    if (!decides && request.method == "PUT" && about.rest.empty() && !about.name.empty() && !about.scope.empty())
        return planAsking(request, route, before, environment, caller);
    return errorResponse(methodNotAllowed(request.method));
}

WritePlan endedRoles(const Configuration &before, const Environment &environment)
{
    WritePlan plan;
    plan.action = "endRole";
    plan.answer = [](const Configuration &) { return http::Response{}; };
    for (const auto &one : before.children({}, roleAssignmentsCollection)) {
        if (readRoleAssignment(*one).holdsAt(environment.now))
            continue;
        plan.records.push_back({one->id, plan.action});
        plan.remove(one->id, {one->etag, false});
    }
    for (const auto &one : before.children({}, roleRequestsCollection)) {
        if (environment.now < timeIn(*one, "createdOn") + keptFor)
            continue;
        plan.records.push_back({one->id, "delete"});
        plan.remove(one->id, {one->etag, false});
    }
    return plan;
}

} // namespace gatehouse::management
