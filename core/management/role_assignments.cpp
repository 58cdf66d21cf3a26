// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/role_assignments.h"

#include "core/base/text.h"
#include "core/management/arm_body.h"
#include "core/management/rights.h"
#include "core/management/role_filter.h"

#include <algorithm>
#include <array>

namespace gatehouse::management {

namespace {

using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

constexpr std::size_t longestPrincipal = 256;
constexpr std::size_t longestDescription = 1024;

ArmError invalidAssignment(std::string code, std::string message)
{
    return {400, std::move(code), std::move(message), {}};
}

//! Of an id that ends in it: "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/{guid}"; "" when it is no such id.
std::string_view roleIn(std::string_view id)
{
    constexpr std::string_view type = "/providers/Microsoft.Authorization/roleDefinitions/";
    const auto name = id.substr(std::min(id.rfind('/') + 1, id.size()));
    const auto rest = id.substr(0, id.size() - name.size());
    const bool isOne = rest.size() >= type.size() && equalsIgnoreCase(rest.substr(rest.size() - type.size()), type);
    return isOne ? name : std::string_view{};
}

std::optional<ArmError> refuseConditions(const json::object &properties)
{
    for (const auto *name : {"condition", "delegatedManagedIdentityResourceId"}) {
        const auto *value = member(properties, name);
        if (value && !value->is_null() && !(value->is_string() && value->get_string().empty()))
            return invalidAssignment("InvalidRequestContent", "The local gateway does not judge '" + std::string{name} + "' of a role assignment.");
    }
    return std::nullopt;
}

tl::expected<json::object, ArmError> wantedProperties(const json::object &body, const Route &route)
{
    const auto *value = member(body, "properties");
    const auto *given = value ? value->if_object() : nullptr;
    if (!given)
        return tl::unexpected(invalidAssignment("InvalidRequestContent", "The request content has no 'properties'."));
    if (auto error = refuseConditions(*given))
        return tl::unexpected(std::move(*error));
    const auto definition = stringMember(*given, "roleDefinitionId");
    const auto *role = findRole(roleIn(definition));
    if (!role)
        return tl::unexpected(ArmError{
            404, "RoleDefinitionDoesNotExist", "The specified role definition with ID '" + excerpt(definition) + "' does not exist.", {}});
    const auto principal = stringMember(*given, "principalId");
    if (principal.empty() || principal.size() > longestPrincipal || !isUtf8(principal) || excerpt(principal, longestPrincipal) != principal)
        return tl::unexpected(invalidAssignment("InvalidPrincipalId", "The principal ID is missing, too long or has characters that no id has."));
    const auto description = stringMember(*given, "description");
    if (description.size() > longestDescription || !isUtf8(description))
        return tl::unexpected(invalidAssignment("InvalidRequestContent", "The description is longer than 1024 bytes."));
    std::string type{"User"};
    if (const auto wanted = stringMember(*given, "principalType"); !wanted.empty()) {
        constexpr std::array<std::string_view, 5> types{"User", "Group", "ServicePrincipal", "ForeignGroup", "Device"};
        const auto *known = std::ranges::find_if(types, [&](std::string_view one) { return equalsIgnoreCase(one, wanted); });
        if (known == types.end())
            return tl::unexpected(invalidAssignment("InvalidPrincipalType", "The principal type '" + excerpt(wanted, 32) + "' is not valid."));
        type = *known;
    }
    json::object properties{
        {"scope", route.authorization.scope}, {"role", role->name}, {"principalId", principal}, {"principalType", type}};
    if (!description.empty())
        properties["description"] = description;
    return properties;
}

bool isSameGrant(const RoleAssignment &a, const RoleAssignment &b)
{
    return scopeKey(a.scope) == scopeKey(b.scope) && equalsIgnoreCase(a.role, b.role) && isSamePrincipal(a.principalId, b.principalId);
}

http::Response assignmentResponse(int status, const Resource &resource, const Environment &environment)
{
    return jsonResponse(status, roleAssignmentJson(resource, environment.scope));
}

//! At the route's scope: a name is one in the whole directory, yet an id with another scope leads to nothing.
const Resource *findAt(const Route &route, const Configuration &configuration)
{
    const auto *found = isGuid(route.authorization.name) ? configuration.find(ResourceId{}.child(roleAssignmentsCollection, route.authorization.name)) : nullptr;
    const bool here = found && scopeKey(readRoleAssignment(*found).scope) == scopeKey(route.authorization.scope);
    return here ? found : nullptr;
}

ArmError noAssignment(const Route &route)
{
    return {404, "RoleAssignmentNotFound", "The role assignment '" + excerpt(route.authorization.name) + "' is not found.", {}};
}

//! Whether what the assignment is for exists; above the service nothing here can be missing.
bool scopeExists(const Route &route, const Configuration &configuration)
{
    return route.id.isService() || configuration.contains(route.id);
}

Outcome planAssignment(const ArmRequest &request, const Route &route, const Configuration &before, const Environment &environment, const Caller &caller)
{
    if (!isGuid(route.authorization.name))
        return errorResponse(invalidAssignment("InvalidRoleAssignmentId", "The role assignment ID '" + excerpt(route.authorization.name)
                                            + "' is not valid. The role assignment ID must be a GUID."));
    if (!scopeExists(route, before))
        return errorResponse(notFound(route.id));
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    auto properties = wantedProperties(*body, route);
    if (!properties)
        return errorResponse(properties.error());
    const auto id = ResourceId{}.child(roleAssignmentsCollection, toLower(route.authorization.name));
    Resource wanted{id, std::move(*properties), {}, {}};
    const auto assignment = readRoleAssignment(wanted);
    if (const auto *existing = before.find(id)) {
        const auto old = readRoleAssignment(*existing);
        const bool same = isSameGrant(old, assignment)
            && stringMember(existing->properties, "description") == stringMember(wanted.properties, "description");
        if (same)
            return assignmentResponse(200, *existing, environment);
        return errorResponse({400, "RoleAssignmentUpdateNotPermitted",
                              "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.", {}});
    }
    for (const auto &other : before.children({}, roleAssignmentsCollection)) {
        const auto old = readRoleAssignment(*other);
        if (old.holdsAt(environment.now) && !old.endsAt && isSameGrant(old, assignment))
            return errorResponse({409, "RoleAssignmentExists",
                                  "The role assignment already exists. The ID of the existing role assignment is " + old.name + ".", {}});
    }
    const auto now = toIso(environment.now);
    wanted.properties["createdOn"] = now;
    wanted.properties["updatedOn"] = now;
    wanted.properties["createdBy"] = caller.isLocalOwner ? caller.principal.subject : caller.objectId;
    wanted.properties["updatedBy"] = wanted.properties["createdBy"];
    WritePlan plan;
    plan.action = "put";
    plan.status = 201;
    plan.records.push_back({id, plan.action});
    plan.put(std::move(wanted), {std::nullopt, true});
    plan.answer = [id, environment](const Configuration &after) {
        const auto *written = after.find(id);
        return written ? assignmentResponse(201, *written, environment) : errorResponse({404, "RoleAssignmentNotFound", "It was deleted meanwhile.", {}});
    };
    return plan;
}

Outcome planUnassignment(const Route &route, const Configuration &before, const Environment &environment)
{
    const auto *existing = findAt(route, before);
    if (!existing) {
        http::Response absent;
        absent.head.status = 204;
        return absent;
    }
    WritePlan plan;
    plan.action = "delete";
    plan.records.push_back({existing->id, plan.action});
    plan.remove(existing->id, {existing->etag, false});
    plan.answer = [body = roleAssignmentJson(*existing, environment.scope)](const Configuration &) { return jsonResponse(200, body); };
    return plan;
}

} // namespace

bool isGuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (hyphen ? c != '-' : !digit)
            return false;
    }
    return true;
}

