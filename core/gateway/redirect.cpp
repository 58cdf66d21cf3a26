// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/redirect.h"

#include "core/http/url.h"

namespace gatehouse::gateway {

std::optional<Redirect> redirectOf(int status, const http::Headers &headers, std::string_view method, std::string_view url)
{
    const bool isRedirect = (status >= 301 && status <= 303) || status == 307 || status == 308;
    const auto location = headers.get("Location");
    if (!isRedirect || !location)
        return std::nullopt;
    const auto here = http::Url::parse(url);
    auto there = http::Url::parse(*location);
    if (!there && here && location->starts_with('/') && !location->starts_with("//"))
        there = http::Url::parse(here->scheme + "://" + here->authority() + std::string(*location));
    if (!here || !there)
        return std::nullopt;
    Redirect redirect;
    redirect.baseUrl = there->scheme + "://" + there->authority();
    redirect.path = there->path;
    redirect.query = there->query;
    redirect.sameOrigin = here->scheme == there->scheme && here->authority() == there->authority();
    redirect.asGet = status <= 303 && method != "GET" && method != "HEAD";
    return redirect;
}

} // namespace gatehouse::gateway
