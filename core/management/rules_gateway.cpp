// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/iso_duration.h"
#include "core/base/text.h"
#include "core/gateway/traces.h"
#include "core/management/arm_body.h"
#include "core/management/kind_rules.h"

namespace gatehouse::management {

namespace {

using resource::Configuration;
using resource::Resource;

constexpr std::chrono::seconds longestCredential{3600};

//! The gateway that every service has and that no resource describes.
const Resource *standIn(const resource::ResourceId &id)
{
    static const Resource managed{resource::ResourceId::of("gateways/managed"), {}, {}, {}};
    return id == managed.id ? &managed : nullptr;
}

std::optional<ArmError> check(WriteContext &context)
{
    if (standIn(context.resource.id))
        return validationError("id", "The name 'managed' is reserved for the service's own gateway.");
    return std::nullopt;
}

std::optional<ArmError> checkPurposes(const json::object &body)
{
    const auto *purposes = member(body, "purposes");
    if (!purposes || !purposes->is_array() || purposes->get_array().empty())
        return validationError("purposes", "The property is required and has no value.");
    for (const auto &purpose : purposes->get_array()) {
        if (!purpose.is_string() || purpose.get_string() != "tracing")
            return validationError("purposes", "The value is not one of: tracing.");
    }
    return std::nullopt;
}

//! The API's name without revision.
tl::expected<std::string, ArmError> apiOf(const json::object &body, const Configuration &configuration, const Environment &environment)
{
    const auto text = stringMember(body, "apiId");
    if (text.empty())
        return tl::unexpected(validationError("apiId", "The property is required and has no value."));
    const auto id = environment.scope.relative(text);
    if (!id || !equalsIgnoreCase(id->type(), "apis"))
        return tl::unexpected(validationError("apiId", "The value is not the resource id of an API of this service."));
    const auto *api = configuration.find(*id);
    if (!api)
        return tl::unexpected(notFound(*id));
    const auto name = api->id.name();
    return std::string(name.substr(0, name.find(';')));
}

tl::expected<std::chrono::seconds, ArmError> validityOf(const json::object &body)
{
    const auto *text = member(body, "credentialsExpireAfter");
    if (!text || text->is_null())
        return longestCredential;
    const auto duration = text->is_string() ? parseIsoDuration(std::string_view(text->get_string())) : std::nullopt;
    if (!duration || duration->count() <= 0)
        return tl::unexpected(validationError("credentialsExpireAfter", "The value is not a duration in ISO 8601 format, such as PT1H."));
    if (*duration > longestCredential)
        return tl::unexpected(validationError("credentialsExpireAfter", "The maximum duration of the credentials is PT1H."));
    return *duration;
}

Outcome listDebugCredentials(const Resource &gateway, const ArmRequest &request, const Configuration &before, const Environment &environment)
{
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    if (auto error = checkPurposes(*body))
        return errorResponse(*error);
    const auto api = apiOf(*body, before, environment);
    if (!api)
        return errorResponse(api.error());
    const auto validity = validityOf(*body);
    if (!validity)
        return errorResponse(validity.error());
    return SecretReading{gateway.id, "listDebugCredentials",
                         jsonResponse(200, json::object{{"token", environment.traces->issueToken(*api, *validity)}})};
}

Outcome listTrace(const Resource &gateway, const ArmRequest &request, const Environment &environment)
{
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    const std::string id(stringMember(*body, "traceId"));
    if (id.empty())
        return errorResponse(validationError("traceId", "The property is required and has no value."));
    const auto entries = environment.traces->find(id);
    const auto parsed = entries ? parseJson(*entries, {16U << 20, 96}) : Result<json::value>(json::value());
    if (!entries || !parsed)
        return errorResponse({404, "ResourceNotFound", "Trace not found.", {}});
    return SecretReading{gateway.id, "listTrace",
                         jsonResponse(200, json::object{{"serviceName", environment.scope.serviceName}, {"traceId", id}, {"traceEntries", *parsed}})};
}

std::optional<Outcome> act(std::string_view action, const Resource &gateway, const ArmRequest &request, const Configuration &before,
                           const Environment &environment)
{
    if (!environment.traces)
        return std::nullopt;
    if (action == "listDebugCredentials")
        return listDebugCredentials(gateway, request, before, environment);
    if (action == "listTrace")
        return listTrace(gateway, request, environment);
    if (action != "invalidateDebugCredentials")
        return std::nullopt;
    environment.traces->invalidateTokens();
    http::Response done;
    done.head.status = 204;
    return SecretReading{gateway.id, std::string(action), std::move(done)};
}

} // namespace

const KindRules gatewayRules{"gateways", nullptr, check, nullptr, nullptr, act, standIn};

} // namespace gatehouse::management
