// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headers.h"
#include "core/http/message.h"
#include "core/http/url.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::management {

//! One management call as the pure layer sees it: no socket, no thread.
struct ArmRequest
{
    std::string method;
    std::string path; //!< percent-encoded as it came
    std::string query;
    http::Headers headers;
    std::string body;
    std::string origin; //!< "https://127.0.0.1:41001": where links lead back to
    std::string requestId;
    std::string correlationId;
    std::string clientAddress;
    std::string userAgent;

    //! Decoded; ARM compares names of query parameters without case.
    std::optional<std::string> queryValue(std::string_view name) const;
    bool queryFlag(std::string_view name) const; //!< "true" without case
};

//! Splits the target and takes the ids; fails with Invalid "url.invalidTarget".
Result<ArmRequest> makeArmRequest(const http::RequestHead &head, std::string_view scheme);

} // namespace gatehouse::management
