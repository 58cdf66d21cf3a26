// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/expression/context.h"
#include "core/expression/library.h"

#include <map>

namespace gatehouse::expression {

//! A Context written down as JSON, for `gatectl policy eval` and tests: an object whose members are named as the parts of `context`
//! (request.headers, variables.x = {"type": "int", "value": 3} ...); an absent one is null. `now` is the clock's time.
class JsonContext final : public Context
{
public:
    //! `patch` is an RFC 7396 merge patch on `defaults`. `library` outlives the context.
    JsonContext(json::object defaults, const json::object &patch, const Library &library);
    ~JsonContext() override;

    const Clock &clock() const override;
    Random &random() override;
    Text requestId() const override;
    UtcTime timestamp() const override;
    bool tracing() const override;
    void trace(std::string_view message) override;
    const std::vector<std::string> &traces() const { return m_traces; }

    std::optional<ApiPart> api() const override;
    std::vector<std::string_view> apiProtocols() const override;
    std::optional<BackendPart> backend() const override;
    std::optional<DeploymentPart> deployment() const override;
    std::vector<std::string> certificateIds() const override;
    std::optional<Value> certificate(std::string_view id) override;
    Text graphQlArguments() const override;
    Text graphQlParent() const override;
    bool hasGraphQl() const override;
    std::optional<ErrorPart> lastError() const override;
    std::optional<OperationPart> operation() const override;
    std::optional<ProductPart> product() const override;
    std::vector<NamedPart> productGroups() const override;
    std::optional<SubscriptionPart> subscription() const override;
    std::optional<UserPart> user() const override;
    std::vector<NamedPart> userGroups() const override;
    std::vector<NamedPart> userIdentities() const override;
    std::optional<WorkspacePart> workspace() const override;

    bool hasRequest() const override;
    Text method() const override;
    std::string url() const override;
    std::string originalUrl() const override;
    Text ipAddress() const override;
    const Fields &requestHeaders() const override;
    const Fields &matchedParameters() const override;
    BodySource &requestBody() override;
    Value clientCertificate() override;
    std::optional<PrivateEndpointPart> privateEndpoint() const override;
    std::optional<std::string_view> foundryDeployment() const override;
    ResponseSource *response() override;

    std::optional<Value> variable(std::string_view name) override;
    std::vector<std::string> variableNames() const override;

private:
    struct Parts;
    const json::object *part(std::string_view name) const;
    Value certificateValue(const json::value &certificate);

    json::object m_root;
    const Library &m_library;
    std::unique_ptr<Parts> m_parts;
    std::map<std::string, Value, std::less<>> m_values; //!< variables and certificates that were touched
    std::vector<std::string> m_traces;
};

} // namespace gatehouse::expression
