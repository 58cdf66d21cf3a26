// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"

#include <string_view>

namespace gatehouse::policy {

//! The message that a policy about bodies works on: the request until it has been answered, then the response.
inline bool worksOnResponse(Section section)
{
    return section == Section::Outbound || section == Section::OnError;
}

struct MessagePart
{
    Body &body;
    http::Headers &headers;
};
inline MessagePart messagePart(Exchange &exchange, bool response)
{
    return response ? MessagePart{exchange.response.body, exchange.response.headers}
                    : MessagePart{exchange.request.body, exchange.request.headers};
}

//! "application/hal+json" of "Application/hal+JSON; charset=utf-8": lower case, without parameters.
std::string mediaType(std::string_view contentType);
bool isJsonType(std::string_view mediaType); //!< application/json, text/json, +json
bool isXmlType(std::string_view mediaType); //!< application/xml, text/xml, +xml
//! Does an Accept field name such a type? Wildcards and q=0 don't.
bool accepts(const http::Headers &headers, bool (*isType)(std::string_view mediaType));

//! Largest body that a policy writes.
inline constexpr std::size_t maxWrittenBody = 8U << 20;

//! Azure names no reason for a policy that throws: the message is the exception's.
LastError policyFailure(std::string message);
LastError bodyTooLarge();

} // namespace gatehouse::policy
