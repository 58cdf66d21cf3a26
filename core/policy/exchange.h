// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/http/message.h"
#include "core/http/url.h"
#include "core/http/url_template.h"
#include "core/limit/quota.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::crypto {
struct CertificateFile;
}

namespace gatehouse::policy {

//! Bytes that come in pieces. One read at a time; the callback runs on the exchange's worker. An empty piece is the end.
class BodyStream
{
public:
    using Callback = std::function<void(Result<std::string>)>;
    virtual ~BodyStream() = default;
    virtual void read(Callback callback) = 0;
    //! What was read stands before the rest again, as if nobody had read it. False: it is gone.
    virtual bool putBack(std::string) { return false; }
    //! Drops the rest; a pending read's callback is not called.
    virtual void cancel() = 0;
};

//! A message's body: nothing, bytes in memory, or a stream that can be read once.
struct Body
{
    std::variant<std::monostate, std::string, std::shared_ptr<BodyStream>> content;
    std::optional<std::uint64_t> length; //!< of a stream, when known

    bool isEmpty() const { return std::holds_alternative<std::monostate>(content); }
    const std::string *bytes() const { return std::get_if<std::string>(&content); }
    void set(std::string text) { content = std::move(text), length.reset(); }
    void clear() { content = std::monostate{}, length.reset(); }
};

struct RequestMessage
{
    std::string method;
    http::Url url; //!< absolute; the path is the full one, API path included
    http::Headers headers;
    Body body;
};

struct ResponseMessage
{
    int status = 200;
    std::string reason;
    http::Headers headers;
    Body body;
};

enum class Section { Inbound, Backend, Outbound, OnError };
enum class Scope { Global, Workspace, Product, Api, Operation };
std::string_view nameOf(Section section); //!< "inbound", "backend", "outbound", "on-error"
std::string_view nameOf(Scope scope); //!< "global", "workspace", "product", "api", "operation"

//! context.LastError (api-management-error-handling-policies). `status` is what an unhandled error answers with.
struct LastError
{
    std::string source; //!< "rate-limit", "authorization", "configuration", "forward-request", "validate-jwt" ...
    std::string reason; //!< "RateLimitExceeded", "SubscriptionKeyNotFound", ...
    std::string message;
    std::string scope;
    std::string section;
    std::string path; //!< "choose[3]/when[2]"
    std::string policyId;
    int status = 500;
    //! The body that Azure writes for this error when on-error does not change it; "" : the default of that status.
    std::string wireMessage;
    //! Fields of the answer beside Content-Type: Retry-After, WWW-Authenticate.
    http::Headers headers;
};

//! What the request was matched to: immutable parts of a snapshot, alive as long as the exchange.
struct ApiInfo
{
    std::string id, name, path, revision, version;
    bool isCurrentRevision = true;
    std::string serviceUrl;
    std::string keyHeader, keyQuery; //!< where its subscription keys are looked for
    std::vector<std::string> protocols;
    //! Properties of the API's schemas by id: mock-response makes samples of them. May be empty.
    std::map<std::string, json::object, std::less<>> schemas;
};
struct OperationInfo
{
    std::string id, name, method, urlTemplate;
    json::object definition; //!< properties of the resource: mock-response reads its responses
};
//! A group (id and name), or a user's identity (id and provider).
struct NamedInfo
{
    std::string id, name;
};
struct UserInfo
{
    std::string id, email, firstName, lastName, note;
    std::optional<UtcTime> registered;
    std::vector<NamedInfo> groups, identities;
};
struct ProductInfo
{
    std::string id, name;
    bool isPublished = true;
    bool approvalRequired = false;
    bool subscriptionRequired = true;
    std::optional<int> subscriptionsLimit;
    std::vector<NamedInfo> groups;
};
struct SubscriptionInfo
{
    std::string id, name, userId, key;
    bool primary = true; //!< which of the two keys came
    std::optional<UtcTime> started; //!< where quota periods begin
    std::string primaryKey, secondaryKey;
    std::optional<UtcTime> created, start, end;
    std::shared_ptr<const UserInfo> owner; //!< null: nobody, or nobody that the service knows
};
//! The service's own, by lower-case id, and whom it trusts for clients' beside the system's authorities.
struct ServiceCertificates
{
    std::map<std::string, std::shared_ptr<const crypto::CertificateFile>, std::less<>> byId;
    std::vector<std::shared_ptr<const crypto::CertificateFile>> clientAuthorities;
};

struct Matched
{
    std::shared_ptr<const ApiInfo> api;
    std::shared_ptr<const OperationInfo> operation;
    std::shared_ptr<const ProductInfo> product;
    std::shared_ptr<const SubscriptionInfo> subscription;
    std::shared_ptr<const ServiceCertificates> certificates;
    http::UrlTemplate::Values parameters;
};

//! A variable's value; the expression engine adds its object types behind the shared pointer.
struct VariableObject
{
    virtual ~VariableObject() = default;
    //! What ToString() gives.
    virtual std::string text() const { return {}; }
};
using Variable = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::shared_ptr<ResponseMessage>,
                              std::shared_ptr<VariableObject>>;

//! A quota that the bytes of an exchange count for.
struct BandwidthUse
{
    std::string counter, key;
    limit::QuotaRule rule;
};

class ResponseWatcher;

//! The HTTP proxy that the request to the backend goes through; "" : none.
struct ProxyUse
{
    std::string url; //!< http://host:port
    std::string authorization; //!< of Proxy-Authorization; "" : none

    bool operator==(const ProxyUse &) const = default;
};

//! One request on its way through the gateway: what policies read and change. Lives on one worker; not thread-safe.
struct Exchange
{
    RequestMessage request;
    http::Url originalUrl;
    ResponseMessage response;
    bool hasResponse = false; //!< a backend, mock or policy filled `response`
    //! Fields that policies of inbound owe the answer, whatever fills it (rate limits, cors); set by the runner at the end.
    http::Headers owedHeaders;
    Matched matched;
    std::map<std::string, Variable, std::less<>> variables;
    std::optional<LastError> lastError;

    std::vector<BandwidthUse> bandwidth; //!< charged by the gateway when the exchange is over
    std::vector<std::string> quotas; //!< counters of quota-by-key that this request has counted for: once each

    std::vector<std::shared_ptr<ResponseWatcher>> watchers; //!< see the response's body pass to the client
    ProxyUse proxy;

    std::string requestId; //!< uuid
    std::string clientAddress; //!< without the port
    std::shared_ptr<const crypto::CertificateFile> backendCertificate; //!< shown to the backend when it asks for one; null: none
    std::shared_ptr<const crypto::CertificateFile> clientCertificate; //!< what the client showed in its TLS handshake; null: none
    UtcTime timestamp{};
    SteadyTime started{};
    SteadyTime deadline = SteadyTime::max();

    //! Where forward-request goes: set-backend-service changes it, default is the API's serviceUrl.
    std::string backendBaseUrl;
    std::string backendId;
    //! Path below backendBaseUrl with query, as rewrite-uri and set-query-parameter leave it; begins with "/" or is empty.
    std::string backendPath;
    std::string backendQuery;
};

} // namespace gatehouse::policy
