// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/expression/value.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

struct Program;

//! UTF-8, or null. Views are valid as long as the context and until it changes.
using Text = std::optional<std::string_view>;

//! Names with values: header fields, matched parameters. Names are found without regard to case and listed in the order they came.
class Fields
{
public:
    virtual ~Fields() = default;
    virtual std::vector<std::string_view> names() const = 0; //!< each once
    virtual std::optional<std::vector<std::string_view>> values(std::string_view name) const = 0;
};

//! A message's body, buffered before the evaluation.
class BodySource
{
public:
    virtual ~BodySource() = default;
    virtual bool exists() const = 0; //!< false: `Body` is null
    //! Null when it was used up: `preserve` false does that.
    virtual Text read(bool preserve) = 0;
};

//! A response: the exchange's own, or one that a policy left in a variable.
class ResponseSource
{
public:
    virtual ~ResponseSource() = default;
    virtual int statusCode() const = 0;
    virtual Text statusReason() const = 0;
    virtual const Fields &headers() const = 0;
    virtual BodySource &body() = 0;
};

struct ApiPart
{
    Text id, name, path, revision, version, serviceUrl, subscriptionKeyHeader, subscriptionKeyQuery;
    bool isCurrentRevision = true;
};
struct BackendPart
{
    Text id, azureRegion, type;
};
struct DeploymentPart
{
    Text region, serviceId, serviceName, gatewayId, gatewayInstanceId, currentCarbonIntensity;
    bool isManaged = false;
};
struct ErrorPart
{
    Text source, reason, message, scope, section, path, policyId;
    int httpErrorCode = 0;
};
struct OperationPart
{
    Text id, method, name, urlTemplate;
};
struct ProductPart
{
    Text id, name, state;
    bool approvalRequired = false;
    bool subscriptionRequired = false;
    std::optional<int> subscriptionLimit;
};
struct SubscriptionPart
{
    Text id, key, name, primaryKey, secondaryKey;
    std::optional<UtcTime> createdDate, startDate, endDate;
};
struct UserPart
{
    Text id, email, firstName, lastName, note;
    std::optional<UtcTime> registrationDate;
};
struct WorkspacePart
{
    Text id, name;
};
struct PrivateEndpointPart
{
    Text name, groupId, memberName;
};
//! A group (id, name) or an identity (id, provider).
struct NamedPart
{
    Text id, name;
};

//! What `context` gives an expression and what the engine takes from outside. One evaluation's; not thread-safe. Each part is asked for
//! when an expression touches it, and then again for each touch: an implementation looks it up and builds nothing. An absent part is null
//! in the expression.
class Context
{
public:
    virtual ~Context() = default;
    //! Values that an evaluation leaves in the context (in its variables) may be constants of the program or call its functions: whoever
    //! cannot say that the program outlives them gives it here.
    void keep(std::shared_ptr<const Program> program) { m_kept.push_back(std::move(program)); }
    virtual const Clock &clock() const = 0; //!< DateTime.UtcNow and the like
    virtual Random &random() = 0; //!< Guid.NewGuid(), new Random()

    virtual Text requestId() const = 0; //!< a GUID's text
    virtual UtcTime timestamp() const = 0;
    virtual bool tracing() const { return false; }
    virtual void trace(std::string_view message) = 0;

    virtual std::optional<ApiPart> api() const { return std::nullopt; }
    virtual std::vector<std::string_view> apiProtocols() const { return {}; }
    virtual std::optional<BackendPart> backend() const { return std::nullopt; }
    virtual std::optional<DeploymentPart> deployment() const { return std::nullopt; }
    virtual std::vector<std::string> certificateIds() const { return {}; }
    //! An X509Certificate2 (library/certificates.h), found without regard to case.
    virtual std::optional<Value> certificate(std::string_view /*id*/) { return std::nullopt; }
    //! Is it valid now, and does its chain end at an authority that the gateway trusts?
    virtual bool trustsCertificate(std::string_view /*der*/) const { return false; }
    virtual Text graphQlArguments() const { return std::nullopt; } //!< JSON text of an object
    virtual Text graphQlParent() const { return std::nullopt; }
    virtual bool hasGraphQl() const { return false; }
    virtual std::optional<ErrorPart> lastError() const { return std::nullopt; }
    virtual std::optional<OperationPart> operation() const { return std::nullopt; }
    virtual std::optional<ProductPart> product() const { return std::nullopt; }
    virtual std::vector<NamedPart> productGroups() const { return {}; }
    virtual std::optional<SubscriptionPart> subscription() const { return std::nullopt; }
    virtual std::optional<UserPart> user() const { return std::nullopt; }
    virtual std::vector<NamedPart> userGroups() const { return {}; }
    virtual std::vector<NamedPart> userIdentities() const { return {}; } //!< name is the provider
    virtual std::optional<WorkspacePart> workspace() const { return std::nullopt; }

    virtual bool hasRequest() const { return true; }
    virtual Text method() const = 0;
    virtual std::string url() const = 0; //!< absolute; "" is null
    virtual std::string originalUrl() const = 0;
    virtual Text ipAddress() const = 0;
    virtual const Fields &requestHeaders() const = 0;
    virtual const Fields &matchedParameters() const = 0;
    virtual BodySource &requestBody() = 0;
    virtual Value clientCertificate() { return {}; } //!< an X509Certificate2, or null
    virtual std::optional<PrivateEndpointPart> privateEndpoint() const { return std::nullopt; }
    virtual std::optional<std::string_view> foundryDeployment() const { return std::nullopt; }

    virtual ResponseSource *response() { return nullptr; } //!< null: `context.Response` is null

    //! Absent: there is none; a null value: it is null. Names are found with regard to case.
    virtual std::optional<Value> variable(std::string_view name) = 0;
    virtual std::vector<std::string> variableNames() const = 0;

private:
    std::vector<std::shared_ptr<const Program>> m_kept;
};

} // namespace gatehouse::expression
