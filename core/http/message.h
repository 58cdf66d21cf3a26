// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headers.h"

#include <string>
#include <string_view>

namespace gatehouse::http {

//! Version-neutral: HTTP/2 will fill the same structs.
struct RequestHead
{
    std::string method;
    std::string target; //!< origin-form, absolute-form, authority-form or "*", as it came
    int minorVersion = 1; //!< 0 or 1
    Headers headers;

    void clear();
};

struct ResponseHead
{
    int status = 200;
    std::string reason;
    int minorVersion = 1;
    Headers headers;

    void clear();
};

struct Request
{
    RequestHead head;
    std::string body;
};

struct Response
{
    ResponseHead head;
    std::string body;
};

//! "Not Found" for 404; "" for a status that has no registered phrase.
std::string_view reasonPhrase(int status);
//! GET, HEAD, OPTIONS, TRACE, PUT, DELETE (RFC 9110 section 9.2.2).
bool isIdempotent(std::string_view method);

} // namespace gatehouse::http
