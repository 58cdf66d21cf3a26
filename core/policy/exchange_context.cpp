// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/exchange_context.h"

#include "core/base/text.h"
#include "core/crypto/certificate_file.h"
#include "core/expression/library/certificates.h"
#include "core/expression/library/context_objects.h"
#include "core/expression/machine.h"
#include "core/policy/client_certificate.h"

#include <algorithm>

namespace gatehouse::policy {

using expression::Tag;
using expression::Value;

namespace {

template<typename... Handlers>
struct Cases : Handlers...
{
    using Handlers::operator()...;
};
template<typename... Handlers>
Cases(Handlers...) -> Cases<Handlers...>;

std::vector<expression::NamedPart> namedParts(const std::vector<NamedInfo> &infos)
{
    std::vector<expression::NamedPart> parts;
    for (const auto &info : infos)
        parts.push_back({info.id, info.name});
    return parts;
}

Value certificateValue(const crypto::CertificateFile &file)
{
    X509_up_ref(file.certificate.get());
    return Value::of(expression::make<expression::CertificateObject>(crypto::CertificateHandle(file.certificate.get()), file.key));
}

} // namespace

Value toValue(const Variable &variable)
{
    return std::visit(
        Cases{[](std::monostate) { return Value::null(); }, [](bool flag) { return Value::ofBool(flag); },
              [](std::int64_t number) {
                  const auto small = static_cast<std::int32_t>(number);
                  return small == number ? Value::ofInt(small) : Value::ofLong(number);
              },
              [](double number) { return Value::ofDouble(number); },
              [](const std::string &text) { return Value::ofString(std::string_view(text)); },
              [](const std::shared_ptr<ResponseMessage> &response) {
                  if (!response)
                      return Value::null();
                  return Value::of(expression::make<expression::ResponseObject>(
                      std::make_shared<ExchangeContext::MessageResponse>(*response, response)));
              },
              [](const std::shared_ptr<VariableObject> &object) {
                  if (const auto *held = dynamic_cast<const ExpressionVariable *>(object.get()))
                      return held->value;
                  return object ? Value::ofString(std::string_view(object->text())) : Value::null();
              }},
        variable);
}

Variable toVariable(expression::Machine &machine, const Value &value)
{
    switch (value.tag()) {
    case Tag::Null: return std::monostate{};
    case Tag::Bool: return value.boolean();
    case Tag::Int32: return value.integer();
    case Tag::Double: return value.real();
    default: break;
    }
    if (const auto *text = expression::stringOf(value))
        return expression::toUtf8(*text);
    // context.Response is of this evaluation alone: the variable gets the message.
    if (const auto *response = value.as<expression::ResponseObject>())
        if (const auto *held = dynamic_cast<const ExchangeContext::MessageResponse *>(&response->source()))
            return held->shared();
    return std::make_shared<ExpressionVariable>(value, expression::toUtf8(machine.text(value)));
}

ExchangeContext::ExchangeContext(Exchange &exchange, const Clock &clock, Random &random, const DeploymentInfo &deployment)
    : m_exchange(exchange), m_clock(clock), m_random(random), m_deployment(deployment), m_requestHeaders(exchange.request.headers),
      m_parameters(exchange.matched.parameters), m_requestBody(exchange.request.body), m_response(exchange.response)
{
}

std::optional<expression::ApiPart> ExchangeContext::api() const
{
    const auto &api = m_exchange.matched.api;
    if (!api)
        return std::nullopt;
    expression::ApiPart part{api->id, api->name, api->path, api->revision, {}, api->serviceUrl, {}, {}, api->isCurrentRevision};
    if (!api->version.empty())
        part.version = api->version;
    if (!api->keyHeader.empty())
        part.subscriptionKeyHeader = api->keyHeader;
    if (!api->keyQuery.empty())
        part.subscriptionKeyQuery = api->keyQuery;
    return part;
}

std::vector<std::string_view> ExchangeContext::apiProtocols() const
{
    const auto &api = m_exchange.matched.api;
    return api ? std::vector<std::string_view>(api->protocols.begin(), api->protocols.end()) : std::vector<std::string_view>();
}

std::optional<expression::BackendPart> ExchangeContext::backend() const
{
    if (m_exchange.backendId.empty())
        return std::nullopt;
    return expression::BackendPart{m_exchange.backendId, {}, "Single"};
}

std::optional<expression::DeploymentPart> ExchangeContext::deployment() const
{
    return expression::DeploymentPart{m_deployment.region,    m_deployment.serviceId,         m_deployment.serviceName,
                                      m_deployment.gatewayId, m_deployment.gatewayInstanceId, {},
                                      m_deployment.isManaged};
}

std::optional<expression::ErrorPart> ExchangeContext::lastError() const
{
    const auto &error = m_exchange.lastError;
    if (!error)
        return std::nullopt;
    return expression::ErrorPart{error->source,  error->reason, error->message,  error->scope,
                                 error->section, error->path,   error->policyId, error->status};
}

std::optional<expression::OperationPart> ExchangeContext::operation() const
{
    const auto &operation = m_exchange.matched.operation;
    if (!operation)
        return std::nullopt;
    return expression::OperationPart{operation->id, operation->method, operation->name, operation->urlTemplate};
}

std::optional<expression::ProductPart> ExchangeContext::product() const
{
    const auto &product = m_exchange.matched.product;
    if (!product)
        return std::nullopt;
    return expression::ProductPart{product->id, product->name, product->isPublished ? "Published" : "NotPublished", product->approvalRequired,
                                   product->subscriptionRequired, product->subscriptionsLimit};
}

std::vector<expression::NamedPart> ExchangeContext::productGroups() const
{
    const auto &product = m_exchange.matched.product;
    return product ? namedParts(product->groups) : std::vector<expression::NamedPart>();
}

std::optional<expression::SubscriptionPart> ExchangeContext::subscription() const
{
    const auto &subscription = m_exchange.matched.subscription;
    if (!subscription)
        return std::nullopt;
    expression::SubscriptionPart part{subscription->id, subscription->key, subscription->name, subscription->primaryKey, subscription->secondaryKey,
                                      subscription->created, subscription->start, subscription->end};
    auto &own = subscription->primary ? part.primaryKey : part.secondaryKey;
    own = subscription->key;
    return part;
}

std::optional<expression::UserPart> ExchangeContext::user() const
{
    const auto &subscription = m_exchange.matched.subscription;
    if (!subscription || subscription->userId.empty())
        return std::nullopt;
    const auto &owner = subscription->owner;
    if (!owner)
        return expression::UserPart{subscription->userId, {}, {}, {}, {}, {}};
    return expression::UserPart{owner->id, owner->email, owner->firstName, owner->lastName, owner->note, owner->registered};
}

std::vector<expression::NamedPart> ExchangeContext::userGroups() const
{
    const auto &subscription = m_exchange.matched.subscription;
    return subscription && subscription->owner ? namedParts(subscription->owner->groups) : std::vector<expression::NamedPart>();
}

std::vector<expression::NamedPart> ExchangeContext::userIdentities() const
{
    const auto &subscription = m_exchange.matched.subscription;
    return subscription && subscription->owner ? namedParts(subscription->owner->identities) : std::vector<expression::NamedPart>();
}

std::vector<std::string> ExchangeContext::certificateIds() const
{
    std::vector<std::string> ids;
    if (const auto &certificates = m_exchange.matched.certificates)
        for (const auto &[id, file] : certificates->byId)
            ids.push_back(id);
    return ids;
}

std::optional<Value> ExchangeContext::certificate(std::string_view id)
{
    const auto &certificates = m_exchange.matched.certificates;
    if (!certificates)
        return std::nullopt;
    const auto found = certificates->byId.find(toLower(id));
    return found == certificates->byId.end() ? std::nullopt : std::optional(certificateValue(*found->second));
}

//! The client's own comes with the chain that it showed.
bool ExchangeContext::trustsCertificate(std::string_view der) const
{
    const auto &certificates = m_exchange.matched.certificates;
    const auto file = crypto::readCertificateFile(der, {});
    if (!file)
        return false;
    const auto &shown = m_exchange.clientCertificate;
    const auto &judged = shown && X509_cmp(shown->certificate.get(), file->certificate.get()) == 0 ? *shown : *file;
    const auto chain = trustedChain(judged, certificates ? certificates->clientAuthorities : CertificateAnchors(), false); // .NET asks for no purpose
    return certificateFault(judged, {}, chain, m_clock.utc()).empty();
}

//! Where the request goes, as policies have changed it so far.
std::string ExchangeContext::url() const
{
    if (m_exchange.backendBaseUrl.empty())
        return m_exchange.request.url.text();
    auto url = m_exchange.backendBaseUrl + m_exchange.backendPath;
    if (!m_exchange.backendQuery.empty())
        url += '?' + m_exchange.backendQuery;
    return url;
}

Value ExchangeContext::clientCertificate()
{
    const auto &certificate = m_exchange.clientCertificate;
    return certificate ? certificateValue(*certificate) : Value::null();
}

std::optional<Value> ExchangeContext::variable(std::string_view name)
{
    const auto found = m_exchange.variables.find(name);
    return found == m_exchange.variables.end() ? std::nullopt : std::optional(toValue(found->second));
}

std::vector<std::string> ExchangeContext::variableNames() const
{
    std::vector<std::string> names;
    for (const auto &[name, value] : m_exchange.variables)
        names.push_back(name);
    return names;
}

std::vector<std::string_view> ExchangeContext::HeaderFields::names() const
{
    std::vector<std::string_view> names;
    for (const auto field : m_headers) {
        const auto same = [&field](std::string_view name) { return equalsIgnoreCase(name, field.name); };
        if (std::none_of(names.begin(), names.end(), same))
            names.push_back(field.name);
    }
    return names;
}

std::optional<std::vector<std::string_view>> ExchangeContext::HeaderFields::values(std::string_view name) const
{
    auto values = m_headers.all(name);
    return values.empty() ? std::nullopt : std::optional(std::move(values));
}

std::vector<std::string_view> ExchangeContext::ParameterFields::names() const
{
    std::vector<std::string_view> names;
    for (const auto &[name, value] : m_values)
        names.push_back(name);
    return names;
}

std::optional<std::vector<std::string_view>> ExchangeContext::ParameterFields::values(std::string_view name) const
{
    for (const auto &[known, value] : m_values)
        if (equalsIgnoreCase(known, name))
            return std::vector<std::string_view>{value};
    return std::nullopt;
}

expression::Text ExchangeContext::MessageBody::read(bool preserve)
{
    const auto *bytes = m_body.bytes();
    if (m_used || !bytes)
        return std::nullopt;
    if (preserve)
        return std::string_view(*bytes);
    m_used = true;
    m_taken = *bytes;
    m_body.set({});
    return std::string_view(m_taken);
}

} // namespace gatehouse::policy
