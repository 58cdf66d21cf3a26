// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/response_cache.h"

namespace gatehouse::policy {

ResponseCacheSlots responseCacheSlots(Compiler &compiler)
{
    const auto key = compiler.sharedValue("cache-lookup/key");
    const auto directives = compiler.sharedValue("cache-lookup/directives");
    return {key, directives, compiler.sharedValue("cache-lookup/caching-type")};
}

std::optional<std::string> downstreamDirectives(std::string_view type, std::optional<bool> mustRevalidate)
{
    if (!mustRevalidate || (type != "none" && type != "private" && type != "public"))
        return std::nullopt;
    if (type == "none")
        return "no-store";
    return std::string(type) + (*mustRevalidate ? ", must-revalidate" : "");
}

void setDownstreamCaching(http::Headers &headers, const std::string &directives, std::chrono::seconds left)
{
    headers.remove("Expires");
    headers.set("Cache-Control", directives == "no-store" ? directives : directives + ", max-age=" + std::to_string(left.count()));
}

} // namespace gatehouse::policy
