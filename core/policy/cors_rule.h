// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headers.h"

#include <string>
#include <vector>

namespace gatehouse::policy {

//! One cors policy with its values known: pure decisions.
struct CorsRule
{
    std::vector<std::string> origins, methods, headers, expose;
    std::string maxAge; //!< seconds, or ""
    bool allowCredentials = false;

    bool allowsOrigin(const std::string &origin) const;
    //! True (and fields in `out`) when the origin is allowed.
    bool addActualHeaders(const std::string &origin, http::Headers &out) const;
    //! Nothing when origin, method or a header is not allowed: the browser then refuses by itself.
    bool addPreflightHeaders(const std::string &origin, const std::string &method, const std::string &requestHeaders,
                             http::Headers &out) const;

private:
    void addOrigin(const std::string &origin, http::Headers &out) const;
};

} // namespace gatehouse::policy
