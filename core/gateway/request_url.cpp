// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/request_url.h"

#include "core/base/text.h"

namespace gatehouse::gateway {

namespace {

bool readAuthority(std::string_view authority, http::Url &url)
{
    url.port = 0;
    auto host = authority;
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        if (end == std::string_view::npos)
            return false;
        host = authority.substr(1, end - 1);
        port = authority.substr(end + 1);
        if (!port.empty() && !port.starts_with(':'))
            return false;
    } else if (const auto colon = authority.find(':'); colon != std::string_view::npos) {
        host = authority.substr(0, colon);
        port = authority.substr(colon);
    }
    url.host = host;
    if (host.find_first_of("/?#@\\ ,\"") != std::string_view::npos)
        return false;
    if (port.size() <= 1)
        return true;
    const auto number = toInteger(port.substr(1));
    if (!number || *number < 1 || *number > 65535)
        return false;
    url.port = static_cast<std::uint16_t>(*number);
    return true;
}

bool needsNormalizing(std::string_view path)
{
    return path.find('%') != std::string_view::npos || path.find("/.") != std::string_view::npos;
}

} // namespace

bool readRequestUrl(std::string_view target, std::string_view host, bool tls, http::Url &url)
{
    url.scheme = tls ? "https" : "http";
    if (!target.starts_with('/')) {
        // Absolute-form: its authority counts, not Host (RFC 9112 section 3.2.2).
        const auto scheme = target.find("://");
        if (scheme == std::string_view::npos)
            return false;
        const auto name = target.substr(0, scheme);
        if (!equalsIgnoreCase(name, "http") && !equalsIgnoreCase(name, "https"))
            return false;
        const auto rest = target.substr(scheme + 3);
        const auto slash = rest.find_first_of("/?");
        host = rest.substr(0, slash);
        if (host.empty())
            return false;
        target = slash == std::string_view::npos ? std::string_view("/") : rest.substr(slash);
    }
    if (!readAuthority(host, url) || target.find('#') != std::string_view::npos)
        return false;
    const auto question = target.find('?');
    const auto path = target.substr(0, question);
    if (path.empty())
        url.path = "/";
    else if (needsNormalizing(path))
        url.path = http::normalizePath(path);
    else
        url.path = path;
    url.hasQuery = question != std::string_view::npos;
    url.query = url.hasQuery ? target.substr(question + 1) : std::string_view();
    return true;
}

} // namespace gatehouse::gateway
