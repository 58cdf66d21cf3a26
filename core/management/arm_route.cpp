// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_route.h"

#include "core/base/text.h"
#include "core/http/url.h"
#include "core/vault/identifier.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace gatehouse::management {

namespace {

using resource::ResourceId;
using Parts = std::vector<std::string>;
using Rest = std::span<const std::string>;

ArmError invalidPath(std::string_view path)
{
    return {400, "InvalidRequestUri", "The request URI '" + excerpt(path) + "' is not valid.", {}};
}

ArmError unknownType(std::string_view type, std::string_view provider = "Microsoft.ApiManagement")
{
    return {404,
            "InvalidResourceType",
            "The resource type '" + excerpt(type) + "' could not be found in the namespace '" + std::string{provider} + "'.",
            {}};
}

tl::expected<Parts, ArmError> partsOf(std::string_view path)
{
    if (path.size() > 8192 || !path.starts_with('/'))
        return tl::unexpected(invalidPath(path));
    // Microsoft's clients put a slash before a scope that has one, and ARM takes it.
    while (path.starts_with('/'))
        path.remove_prefix(1);
    if (path.ends_with('/'))
        path.remove_suffix(1);
    Parts parts;
    for (const auto part : split(path, '/')) {
        if (part.empty())
            return tl::unexpected(invalidPath(path));
        parts.push_back(http::percentDecode(part));
        if (!isUtf8(parts.back()))
            return tl::unexpected(invalidPath(path));
    }
    return parts;
}

bool is(Rest parts, std::size_t at, std::string_view word)
{
    return at < parts.size() && equalsIgnoreCase(parts[at], word);
}

bool isServiceType(Rest parts, std::size_t at)
{
    return is(parts, at, "providers") && is(parts, at + 1, "Microsoft.ApiManagement") && is(parts, at + 2, "service");
}

tl::expected<Route, ArmError> routeInService(Rest rest)
{
    Route route;
    if (is(rest, 0, "providers")) {
        if (!is(rest, 1, "Gatehouse.Local"))
            return tl::unexpected(unknownType(rest.size() > 1 ? rest[1] : "providers"));
        route.target = Target::Provider;
        for (const auto &part : rest.subspan(2))
            route.providerPath += (route.providerPath.empty() ? "" : "/") + part;
        return route;
    }
    route.kind = resource::kindOf(route.id);
    for (; rest.size() >= 2; rest = rest.subspan(2)) {
        route.kind = resource::kindOfCollection(route.id, rest[0]);
        if (!route.kind)
            return tl::unexpected(unknownType("service/" + rest[0]));
        std::string text =
            route.id.text() + (route.id.isService() ? "" : "/") + std::string{route.kind->segment} + "/" + rest[1];
        auto id = resource::ResourceId::parse(text);
        if (!id)
            return tl::unexpected(validationError("id", "The resource name is not valid."));
        route.id = std::move(*id);
        if (!route.kind->fixedName.empty() && !equalsIgnoreCase(route.kind->fixedName, route.id.name()))
            return tl::unexpected(
                validationError("name", "The only valid name is '" + std::string{route.kind->fixedName} + "'."));
    }
    if (rest.empty())
        return route;
    const auto &last = rest[0];
    if (route.kind) {
        for (const auto &action : route.kind->actions) {
            if (equalsIgnoreCase(action.name, last)) {
                route.target = Target::Action;
                route.action = action.name;
                return route;
            }
        }
    }
    route.target = Target::Collection;
    route.kind = resource::kindOfCollection(route.id, last);
    if (!route.kind && !isDerivedCollection(route.id, last))
        return tl::unexpected(unknownType("service/" + last));
    route.collection = route.kind ? std::string{route.kind->segment} : last;
    return route;
}

std::optional<ArmError> checkSubscription(Rest all, std::string_view path, const resource::ServiceScope &scope)
{
    if (!is(all, 0, "subscriptions") || all.size() < 2)
        return invalidPath(path);
    if (!equalsIgnoreCase(all[1], scope.subscriptionId))
        return ArmError{404, "SubscriptionNotFound", "The subscription '" + excerpt(all[1]) + "' could not be found.", {}};
    return std::nullopt;
}

std::optional<ArmError> checkGroup(Rest all, std::string_view path, const resource::ServiceScope &scope)
{
    if (!is(all, 2, "resourceGroups") || all.size() < 4)
        return invalidPath(path);
    if (!equalsIgnoreCase(all[3], scope.resourceGroup))
        return ArmError{404, "ResourceGroupNotFound", "Resource group '" + excerpt(all[3]) + "' could not be found.", {}};
    return std::nullopt;
}

tl::expected<Route, ArmError> routeInSubscription(Rest all, std::string_view path, const resource::ServiceScope &scope)
{
    if (auto error = checkSubscription(all, path, scope))
        return tl::unexpected(std::move(*error));
    Route services;
    services.target = Target::Services;
    if (isServiceType(all, 2) && all.size() == 5)
        return services;
    if (auto error = checkGroup(all, path, scope))
        return tl::unexpected(std::move(*error));
    if (!isServiceType(all, 4))
        return tl::unexpected(invalidPath(path));
    if (all.size() == 7)
        return services;
    if (!equalsIgnoreCase(all[7], scope.serviceName)) {
        return tl::unexpected(
            ArmError{404,
                     "ResourceNotFound",
                     "The Resource 'Microsoft.ApiManagement/service/" + excerpt(all[7]) + "' under resource group '"
                         + scope.resourceGroup
                         + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
                     {}});
    }
    return routeInService(all.subspan(8));
}

//! An API's rights are those of all its revisions.
ResourceId withoutRevision(const ResourceId &id)
{
    ResourceId current;
    const auto segments = id.segments();
    for (std::size_t i = 0; i + 1 < segments.size(); i += 2) {
        const bool isApi = equalsIgnoreCase(segments[i], "apis");
        const auto name = isApi ? segments[i + 1].substr(0, segments[i + 1].find(";rev=")) : segments[i + 1];
        current = current.child(segments[i], name.empty() ? segments[i + 1] : name);
    }
    return current;
}

//! The local vault, or one of its secrets or certificates.
tl::expected<Route, ArmError> routeInVault(Route route, Rest rest, std::string_view path, const resource::ServiceScope &scope)
{
    if (!is(rest, 0, "vaults") || rest.size() < 2)
        return tl::unexpected(unknownType(rest.empty() ? "" : rest[0], "Microsoft.KeyVault"));
    if (!equalsIgnoreCase(rest[1], scope.serviceName))
        return tl::unexpected(ArmError{404, "ResourceNotFound", "The vault '" + excerpt(rest[1]) + "' was not found.", {}});
    route.authorization.scope += "/providers/Microsoft.KeyVault/vaults/" + scope.serviceName;
    if (rest.size() == 2)
        return route;
    const bool isObject = rest.size() == 4 && (is(rest, 2, "secrets") || is(rest, 2, "certificates")) && vault::isObjectName(rest[3]);
    if (!isObject)
        return tl::unexpected(invalidPath(path));
    route.authorization.scope += "/" + toLower(rest[2]) + "/" + rest[3];
    return route;
}

//! The resource that an assignment is made at: the tenant, the subscription, its group, or what is in the service.
tl::expected<Route, ArmError> routeOfScope(Rest all, std::string_view path, const resource::ServiceScope &scope)
{
    Route route;
    route.target = Target::Authorization;
    if (all.empty())
        return route;
    if (auto error = checkSubscription(all, path, scope))
        return tl::unexpected(std::move(*error));
    route.authorization.scope = "/subscriptions/" + scope.subscriptionId;
    if (all.size() == 2)
        return route;
    if (auto error = checkGroup(all, path, scope))
        return tl::unexpected(std::move(*error));
    route.authorization.scope += "/resourceGroups/" + scope.resourceGroup;
    if (all.size() == 4)
        return route;
    if (is(all, 4, "providers") && is(all, 5, "Microsoft.KeyVault"))
        return routeInVault(std::move(route), all.subspan(6), path, scope);
    const auto inner = routeInSubscription(all, path, scope);
    if (!inner)
        return tl::unexpected(inner.error());
    if (inner->target != Target::Resource)
        return tl::unexpected(invalidPath(path));
    route.id = withoutRevision(inner->id);
    route.kind = inner->kind;
    route.authorization.scope = scope.absolute(route.id);
    return route;
}

std::optional<std::size_t> authorizationAt(Rest all)
{
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        if (is(all, i, "providers") && is(all, i + 1, "Microsoft.Authorization"))
            return i;
    }
    return std::nullopt;
}

