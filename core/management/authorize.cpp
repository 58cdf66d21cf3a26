// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/authorize.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"

namespace gatehouse::management {

namespace {

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
    std::string name = "Microsoft.ApiManagement/service";
    if (route.target == Target::Provider) {
        name += "/providers/Gatehouse.Local";
        if (isTrialsPath(route.providerPath))
            return name + "/trials/" + (method == "POST" ? "write" : std::string{verbOf(method)});
        // Any other POST of the provider computes and changes nothing.
        return name + (route.providerPath.empty() ? "" : "/" + route.providerPath) + "/read";
    }
    if (!route.id.isService())
        name += "/" + route.id.type();
    if (route.target == Target::Collection)
        name += "/" + route.collection;
    if (route.target == Target::Action)
        name += "/" + route.action;
    return name + "/" + std::string{verbOf(method)};
}

Result<resource::Principal> Authorizer::authenticate(const http::Headers &headers) const
{
    const auto values = headers.all("Authorization");
    if (values.empty())
        return fail(ErrorKind::Unauthenticated, "auth.missing");
    constexpr std::string_view scheme = "Bearer ";
    const auto value = values.front();
    if (values.size() != 1 || value.size() <= scheme.size() || !equalsIgnoreCase(value.substr(0, scheme.size()), scheme)
        || !crypto::equalSecrets(trim(value.substr(scheme.size())), m_token.reveal()))
        return fail(ErrorKind::Unauthenticated, "auth.invalid");
    return resource::Principal{"local-owner", "gatehouse", "Holder of the token file", "human", true};
}

Status Authorizer::authorize(const resource::Principal &principal, std::string_view action,
                             const resource::ResourceId &) const
{
    if (principal.subject == "local-owner" && principal.issuer == "gatehouse")
        return {};
    return fail(ErrorKind::Forbidden, "auth.forbidden", {{"action", std::string{action}}});
}

} // namespace gatehouse::management
