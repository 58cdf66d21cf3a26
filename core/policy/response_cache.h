// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"

#include <chrono>
#include <optional>
#include <string>

namespace gatehouse::policy {

//! What cache-lookup leaves to cache-store: values of the run.
struct ResponseCacheSlots
{
    std::uint32_t key = 0; //!< text: this response may be kept under it
    std::uint32_t directives = 0; //!< text: of Cache-Control
    std::uint32_t type = 0; //!< number: CachingType, which cache was asked
};
ResponseCacheSlots responseCacheSlots(Compiler &compiler);

//! downstream-caching-type as Cache-Control's directives, without max-age. Nothing for another value.
std::optional<std::string> downstreamDirectives(std::string_view type, std::optional<bool> mustRevalidate);
void setDownstreamCaching(http::Headers &headers, const std::string &directives, std::chrono::seconds left);

} // namespace gatehouse::policy
