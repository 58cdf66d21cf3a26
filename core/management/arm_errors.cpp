// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_errors.h"

#include "core/base/text.h"
#include "core/resource/kinds.h"

#include <array>
#include <utility>

namespace gatehouse::management {

namespace {

//! Azure names things in its errors otherwise than in its paths.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> nouns{{
    {"apis", "Api"},
    {"operations", "Operation"},
    {"schemas", "Schema"},
    {"products", "Product"},
    {"subscriptions", "Subscription"},
    {"backends", "Backend"},
    {"namedValues", "Property"},
    {"policies", "PoliciesConfiguration"},
    {"policyFragments", "PolicyFragment"},
    {"apiVersionSets", "ApiVersionSet"},
}};

std::string nounOf(const resource::ResourceId &id)
{
    if (id.isService())
        return "Service";
    for (const auto &[segment, noun] : nouns) {
        if (equalsIgnoreCase(segment, id.collection()))
            return std::string{noun};
    }
    const auto *kind = resource::kindOf(id);
    return kind ? std::string{kind->label} : "Resource";
}

} // namespace

http::Response jsonResponse(int status, const json::value &body)
{
    http::Response response;
    response.head.status = status;
    response.head.headers.add("Content-Type", "application/json; charset=utf-8");
    response.body = toJson(body);
    return response;
}

http::Response errorResponse(const ArmError &error)
{
    json::value details = nullptr;
    if (!error.details.empty()) {
        json::array list;
        for (const auto &[code, target, message] : error.details)
            list.push_back(json::object{{"code", code}, {"target", target}, {"message", message}});
        details = std::move(list);
    }
    return jsonResponse(
        error.status,
        json::object{
            {"error",
             json::object{{"code", error.code}, {"message", error.message}, {"details", std::move(details)}}}});
}

ArmError validationError(std::vector<ArmDetail> details)
{
    return {400, "ValidationError", "One or more fields contain incorrect values:", std::move(details)};
}

ArmError validationError(std::string target, std::string message)
{
    return validationError({{"ValidationError", std::move(target), std::move(message)}});
}

ArmError notFound(const resource::ResourceId &id)
{
    return {404, "ResourceNotFound", nounOf(id) + " not found.", {}};
}

ArmError preconditionFailed()
{
    return {412, "PreconditionFailed", "Resource was modified since last retrieval.", {}};
}

ArmError ifMatchRequired()
{
    return {400, "ValidationError", "If-Match header is required: the ETag of the resource or *.", {}};
}

ArmError methodNotAllowed(std::string_view method)
{
    return {405,
            "MethodNotAllowed",
            "The requested resource does not support http method '" + excerpt(method, 16) + "'.",
            {}};
}

std::string excerpt(std::string_view text, std::size_t limit)
{
    std::string shown{text.substr(0, limit)};
    for (auto &c : shown) {
        if (c < 0x20 || c > 0x7e)
            c = '?';
    }
    return shown;
}

ArmError fromError(const Error &error, const resource::ResourceId &id)
{
    switch (error.kind) {
    case ErrorKind::Invalid:
        return {400, "ValidationError", "The request is not valid: " + error.code + ".", {}};
    case ErrorKind::NotFound:
        return notFound(id);
    case ErrorKind::Conflict:
        return {409, "Conflict", "The resource exists already or is in use.", {}};
    case ErrorKind::PreconditionFailed:
        return preconditionFailed();
    case ErrorKind::PreconditionRequired:
        return ifMatchRequired();
    case ErrorKind::Unauthenticated:
        return {401, "AuthenticationFailed", "Authentication failed.", {}};
    case ErrorKind::Forbidden:
        return {403, "AuthorizationFailed", "The client is not allowed to do this.", {}};
    case ErrorKind::TooLarge:
        return {413,
                "RequestEntityTooLarge",
                "The request is larger than " + std::string{error.arg("limit")} + " bytes.",
                {}};
    case ErrorKind::TooMany:
        return {429, "TooManyRequests", "Too many requests.", {}};
    case ErrorKind::Unavailable:
        return {503, "ServiceUnavailable", "The service is not available now: " + error.code + ".", {}};
    case ErrorKind::Timeout:
        return {504, "GatewayTimeout", "The operation took too long.", {}};
    case ErrorKind::Unsupported:
        return {400, "NotSupported", "Not supported: " + error.code + ".", {}};
    case ErrorKind::Cancelled:
    case ErrorKind::Corrupt:
    case ErrorKind::Internal:
        break;
    }
    return {500, "InternalServerError", "Internal server error: " + error.code + ".", {}};
}

} // namespace gatehouse::management