bool isSamePrincipal(std::string_view a, std::string_view b)
{
    return a == b || (isGuid(a) && equalsIgnoreCase(a, b));
}

bool RoleAssignment::isOf(const Caller &caller) const
{
    if (caller.isLocalOwner)
        return false;
    if (!principalType.ends_with("Group"))
        return isSamePrincipal(principalId, caller.objectId);
    return !caller.groupsUnknown
        && std::ranges::any_of(caller.groups, [&](const std::string &group) { return isSamePrincipal(principalId, group); });
}

RoleAssignment readRoleAssignment(const resource::Resource &resource)
{
    const auto &properties = resource.properties;
    const auto text = [&](std::string_view name) { return std::string{stringMember(properties, name)}; };
    RoleAssignment assignment{std::string{resource.id.name()}, text("scope"), text("role"), text("principalId"), text("principalType"), {}};
    if (const auto ends = stringMember(properties, "endsAt"); !ends.empty()) {
        // What can't be read holds no longer.
        const auto time = fromIso(ends);
        assignment.endsAt = time ? *time : UtcTime{};
    }
    return assignment;
}

std::string roleDefinitionId(std::string_view role, const resource::ServiceScope &scope)
{
    return "/subscriptions/" + scope.subscriptionId + "/providers/Microsoft.Authorization/roleDefinitions/" + std::string{role};
}

