// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/configuration_documents.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/policy/named_values.h"

namespace gatehouse::policy {

using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

namespace {

constexpr std::string_view policyName = "policy";

//! Of a logger, with named values put in; null for another type.
std::optional<Result<std::shared_ptr<const EventHub>>> eventHubOf(const Resource &logger, const std::map<std::string, std::string, std::less<>> &namedValues)
{
    if (!equalsIgnoreCase(stringMember(logger.properties, "loggerType"), "azureEventHub"))
        return std::nullopt;
    json::object credentials;
    std::vector<std::string> unknown;
    const auto lookUp = [&namedValues](std::string_view name) -> std::optional<std::string> {
        const auto found = namedValues.find(name);
        return found == namedValues.end() ? std::nullopt : std::optional(found->second);
    };
    if (const auto *written = member(logger.properties, "credentials"); written && written->is_object())
        for (const auto &[name, value] : written->get_object())
            if (value.is_string())
                credentials[name] = substituteNamedValues(std::string_view(value.get_string()), lookUp, unknown);
    if (!unknown.empty())
        return fail(ErrorKind::Invalid, "logger.invalid", {{"reason", "there is no named value '" + unknown.front() + "'"}});
    auto hub = readEventHub(credentials);
    if (!hub)
        return tl::unexpected(hub.error());
    return std::make_shared<const EventHub>(std::move(*hub));
}

void addScope(std::vector<ScopedDocument> &out, ConfigurationDocuments &documents, Scope scope, const ResourceId &owner)
{
    const auto id = owner.child("policies", policyName);
    if (auto document = documents.document(id))
        out.push_back({scope, id.text(), std::move(document)});
}

} // namespace

Result<std::string> policyText(const Resource &resource)
{
    const auto value = stringMember(resource.properties, "value");
    const auto format = stringMember(resource.properties, "format", "xml");
    if (equalsIgnoreCase(format, "rawxml"))
        return std::string{value};
    return convert(value, Format::Xml, Format::RawXml);
}

bool scopeOf(const ResourceId &policy, Scope &scope)
{
    if (!equalsIgnoreCase(policy.collection(), "policies"))
        return false;
    const auto owner = policy.parent();
    if (owner.isService())
        scope = Scope::Global;
    else if (equalsIgnoreCase(owner.collection(), "operations"))
        scope = Scope::Operation;
    else if (equalsIgnoreCase(owner.collection(), "apis"))
        scope = Scope::Api;
    else if (equalsIgnoreCase(owner.collection(), "products"))
        scope = Scope::Product;
    else if (equalsIgnoreCase(owner.collection(), "workspaces"))
        scope = Scope::Workspace;
    else
        return false;
    return true;
}

ConfigurationDocuments::ConfigurationDocuments(std::shared_ptr<const Configuration> configuration, const ExpressionCompiler *expressions)
    : m_configuration(std::move(configuration)), m_expressions(expressions)
{
}

std::shared_ptr<const Document> ConfigurationDocuments::document(const ResourceId &id)
{
    if (const auto known = m_documents.find(id); known != m_documents.end())
        return known->second;
    auto &slot = m_documents[id];
    const auto *resource = m_configuration->find(id);
    if (!resource)
        return slot;
    auto text = policyText(*resource);
    if (!text) {
        m_findings[id].push_back({Severity::Error, {}, {}, text.error().code, text.error().args});
        return slot;
    }
    auto parsed = Document::parse(std::move(*text));
    if (parsed)
        slot = std::make_shared<const Document>(std::move(*parsed));
    else
        m_findings[id] = std::move(parsed.error());
    return slot;
}

std::vector<ScopedDocument> ConfigurationDocuments::applying(const PolicyContext &context)
{
    std::vector<ScopedDocument> out;
    const ResourceId service;
    addScope(out, *this, Scope::Global, service);
    if (!context.productId.empty())
        addScope(out, *this, Scope::Product, service.child("products", context.productId));
    if (context.apiId.empty())
        return out;
    const auto api = service.child("apis", context.apiId);
    addScope(out, *this, Scope::Api, api);
    if (!context.operationId.empty())
        addScope(out, *this, Scope::Operation, api.child("operations", context.operationId));
    return out;
}

const Bindings &ConfigurationDocuments::bindings()
{
    if (m_bindings)
        return *m_bindings;
    m_bindings = std::make_unique<Bindings>();
    m_bindings->expressions = m_expressions;
    for (const auto &fragment : m_configuration->children({}, "policyFragments")) {
        if (auto document = this->document(fragment->id))
            m_bindings->fragments[toLower(fragment->id.name())] = std::move(document);
    }
    for (const auto &value : m_configuration->children({}, "namedValues")) {
        // What lies in a key vault and was never read is unknown, never empty.
        if (!value->properties.contains("value") && value->properties.contains("keyVault"))
            continue;
        const auto text = stringMember(value->properties, "value");
        m_bindings->namedValues[std::string{stringMember(value->properties, "displayName", value->id.name())}] = text;
        if (boolMember(value->properties, "secret", false))
            m_bindings->secrets.emplace_back(text);
    }
    for (const auto &logger : m_configuration->children({}, "loggers"))
        if (auto hub = eventHubOf(*logger, m_bindings->namedValues))
            m_bindings->loggers.insert_or_assign(toLower(logger->id.name()), std::move(*hub));
    for (const auto &certificate : m_configuration->children({}, "certificates")) {
        const auto bytes = crypto::decodeBase64(stringMember(certificate->properties, "data"), crypto::Base64Form::Standard);
        auto file = bytes ? crypto::readCertificateFile(*bytes, std::string(stringMember(certificate->properties, "password")))
                          : Result<crypto::CertificateFile>(fail(ErrorKind::Invalid, "certificate.invalid"));
        if (file)
            m_bindings->certificates[toLower(certificate->id.name())] = std::make_shared<const crypto::CertificateFile>(std::move(*file));
    }
    // Azure: the service's own list of authorities.
    const auto *service = m_configuration->find({});
    const auto *authorities = service ? member(service->properties, "certificates") : nullptr;
    for (const auto &item : authorities && authorities->is_array() ? authorities->get_array() : json::array()) {
        const auto bytes = item.is_object() ? crypto::decodeBase64(stringMember(item.get_object(), "encodedCertificate"), crypto::Base64Form::Standard)
                                            : std::nullopt;
        if (auto file = bytes ? crypto::readCertificateFile(*bytes, {}) : Result<crypto::CertificateFile>(fail(ErrorKind::Invalid, "certificate.invalid")))
            m_bindings->clientAuthorities.push_back(std::make_shared<const crypto::CertificateFile>(std::move(*file)));
    }
    for (const auto &backend : m_configuration->children({}, "backends"))
        m_bindings->backends[std::string{backend->id.name()}] = stringMember(backend->properties, "url");
    m_bindings->hasExternalCache = !m_configuration->children({}, "caches").empty();
    return *m_bindings;
}

} // namespace gatehouse::policy
