// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_request.h"

#include "core/base/text.h"

namespace gatehouse::management {

namespace {

//! A client's correlation id goes into records and back out: only what can do no harm there.
bool isPlainId(std::string_view text)
{
    if (text.empty() || text.size() > 128)
        return false;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'
            || c == '_' || c == '.';
        if (!plain)
            return false;
    }
    return true;
}

} // namespace

std::optional<std::string> ArmRequest::queryValue(std::string_view name) const
{
    for (auto &[key, value] : http::parseQuery(query)) {
        if (equalsIgnoreCase(key, name))
            return std::move(value);
    }
    return std::nullopt;
}

bool ArmRequest::queryFlag(std::string_view name) const
{
    const auto value = queryValue(name);
    return value && equalsIgnoreCase(*value, "true");
}

Result<ArmRequest> makeArmRequest(const http::RequestHead &head, std::string_view scheme)
{
    auto url = http::Url::parseTarget(head.target);
    if (!url)
        return tl::unexpected(url.error());
    ArmRequest request;
    request.method = head.method;
    request.path = url->path;
    request.query = url->query;
    request.headers = head.headers;
    request.origin = std::string{scheme} + "://" + std::string{head.headers.get("Host").value_or("localhost")};
    request.userAgent = std::string{head.headers.get("User-Agent").value_or("").substr(0, 256)};
    if (const auto id = head.headers.get("x-ms-correlation-request-id"); id && isPlainId(*id))
        request.correlationId = *id;
    return request;
}

} // namespace gatehouse::management
