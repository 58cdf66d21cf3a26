// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::gateway {

inline constexpr int maxRedirects = 10;

//! Where a response sends its reader on to.
struct Redirect
{
    std::string baseUrl; //!< "https://host:8443"
    std::string path;
    std::string query;
    bool sameOrigin = true; //!< false: credentials were not meant for that host
    bool asGet = false; //!< method and body are replaced by a GET (301, 302 and 303 to other methods)

    std::string url() const { return baseUrl + path + (query.empty() ? "" : "?" + query); }
};

//! Nothing when the status is no redirect or Location can't be followed. `url` is what was called.
std::optional<Redirect> redirectOf(int status, const http::Headers &headers, std::string_view method, std::string_view url);

} // namespace gatehouse::gateway
