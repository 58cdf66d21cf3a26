// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/cors_rule.h"

#include "core/base/text.h"
#include "core/http/url.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

bool hasWildcard(const std::vector<std::string> &values)
{
    return std::find(values.begin(), values.end(), "*") != values.end();
}

//! An origin with its default port left out and without the trailing slash that Azure's own sample has.
std::string normalized(const std::string &origin)
{
    const auto url = http::Url::parse(origin);
    if (!url || (!url->path.empty() && url->path != "/"))
        return toLower(origin);
    return url->scheme + "://" + toLower(url->authority());
}

std::string joined(const std::vector<std::string> &values)
{
    std::string text;
    for (const auto &value : values)
        text += (text.empty() ? "" : ",") + value;
    return text;
}

bool allowsAllHeaders(const std::vector<std::string> &allowed, const std::string &wanted)
{
    if (hasWildcard(allowed))
        return true;
    for (const auto part : split(wanted, ',')) {
        const auto name = trim(part);
        const auto matches = [name](const auto &value) { return equalsIgnoreCase(value, name); };
        if (!name.empty() && std::none_of(allowed.begin(), allowed.end(), matches))
            return false;
    }
    return true;
}

} // namespace

bool CorsRule::allowsOrigin(const std::string &origin) const
{
    if (hasWildcard(origins))
        return true;
    const auto wanted = normalized(origin);
    return std::any_of(origins.begin(), origins.end(), [&](const auto &value) { return normalized(value) == wanted; });
}

//! "*" stands for itself only without credentials: a browser refuses both together.
void CorsRule::addOrigin(const std::string &origin, http::Headers &out) const
{
    if (hasWildcard(origins) && !allowCredentials) {
        out.set("Access-Control-Allow-Origin", "*");
        return;
    }
    out.set("Access-Control-Allow-Origin", origin);
    out.set("Vary", "Origin");
    if (allowCredentials)
        out.set("Access-Control-Allow-Credentials", "true");
}

bool CorsRule::addActualHeaders(const std::string &origin, http::Headers &out) const
{
    if (!allowsOrigin(origin))
        return false;
    addOrigin(origin, out);
    if (!expose.empty())
        out.set("Access-Control-Expose-Headers", joined(expose));
    return true;
}

bool CorsRule::addPreflightHeaders(const std::string &origin, const std::string &method, const std::string &requestHeaders,
                                   http::Headers &out) const
{
    if (!allowsOrigin(origin))
        return false;
    // Without a list GET and POST are allowed (cors policy reference).
    const auto allowed = methods.empty() ? std::vector<std::string>{"GET", "POST"} : methods;
    const bool anyMethod = hasWildcard(allowed);
    if (!anyMethod && std::find(allowed.begin(), allowed.end(), method) == allowed.end())
        return false;
    if (!allowsAllHeaders(headers, requestHeaders))
        return false;
    addOrigin(origin, out);
    out.set("Access-Control-Allow-Methods", anyMethod ? method : joined(allowed));
    if (!requestHeaders.empty())
        out.set("Access-Control-Allow-Headers", hasWildcard(headers) ? requestHeaders : joined(headers));
    if (!maxAge.empty())
        out.set("Access-Control-Max-Age", maxAge);
    return true;
}

} // namespace gatehouse::policy
