// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What Microsoft.Authorization says of roles: their definitions, and what a caller may do.
#include "core/base/text.h"
#include "core/management/rights.h"
#include "core/management/role_assignments.h"
#include "core/management/role_reads.h"

namespace gatehouse::management {

namespace {

json::array actionTexts(std::span<const std::string_view> texts)
{
    json::array array;
    for (const auto text : texts)
        array.push_back(json::value(text));
    return array;
}

json::object permissionsOf(const RoleDefinition &role)
{
    return {{"actions", actionTexts(role.actions)},
            {"notActions", actionTexts(role.notActions)},
            {"dataActions", actionTexts(role.dataActions)},
            {"notDataActions", json::array()}};
}

json::object definitionJson(const RoleDefinition &role, const Route &route, const resource::ServiceScope &scope)
{
    const bool ofTenant = route.authorization.scope.empty();
    return {{"id", ofTenant ? "/providers/Microsoft.Authorization/roleDefinitions/" + std::string{role.name} : roleDefinitionId(role.name, scope)},
            {"type", "Microsoft.Authorization/roleDefinitions"},
            {"name", role.name},
            {"properties",
             json::object{{"roleName", role.roleName},
                          {"type", "BuiltInRole"},
                          {"description", role.description},
                          {"assignableScopes", json::array{"/"}},
                          {"permissions", json::array{permissionsOf(role)}}}}};
}

//! $filter of role definitions: roleName eq 'x', type eq 'BuiltInRole' or 'CustomRole', atScopeAndBelow().
bool takesDefinition(std::string_view filter, const RoleDefinition &role, bool &understood)
{
    filter = trim(filter);
    understood = filter.empty() || equalsIgnoreCase(filter, "atScopeAndBelow()");
    if (understood)
        return true;
    const auto valueAfter = [&](std::string_view name) -> std::optional<std::string_view> {
        const auto word = filter.substr(0, filter.find(' '));
        auto rest = trim(filter.substr(word.size()));
        if (!equalsIgnoreCase(word, name) || !equalsIgnoreCase(rest.substr(0, 3), "eq "))
            return std::nullopt;
        rest = trim(rest.substr(3));
        if (rest.size() < 2 || rest.front() != '\'' || rest.back() != '\'')
            return std::nullopt;
        return rest.substr(1, rest.size() - 2);
    };
    if (const auto name = valueAfter("roleName")) {
        understood = true;
        return equalsIgnoreCase(*name, role.roleName);
    }
    if (const auto type = valueAfter("type")) {
        understood = true;
        return equalsIgnoreCase(*type, "BuiltInRole");
    }
    return false;
}

} // namespace

http::Response answerRoleDefinitions(const ArmRequest &request, const Route &route, const Environment &environment)
{
    if (request.method == "PUT" || request.method == "DELETE")
        return errorResponse({501, "NotImplemented", "The local gateway has Azure's built-in roles and takes no others.", {}});
    if (request.method != "GET")
        return errorResponse(methodNotAllowed(request.method));
    if (!route.authorization.name.empty()) {
        const auto *role = findRole(route.authorization.name);
        if (role)
            return jsonResponse(200, definitionJson(*role, route, environment.scope));
        return errorResponse({404, "RoleDefinitionDoesNotExist",
                              "The specified role definition with ID '" + excerpt(route.authorization.name) + "' does not exist.", {}});
    }
    const auto filter = request.queryValue("$filter").value_or("");
    json::array value;
    for (const auto &role : builtInRoles()) {
        bool understood = false;
        if (takesDefinition(filter, role, understood))
            value.push_back(definitionJson(role, route, environment.scope));
        if (!understood)
            return errorResponse({400, "BadRequestFormat", "The filter '" + excerpt(filter) + "' is not supported.", {}});
    }
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

http::Response answerPermissions(const ArmRequest &request, const Route &route, const Rights &rights)
{
    if (request.method != "GET" || !route.authorization.name.empty())
        return errorResponse(methodNotAllowed(request.method));
    json::array value;
    if (rights.isLocalOwner())
        value.push_back(permissionsOf(*findRole("8e3af657-a8ff-443c-a75c-2fe8c4bcb635")));
    for (const auto *role : rights.rolesAt(route.authorization.scope))
        value.push_back(permissionsOf(*role));
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

} // namespace gatehouse::management
