// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/role_scope.h"

#include "core/base/text.h"

namespace gatehouse::gatectl {

Result<std::string> roleScope(const std::string &at, const remote::Connection &connection)
{
    const auto scope = remote::scopeOf(connection);
    if (!scope)
        return tl::unexpected(scope.error());
    if (at.starts_with("/subscriptions/"))
        return at;
    if (at == "subscription")
        return "/subscriptions/" + scope->subscriptionId;
    if (at == "group")
        return "/subscriptions/" + scope->subscriptionId + "/resourceGroups/" + scope->resourceGroup;
    const auto id = at.empty() ? Result<resource::ResourceId>{resource::ResourceId{}} : resource::ResourceId::parse(at);
    if (!id)
        return fail(ErrorKind::Invalid, "role.badScope", {{"at", at}});
    return scope->absolute(*id);
}

std::string authorizationPath(const std::string &scope, std::string_view type, std::string_view name)
{
    auto path = scope + "/providers/Microsoft.Authorization/" + std::string(type);
    if (!name.empty())
        path += '/' + std::string(name);
    return path;
}

Result<std::string> roleIdOf(const remote::ArmClient &client, const std::string &scope, const std::string &role, const std::stop_token &stop)
{
    const auto roles = client.list(authorizationPath(scope, "roleDefinitions"), {{"api-version", std::string(authorizationApiVersion)}}, {}, stop);
    if (!roles)
        return tl::unexpected(roles.error());
    for (const auto &one : *roles) {
        const auto *object = one.if_object();
        const auto *properties = object ? member(*object, "properties") : nullptr;
        const auto name = object ? stringMember(*object, "name") : std::string_view{};
        if (equalsIgnoreCase(name, role)
            || (properties && properties->is_object() && equalsIgnoreCase(stringMember(properties->get_object(), "roleName"), role)))
            return std::string(stringMember(*object, "id"));
    }
    return fail(ErrorKind::NotFound, "role.unknown", {{"role", role}});
}

Result<remote::Answer> callAuthorization(const remote::ArmClient &client, const std::string &method, const std::string &path,
                                         const json::value &body, const std::stop_token &stop)
{
    remote::HeaderList headers;
    if (!body.is_null())
        headers.emplace_back("Content-Type", "application/json");
    return client.call(method, path, {{"api-version", std::string(authorizationApiVersion)}}, std::move(headers),
                       body.is_null() ? std::string() : toJson(body), stop);
}

} // namespace gatehouse::gatectl