tl::expected<Route, ArmError> routeOfAuthorization(Rest all, std::size_t at, std::string_view path, const resource::ServiceScope &scope)
{
    auto route = routeOfScope(all.first(at), path, scope);
    const auto rest = all.subspan(at + 2);
    if (!route)
        return route;
    constexpr std::array<std::string_view, 5> types{"roleAssignments", "roleDefinitions", "permissions", "roleAssignmentScheduleRequests",
                                                     "roleAssignmentApprovals"};
    const auto *type = std::ranges::find_if(types, [&](std::string_view one) { return is(rest, 0, one); });
    const bool isRequest = is(rest, 2, "cancel") && rest.size() == 3;
    const bool isStage = is(rest, 2, "stages") && rest.size() <= 4;
    const bool isKnown = type != types.end()
        && (rest.size() <= 2 || (*type == "roleAssignmentScheduleRequests" && isRequest) || (*type == "roleAssignmentApprovals" && isStage));
    if (!isKnown)
        return tl::unexpected(unknownType(rest.empty() ? "" : rest[0], "Microsoft.Authorization"));
    route->authorization.type = *type;
    if (rest.size() >= 2)
        route->authorization.name = rest[1];
    if (rest.size() >= 3)
        route->authorization.rest = isRequest ? "cancel" : rest.size() == 3 ? "stages" : "stages/" + rest[3];
    return route;
}

} // namespace

bool isTestTokensPath(std::string_view providerPath)
{
    return equalsIgnoreCase(providerPath, "testTokens");
}

bool isTrialsPath(std::string_view providerPath)
{
    return equalsIgnoreCase(providerPath.substr(0, providerPath.find('/')), "trials");
}

bool isDerivedCollection(const resource::ResourceId &parent, std::string_view collection)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> derived{{
        {"", "policyDescriptions"},
        {"apis", "products"},
        {"apis", "revisions"},
        {"products", "subscriptions"},
    }};
    return std::ranges::any_of(derived, [&](const auto &one) {
        return equalsIgnoreCase(one.first, parent.type()) && equalsIgnoreCase(one.second, collection);
    });
}

std::string scopeOf(const Route &route, const resource::ServiceScope &scope)
{
    return route.target == Target::Authorization ? route.authorization.scope : scope.absolute(route.id);
}

tl::expected<Route, ArmError> parseRoute(std::string_view path, const resource::ServiceScope &scope)
{
    const auto parts = partsOf(path);
    if (!parts)
        return tl::unexpected(parts.error());
    const Rest all{*parts};
    const auto at = authorizationAt(all);
    return at ? routeOfAuthorization(all, *at, path, scope) : routeInSubscription(all, path, scope);
}

} // namespace gatehouse::management
