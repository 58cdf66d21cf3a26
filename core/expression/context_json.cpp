// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/context_json.h"

#include "core/base/text.h"
#include "core/expression/context_json_value.h"

namespace gatehouse::expression {

namespace {

class FrozenClock final : public Clock
{
public:
    explicit FrozenClock(UtcTime now) : m_now(now) { }
    SteadyTime steady() const override { return {}; }
    UtcTime utc() const override { return m_now; }

private:
    UtcTime m_now;
};

const json::object *objectMember(const json::object *object, std::string_view name)
{
    const auto *value = object ? member(*object, name) : nullptr;
    return value ? value->if_object() : nullptr;
}

std::optional<UtcTime> timeMember(const json::object &object, std::string_view name)
{
    const auto text = textMember(object, name);
    const auto time = text ? fromIso(*text) : Result<UtcTime>(UtcTime{});
    return text && time ? std::optional(*time) : std::nullopt;
}

std::vector<NamedPart> namedMembers(const json::object *object, std::string_view name, std::string_view second)
{
    std::vector<NamedPart> parts;
    const auto *value = object ? member(*object, name) : nullptr;
    const auto *array = value ? value->if_array() : nullptr;
    if (!array)
        return parts;
    for (const auto &item : *array)
        if (const auto *entry = item.if_object())
            parts.push_back({textMember(*entry, "id"), textMember(*entry, second)});
    return parts;
}

} // namespace

struct JsonContext::Parts
{
    Parts(const json::object &root)
        : clock(timeMember(root, "now").value_or(UtcTime{})), request(objectMember(&root, "request")),
          headers(objectMember(request, "headers")), parameters(objectMember(request, "matchedParameters")),
          body(request ? member(*request, "body") : nullptr)
    {
        if (const auto *response_ = objectMember(&root, "response"))
            response = std::make_unique<JsonResponse>(*response_);
    }
    FrozenClock clock;
    SystemRandom random;
    const json::object *request;
    JsonFields headers, parameters;
    JsonBody body;
    std::unique_ptr<JsonResponse> response;
};

JsonContext::JsonContext(json::object defaults, const json::object &patch, const Library &library)
    : m_root(std::move(defaults)), m_library(library)
{
    mergePatch(m_root, patch);
    m_parts = std::make_unique<Parts>(m_root);
}

JsonContext::~JsonContext() = default;

const json::object *JsonContext::part(std::string_view name) const
{
    return objectMember(&m_root, name);
}

const Clock &JsonContext::clock() const
{
    return m_parts->clock;
}

Random &JsonContext::random()
{
    return m_parts->random;
}

Text JsonContext::requestId() const
{
    return textMember(m_root, "requestId");
}

UtcTime JsonContext::timestamp() const
{
    return timeMember(m_root, "timestamp").value_or(UtcTime{});
}

bool JsonContext::tracing() const
{
    return boolMember(m_root, "tracing", false);
}

void JsonContext::trace(std::string_view message)
{
    m_traces.emplace_back(message);
}

std::optional<ApiPart> JsonContext::api() const
{
    const auto *object = part("api");
    if (!object)
        return std::nullopt;
    const auto text = [object](std::string_view name) { return textMember(*object, name); };
    ApiPart api{text("id"), text("name"), text("path"), text("revision"), text("version"), text("serviceUrl"), {}, {}, boolMember(*object, "isCurrentRevision", false)};
    if (const auto *names = objectMember(object, "subscriptionKeyParameterNames")) {
        api.subscriptionKeyHeader = textMember(*names, "header");
        api.subscriptionKeyQuery = textMember(*names, "query");
    }
    return api;
}

std::vector<std::string_view> JsonContext::apiProtocols() const
{
    std::vector<std::string_view> protocols;
    const auto *object = part("api");
    const auto *value = object ? member(*object, "protocols") : nullptr;
    if (const auto *array = value ? value->if_array() : nullptr)
        for (const auto &item : *array)
            if (const auto *text = item.if_string())
                protocols.emplace_back(*text);
    return protocols;
}

std::optional<BackendPart> JsonContext::backend() const
{
    const auto *object = part("backend");
    if (!object)
        return std::nullopt;
    return BackendPart{textMember(*object, "id"), textMember(*object, "azureRegion"), textMember(*object, "type")};
}

std::optional<DeploymentPart> JsonContext::deployment() const
{
    const auto *object = part("deployment");
    if (!object)
        return std::nullopt;
    const auto text = [object](std::string_view name) { return textMember(*object, name); };
    DeploymentPart deployment{text("region"), text("serviceId"), text("serviceName"), {}, {}, text("currentCarbonIntensity"), false};
    if (const auto *gateway = objectMember(object, "gateway")) {
        deployment.gatewayId = textMember(*gateway, "id");
        deployment.gatewayInstanceId = textMember(*gateway, "instanceId");
        deployment.isManaged = boolMember(*gateway, "isManaged", false);
    }
    return deployment;
}

std::vector<std::string> JsonContext::certificateIds() const
{
    std::vector<std::string> ids;
    if (const auto *certificates = objectMember(part("deployment"), "certificates"))
        for (const auto &entry : *certificates)
            ids.emplace_back(entry.key());
    return ids;
}

std::optional<Value> JsonContext::certificate(std::string_view id)
{
    const auto *certificates = objectMember(part("deployment"), "certificates");
    if (!certificates)
        return std::nullopt;
    for (const auto &entry : *certificates)
        if (equalsIgnoreCase(entry.key(), id))
            return certificateValue(entry.value());
    return std::nullopt;
}

Value JsonContext::certificateValue(const json::value &certificate)
{
    // Keyed by its address, which a variable's name can't be.
    auto &value = m_values[std::string("\0", 1) + std::to_string(reinterpret_cast<std::uintptr_t>(&certificate))];
    if (value.isNull())
        value = certificateFromJson(certificate);
    return value;
}

Text JsonContext::graphQlArguments() const
{
    const auto *object = part("graphQL");
    return object ? textMember(*object, "arguments") : std::nullopt;
}

Text JsonContext::graphQlParent() const
{
    const auto *object = part("graphQL");
    return object ? textMember(*object, "parent") : std::nullopt;
}

bool JsonContext::hasGraphQl() const
{
    return part("graphQL") != nullptr;
}

std::optional<ErrorPart> JsonContext::lastError() const
{
    const auto *object = part("lastError");
    if (!object)
        return std::nullopt;
    const auto text = [object](std::string_view name) { return textMember(*object, name); };
    return ErrorPart{text("source"), text("reason"), text("message"), text("scope"), text("section"), text("path"), text("policyId"),
                     static_cast<int>(intMember(*object, "httpErrorCode").value_or(0))};
}

std::optional<OperationPart> JsonContext::operation() const
{
    const auto *object = part("operation");
    if (!object)
        return std::nullopt;
    const auto text = [object](std::string_view name) { return textMember(*object, name); };
    return OperationPart{text("id"), text("method"), text("name"), text("urlTemplate")};
}

std::optional<ProductPart> JsonContext::product() const
{
    const auto *object = part("product");
    if (!object)
        return std::nullopt;
    ProductPart product{textMember(*object, "id"), textMember(*object, "name"), textMember(*object, "state"),
                        boolMember(*object, "approvalRequired", false), boolMember(*object, "subscriptionRequired", false), {}};
    if (const auto limit = intMember(*object, "subscriptionLimit"))
        product.subscriptionLimit = static_cast<int>(*limit);
    return product;
}

std::vector<NamedPart> JsonContext::productGroups() const
{
    return namedMembers(part("product"), "groups", "name");
}

std::optional<SubscriptionPart> JsonContext::subscription() const
{
    const auto *object = part("subscription");
    if (!object)
        return std::nullopt;
    const auto text = [object](std::string_view name) { return textMember(*object, name); };
    return SubscriptionPart{text("id"), text("key"), text("name"), text("primaryKey"), text("secondaryKey"), timeMember(*object, "createdDate"),
                            timeMember(*object, "startDate"), timeMember(*object, "endDate")};
}

std::optional<UserPart> JsonContext::user() const
{
    const auto *object = part("user");
    if (!object)
        return std::nullopt;
    const auto text = [object](std::string_view name) { return textMember(*object, name); };
    return UserPart{text("id"), text("email"), text("firstName"), text("lastName"), text("note"), timeMember(*object, "registrationDate")};
}

std::vector<NamedPart> JsonContext::userGroups() const
{
    return namedMembers(part("user"), "groups", "name");
}

std::vector<NamedPart> JsonContext::userIdentities() const
{
    return namedMembers(part("user"), "identities", "provider");
}

std::optional<WorkspacePart> JsonContext::workspace() const
{
    const auto *object = part("workspace");
    if (!object)
        return std::nullopt;
    return WorkspacePart{textMember(*object, "id"), textMember(*object, "name")};
}

bool JsonContext::hasRequest() const
{
    return m_parts->request != nullptr;
}

Text JsonContext::method() const
{
    return m_parts->request ? textMember(*m_parts->request, "method") : std::nullopt;
}

std::string JsonContext::url() const
{
    return m_parts->request ? std::string(stringMember(*m_parts->request, "url")) : std::string();
}

std::string JsonContext::originalUrl() const
{
    return m_parts->request ? std::string(stringMember(*m_parts->request, "originalUrl")) : std::string();
}

Text JsonContext::ipAddress() const
{
    return m_parts->request ? textMember(*m_parts->request, "ipAddress") : std::nullopt;
}

const Fields &JsonContext::requestHeaders() const
{
    return m_parts->headers;
}

const Fields &JsonContext::matchedParameters() const
{
    return m_parts->parameters;
}

BodySource &JsonContext::requestBody()
{
    return m_parts->body;
}

Value JsonContext::clientCertificate()
{
    const auto *certificate = m_parts->request ? member(*m_parts->request, "certificate") : nullptr;
    return certificate && certificate->is_object() ? certificateValue(*certificate) : Value::null();
}

std::optional<PrivateEndpointPart> JsonContext::privateEndpoint() const
{
    const auto *object = objectMember(m_parts->request, "privateEndpointConnection");
    if (!object)
        return std::nullopt;
    return PrivateEndpointPart{textMember(*object, "name"), textMember(*object, "groupId"), textMember(*object, "memberName")};
}

std::optional<std::string_view> JsonContext::foundryDeployment() const
{
    const auto *object = objectMember(m_parts->request, "foundry");
    return object ? std::optional(stringMember(*object, "deployment")) : std::nullopt;
}

ResponseSource *JsonContext::response()
{
    return m_parts->response.get();
}

std::optional<Value> JsonContext::variable(std::string_view name)
{
    if (const auto known = m_values.find(name); known != m_values.end())
        return known->second;
    const auto *variables = part("variables");
    const auto *written = variables ? member(*variables, name) : nullptr;
    if (!written || !written->is_object())
        return std::nullopt;
    return m_values.emplace(name, valueFromJson(m_library, written->get_object())).first->second;
}

std::vector<std::string> JsonContext::variableNames() const
{
    std::vector<std::string> names;
    if (const auto *variables = part("variables"))
        for (const auto &entry : *variables)
            names.emplace_back(entry.key());
    return names;
}

} // namespace gatehouse::expression