json::object roleAssignmentJson(const resource::Resource &resource, const resource::ServiceScope &scope)
{
    const auto assignment = readRoleAssignment(resource);
    const auto text = [&](std::string_view name) -> json::value {
        const auto value = stringMember(resource.properties, name);
        return value.empty() ? json::value(nullptr) : json::value(value);
    };
    return {{"id", assignment.scope + "/providers/Microsoft.Authorization/roleAssignments/" + assignment.name},
            {"type", "Microsoft.Authorization/roleAssignments"},
            {"name", assignment.name},
            {"properties",
             json::object{{"roleDefinitionId", roleDefinitionId(assignment.role, scope)},
                          {"principalId", assignment.principalId},
                          {"principalType", assignment.principalType},
                          {"scope", assignment.scope},
                          {"description", text("description")},
                          {"condition", nullptr},
                          {"conditionVersion", nullptr},
                          {"createdOn", text("createdOn")},
                          {"updatedOn", text("updatedOn")},
                          {"createdBy", text("createdBy")},
                          {"updatedBy", text("updatedBy")},
                          {"delegatedManagedIdentityResourceId", nullptr}}}};
}

http::Response answerRoleAssignments(const ArmRequest &request, const Route &route, const Configuration &configuration,
                                     const Environment &environment, const Caller &caller)
{
    if (request.method != "GET")
        return errorResponse(methodNotAllowed(request.method));
    if (!route.authorization.name.empty()) {
        const auto *found = findAt(route, configuration);
        if (!found || !readRoleAssignment(*found).holdsAt(environment.now))
            return errorResponse(noAssignment(route));
        return assignmentResponse(200, *found, environment);
    }
    const auto filter = parseRoleAssignmentFilter(request.queryValue("$filter").value_or(""));
    if (!filter)
        return errorResponse(filter.error());
    json::array value;
    for (const auto &one : configuration.children({}, roleAssignmentsCollection)) {
        const auto assignment = readRoleAssignment(*one);
        if (assignment.holdsAt(environment.now) && filter->takes(assignment, route.authorization.scope, caller))
            value.push_back(roleAssignmentJson(*one, environment.scope));
    }
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

Outcome planRoleAssignment(const ArmRequest &request, const Route &route, const Configuration &before, const Environment &environment,
                           const Caller &caller)
{
    if (route.authorization.name.empty() || route.authorization.scope.empty())
        return errorResponse(methodNotAllowed(request.method));
    if (request.method == "PUT")
        return planAssignment(request, route, before, environment, caller);
    if (request.method == "DELETE")
        return planUnassignment(route, before, environment);
    return errorResponse(methodNotAllowed(request.method));
}

void removeAssignmentsOfDeleted(WritePlan &plan, const Configuration &before, const resource::ServiceScope &scope)
{
    std::vector<std::string> gone;
    for (const auto &write : plan.writes) {
        // With a revision the API stays.
        if (!write.resource && write.id.text().find(";rev=") == std::string::npos)
            gone.push_back(scopeKey(scope.absolute(write.id)));
    }
    if (gone.empty())
        return;
    for (const auto &one : before.children({}, roleAssignmentsCollection)) {
        const auto key = scopeKey(readRoleAssignment(*one).scope);
        const bool within = std::ranges::any_of(gone, [&](const std::string &ancestor) { return isScopeWithin(key, ancestor); });
        const bool planned = std::ranges::any_of(plan.writes, [&](const store::Write &write) { return write.id == one->id; });
        if (!within || planned)
            continue;
        plan.records.push_back({one->id, "delete"});
        plan.remove(one->id, {one->etag, false});
    }
}

} // namespace gatehouse::management
