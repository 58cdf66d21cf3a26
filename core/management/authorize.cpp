// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/authorize.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/resource/action.h"

namespace gatehouse::management {

namespace {

constexpr std::size_t longestToken = 64U << 10;

std::string_view verbOf(std::string_view method)
{
    if (method == "GET" || method == "HEAD")
        return "read";
    if (method == "DELETE")
        return "delete";
    return method == "POST" ? "action" : "write";
}

} // namespace

std::string actionName(std::string_view method, const Route &route)
{
    if (route.target == Target::Authorization) {
        const auto &about = route.authorization;
        const auto inner = about.rest.empty() ? std::string{} : "/" + about.rest.substr(0, about.rest.find('/'));
        return "Microsoft.Authorization/" + about.type + inner + "/" + std::string{verbOf(method)};
    }
    if (route.target == Target::Resource)
        return resource::actionName(route.id, verbOf(method));
    std::string name = "Microsoft.ApiManagement/service";
    if (route.target == Target::Provider) {
        name += "/providers/Gatehouse.Local";
        if (isTrialsPath(route.providerPath))
            return name + "/trials/" + (method == "POST" ? "write" : std::string{verbOf(method)});
        if (isTestTokensPath(route.providerPath))
            return name + "/testTokens/" + (method == "POST" ? "action" : "read");
        // Any other POST of the provider computes and changes nothing.
        return name + (route.providerPath.empty() ? "" : "/" + excerpt(route.providerPath)) + "/read";
    }
    if (!route.id.isService())
        name += "/" + route.id.type();
    if (route.target == Target::Collection)
        name += "/" + route.collection;
    if (route.target == Target::Action)
        name += "/" + route.action;
    return name + "/" + std::string{verbOf(method)};
}

Result<Presented> presentedToken(const http::Headers &headers, const SecretString &fileToken)
{
    const auto values = headers.all("Authorization");
    if (values.empty())
        return fail(ErrorKind::Unauthenticated, "auth.missing");
    constexpr std::string_view scheme = "Bearer ";
    const auto value = values.front();
    if (values.size() != 1 || value.size() <= scheme.size() || value.size() > longestToken
        || !equalsIgnoreCase(value.substr(0, scheme.size()), scheme))
        return fail(ErrorKind::Unauthenticated, "auth.invalid");
    const auto token = trim(value.substr(scheme.size()));
    return Presented{std::string{token}, crypto::equalSecrets(token, fileToken.reveal())};
}

Caller localOwner()
{
    Caller caller;
    caller.principal = {"local-owner", "gatehouse", "Holder of the token file", "human", true};
    caller.isLocalOwner = true;
    return caller;
}

Status authorize(const Rights &rights, std::string_view action, std::string_view scope, Plane plane)
{
    if (rights.allows(action, scope, plane))
        return {};
    return fail(ErrorKind::Forbidden, "auth.forbidden", {{"action", std::string{action}}, {"scope", std::string{scope}}});
}

ArmError authorizationFailed(const Caller &caller, std::string_view action, std::string_view scope)
{
    auto message = "The client '" + excerpt(caller.principal.display) + "' with object id '" + excerpt(caller.objectId)
        + "' does not have authorization to perform action '" + std::string{action} + "' over scope '" + std::string{scope}
        + "' or the scope is invalid. If access was recently granted, please refresh your credentials.";
    if (caller.groupsUnknown)
        message += " The token does not carry the client's groups, since there are too many of them: roles that were assigned to groups did not count.";
    return {403, "AuthorizationFailed", std::move(message), {}};
}

} // namespace gatehouse::management
