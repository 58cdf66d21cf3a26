// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/message.h"
#include "core/policy/program.h"

#include "core/base/json.h"

namespace gatehouse::policy {

namespace {

std::string defaultMessage(int status)
{
    if (status == 404)
        return "Resource not found";
    if (status == 500)
        return "Internal server error";
    return std::string(http::reasonPhrase(status));
}

std::string quoted(const std::string &text)
{
    return toJson(json::value(text));
}

} // namespace

void fillErrorResponse(ResponseMessage &response, const LastError &error, const std::string &activityId)
{
    response.status = error.status;
    // A refused key reads "Access Denied"; other policies that answer 401 use the registered phrase.
    response.reason = error.status == 401 && error.source == "authorization" ? "Access Denied"
                                                                             : std::string(http::reasonPhrase(error.status));
    const auto message = error.wireMessage.empty() ? defaultMessage(error.status) : error.wireMessage;
    std::string body = "{ \"statusCode\": " + std::to_string(error.status) + ", \"message\": " + quoted(message);
    if (error.status == 500)
        body += ", \"activityId\": " + quoted(activityId);
    body += " }";
    response.headers.set("Content-Type", "application/json");
    for (const auto &field : error.headers)
        response.headers.set(field.name, field.value);
    response.body.set(std::move(body));
}

} // namespace gatehouse::policy
