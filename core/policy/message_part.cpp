// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_part.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

bool isRefused(std::string_view range)
{
    const auto parts = split(range, ';');
    return std::any_of(parts.begin() + 1, parts.end(), [](std::string_view part) {
        const auto text = toLower(trim(part));
        return text == "q=0" || text == "q=0.0" || text == "q=0.00" || text == "q=0.000";
    });
}

} // namespace

std::string mediaType(std::string_view contentType)
{
    return toLower(trim(contentType.substr(0, contentType.find(';'))));
}

bool isJsonType(std::string_view type)
{
    return type == "application/json" || type == "text/json" || type.ends_with("+json");
}

bool isXmlType(std::string_view type)
{
    return type == "application/xml" || type == "text/xml" || type.ends_with("+xml");
}

bool accepts(const http::Headers &headers, bool (*isType)(std::string_view mediaType))
{
    const auto field = headers.joined("Accept");
    const auto ranges = split(field, ',');
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](std::string_view range) { return isType(mediaType(range)) && !isRefused(range); });
}

LastError policyFailure(std::string message)
{
    LastError error;
    error.reason = "PolicyExecutionFailure";
    error.message = std::move(message);
    return error;
}

LastError bodyTooLarge()
{
    LastError error;
    error.reason = "BodyTooLarge";
    error.message = "The body that the policy writes is larger than " + std::to_string(maxWrittenBody) + " bytes.";
    return error;
}

} // namespace gatehouse::policy
