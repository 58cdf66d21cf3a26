// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/connection.h"

#include "core/base/text.h"
#include "core/http/url.h"

#include <array>
#include <utility>

namespace gatehouse::remote {

namespace {

constexpr std::array<std::pair<SafetyLevel, std::string_view>, 4> safetyNames{{
    {SafetyLevel::Free, "free"},
    {SafetyLevel::Confirm, "confirm"},
    {SafetyLevel::TypeName, "typeName"},
    {SafetyLevel::ReadOnly, "readOnly"},
}};

bool isLoopback(const std::string &host)
{
    return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

} // namespace

std::string_view nameOf(SafetyLevel level)
{
    for (const auto &[value, name] : safetyNames) {
        if (value == level)
            return name;
    }
    return "readOnly";
}

Result<SafetyLevel> safetyLevelFrom(std::string_view name)
{
    for (const auto &[value, text] : safetyNames) {
        if (equalsIgnoreCase(text, name))
            return value;
    }
    return fail(ErrorKind::Invalid, "remote.badSafetyLevel", {{"level", std::string(name)}});
}

Result<resource::ServiceScope> scopeOf(const Connection &connection)
{
    const auto parts = split(connection.scope, '/');
    const bool fits = parts.size() == 9 && parts[0].empty() && equalsIgnoreCase(parts[1], "subscriptions")
        && equalsIgnoreCase(parts[3], "resourceGroups") && equalsIgnoreCase(parts[5], "providers")
        && equalsIgnoreCase(parts[6], "Microsoft.ApiManagement") && equalsIgnoreCase(parts[7], "service")
        && !parts[2].empty() && !parts[4].empty() && !parts[8].empty();
    if (!fits)
        return fail(ErrorKind::Invalid, "remote.badScope", {{"scope", connection.scope}});
    return resource::ServiceScope{std::string(parts[2]), std::string(parts[4]), std::string(parts[8])};
}

bool isAzure(const Connection &connection)
{
    const auto url = http::Url::parse(connection.url);
    if (!url)
        return false;
    for (const auto *host : {"management.azure.com", "management.usgovcloudapi.net", "management.chinacloudapi.cn"})
        if (equalsIgnoreCase(url->host, host))
            return true;
    return false;
}

Status validate(const Connection &connection)
{
    const auto url = http::Url::parse(connection.url);
    if (!url || url->hasQuery || !(url->path.empty() || url->path == "/"))
        return fail(ErrorKind::Invalid, "remote.badUrl", {{"url", connection.url}});
    if (url->scheme == "http" && !isLoopback(url->host))
        return fail(ErrorKind::Invalid, "remote.plainHttp", {{"url", connection.url}});
    const auto scope = scopeOf(connection);
    return scope ? Status{} : Status{tl::unexpected(scope.error())};
}

} // namespace gatehouse::remote
