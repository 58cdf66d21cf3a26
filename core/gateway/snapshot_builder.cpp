// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/snapshot_builder.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/gateway/people.h"
#include "core/policy/compile.h"
#include "core/policy/named_values.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

using resource::Configuration;
using resource::Resource;
using resource::ResourceId;
using Inputs = std::vector<Configuration::Pointer>;

std::string_view lastSegment(std::string_view id)
{
    return id.substr(id.rfind('/') + 1);
}

std::string_view withoutRevision(std::string_view apiName)
{
    return apiName.substr(0, apiName.find(';'));
}

bool sameResource(const Configuration::Pointer &a, const Configuration::Pointer &b)
{
    return a == b || (a && b && a->id == b->id && a->properties == b->properties);
}

bool sameInputs(const Inputs &a, const Inputs &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), sameResource);
}

void append(Inputs &inputs, const Configuration &configuration, const ResourceId &id)
{
    if (auto pointer = configuration.pointer(id))
        inputs.push_back(std::move(pointer));
}

void append(Inputs &inputs, const Inputs &more)
{
    inputs.insert(inputs.end(), more.begin(), more.end());
}

//! WebSocket backends are called by HTTP and upgraded.
std::string httpUrl(std::string_view url)
{
    const auto lower = toLower(url.substr(0, 6));
    if (lower.starts_with("ws://"))
        return "http" + std::string(url.substr(2));
    if (lower == "wss://")
        return "https" + std::string(url.substr(3));
    return std::string(url);
}

class Builder
{
public:
    Builder(const std::shared_ptr<const Configuration> &configuration, const Snapshot *previous,
            const policy::ExpressionCompiler *expressions)
        : m_configuration(*configuration), m_documents(configuration, expressions), m_people(m_configuration), m_previous(previous)
    {
    }

    std::shared_ptr<const Snapshot> build()
    {
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->globalInputs = globalInputs();
        m_globalsSame = m_previous && sameInputs(snapshot->globalInputs, m_previous->globalInputs);
        snapshot->secrets = std::make_shared<const std::vector<std::string>>(m_documents.bindings().secrets);
        snapshot->certificates = {m_documents.bindings().certificates, m_documents.bindings().clientAuthorities};
        snapshot->backends = Backends::compile(m_configuration, m_documents.bindings(), snapshot->diagnostics);
        snapshot->externalCache = externalCache(snapshot->diagnostics);
        readProducts();
        addHosts(*snapshot);
        for (const auto &subscription : m_configuration.children({}, "subscriptions")) {
            snapshot->keys.add(*subscription, m_people.owner(stringMember(subscription->properties, "ownerId")));
            if (equalsIgnoreCase(subscription->id.name(), "master"))
                addMasterKeys(*snapshot, subscription->properties);
        }
        for (const auto &api : m_configuration.children({}, "apis")) {
            auto compiled = compiledApi(api);
            snapshot->router.add(*compiled);
            append(snapshot->diagnostics, compiled->diagnostics);
            snapshot->apis.push_back(std::move(compiled));
        }
        snapshot->globalProgram = program({}, snapshot->diagnostics);
        for (const auto &[id, findings] : m_documents.findings())
            append(snapshot->diagnostics, located(findings, id.text()));
        return snapshot;
    }

private:
    struct ProductMembership
    {
        Configuration::Pointer product;
        Configuration::Pointer policy;
    };

    static void append(Diagnostics &all, const Diagnostics &more) { all.insert(all.end(), more.begin(), more.end()); }

    static Diagnostics located(Diagnostics findings, const std::string &resourceId)
    {
        for (auto &finding : findings) {
            if (finding.arg("resource").empty())
                finding.args.emplace_back("resource", resourceId);
        }
        return findings;
    }

    //! What every API's programs are made of.
    Inputs globalInputs() const
    {
        Inputs inputs;
        gateway::append(inputs, m_configuration, ResourceId::of("policies/policy"));
        gateway::append(inputs, m_configuration, ResourceId()); // its authorities
        for (const auto *collection : {"namedValues", "policyFragments", "backends", "loggers", "certificates", "caches"})
            gateway::append(inputs, m_configuration.children({}, collection));
        return inputs;
    }

    //! The cache "default", else the first. Nothing: policies that prefer an external one use the internal one.
    std::optional<net::RedisTarget> externalCache(Diagnostics &findings)
    {
        auto cache = m_configuration.pointer(ResourceId::of("caches/default"));
        if (const auto all = m_configuration.children({}, "caches"); !cache && !all.empty())
            cache = all.front();
        if (!cache)
            return std::nullopt;
        const auto &values = m_documents.bindings().namedValues;
        std::vector<std::string> unknown;
        const auto text = policy::substituteNamedValues(
            stringMember(cache->properties, "connectionString"),
            [&values](std::string_view name) -> std::optional<std::string> {
                const auto found = values.find(name);
                return found == values.end() ? std::nullopt : std::optional(found->second);
            },
            unknown);
        auto target = net::parseRedisTarget(text);
        if (target)
            return std::move(*target);
        findings.push_back({Severity::Warning, {}, "properties.connectionString", target.error().code, target.error().args});
        findings.back().args.emplace_back("resource", cache->id.text());
        return std::nullopt;
    }

    void addHosts(Snapshot &snapshot) const
    {
        const auto *service = m_configuration.find({});
        const auto *hosts = service ? member(service->properties, "hostnameConfigurations") : nullptr;
        if (!hosts || !hosts->is_array())
            return;
        for (const auto &host : hosts->get_array()) {
            if (host.is_object() && equalsIgnoreCase(stringMember(host.get_object(), "type"), "Proxy"))
                snapshot.router.addHost(stringMember(host.get_object(), "hostName"));
        }
    }

    static void addMasterKeys(Snapshot &snapshot, const json::object &subscription)
    {
        if (!equalsIgnoreCase(stringMember(subscription, "state", "active"), "active"))
            return;
        for (const auto *name : {"primaryKey", "secondaryKey"})
            if (const auto key = stringMember(subscription, name); !key.empty())
                snapshot.masterKeys.emplace_back(key);
    }

    void readProducts()
    {
        for (const auto &product : m_configuration.children({}, "products")) {
            const ProductMembership membership{product, m_configuration.pointer(product->id.child("policies", "policy"))};
            for (const auto &link : m_configuration.children(product->id, "apis"))
                m_products[toLower(withoutRevision(link->id.name()))].push_back(membership);
            for (const auto &link : m_configuration.children(product->id, "apiLinks"))
                m_products[toLower(withoutRevision(lastSegment(stringMember(link->properties, "apiId"))))].push_back(membership);
        }
    }

    Configuration::Pointer versionSet(const Resource &api) const
    {
        const auto name = lastSegment(stringMember(api.properties, "apiVersionSetId"));
        return name.empty() ? nullptr : m_configuration.pointer(ResourceId().child("apiVersionSets", name));
    }

    std::shared_ptr<const CompiledApi> compiledApi(const Configuration::Pointer &api)
    {
        Inputs inputs{api};
        if (auto set = versionSet(*api))
            inputs.push_back(std::move(set));
        gateway::append(inputs, m_configuration.descendants(api->id));
        const auto &products = m_products[toLower(withoutRevision(api->id.name()))];
        for (const auto &[product, policy] : products) {
            inputs.push_back(product);
            gateway::append(inputs, m_people.inputsOf(product->id));
            if (policy)
                inputs.push_back(policy);
        }
        if (m_globalsSame) {
            for (const auto &known : m_previous->apis) {
                if (sameInputs(known->inputs, inputs))
                    return known;
            }
        }
        return compile(*api, std::move(inputs), products);
    }

    std::shared_ptr<const CompiledApi> compile(const Resource &api, Inputs inputs, const std::vector<ProductMembership> &products)
    {
        auto compiled = std::make_shared<CompiledApi>();
        compiled->inputs = std::move(inputs);
        describe(*compiled, api);
        for (const auto &[product, policy] : products) {
            auto info = describe(*product);
            const bool open = !info.subscriptionRequired;
            compiled->products.push_back({std::move(info), toLower(product->id.name()), open});
        }
        compiled->programs = programs(*compiled, api.id.name(), {});
        for (const auto &operation : m_configuration.children(api.id, "operations"))
            addOperation(*compiled, api, *operation);
        if (compiled->operations.empty() && equalsIgnoreCase(stringMember(api.properties, "type", stringMember(api.properties, "apiType")), "websocket"))
            addHandshake(*compiled);
        compiled->operations.sort();
        return compiled;
    }

    policy::ProductInfo describe(const Resource &product) const
    {
        const auto &properties = product.properties;
        policy::ProductInfo info;
        info.id = product.id.name();
        info.name = stringMember(properties, "displayName", info.id);
        info.isPublished = equalsIgnoreCase(stringMember(properties, "state", "notPublished"), "published");
        info.approvalRequired = boolMember(properties, "approvalRequired", false);
        info.subscriptionRequired = boolMember(properties, "subscriptionRequired", true);
        if (const auto *limit = member(properties, "subscriptionsLimit"); limit && limit->is_int64())
            info.subscriptionsLimit = static_cast<int>(limit->get_int64());
        info.groups = m_people.groupsOf(product.id);
        return info;
    }

    void describe(CompiledApi &compiled, const Resource &api) const
    {
        const auto &properties = api.properties;
        auto &info = compiled.info;
        info.id = withoutRevision(api.id.name());
        info.name = stringMember(properties, "displayName", info.id);
        info.path = stringMember(properties, "path");
        info.revision = stringMember(properties, "apiRevision", "1");
        info.version = stringMember(properties, "apiVersion");
        info.isCurrentRevision = boolMember(properties, "isCurrent", api.id.name().find(';') == std::string_view::npos);
        info.serviceUrl = httpUrl(stringMember(properties, "serviceUrl"));
        compiled.lowerId = toLower(info.id);
        compiled.subscriptionRequired = boolMember(properties, "subscriptionRequired", true);
        if (const auto *names = member(properties, "subscriptionKeyParameterNames"); names && names->is_object()) {
            compiled.keyHeader = stringMember(names->get_object(), "header", compiled.keyHeader);
            compiled.keyQuery = stringMember(names->get_object(), "query", compiled.keyQuery);
        }
        info.keyHeader = compiled.keyHeader;
        info.keyQuery = compiled.keyQuery;
        if (const auto *protocols = member(properties, "protocols"); protocols && protocols->is_array())
            for (const auto &protocol : protocols->get_array())
                if (protocol.is_string())
                    info.protocols.emplace_back(std::string_view(protocol.get_string()));
        if (const auto set = versionSet(api))
            compiled.version = versionRule(set->properties);
        else if (const auto *inlined = member(properties, "apiVersionSet"); inlined && inlined->is_object())
            compiled.version = versionRule(inlined->get_object());
    }

    static VersionRule versionRule(const json::object &properties)
    {
        const auto scheme = stringMember(properties, "versioningScheme");
        if (equalsIgnoreCase(scheme, "Segment"))
            return {VersionRule::Segment, {}};
        if (equalsIgnoreCase(scheme, "Header"))
            return {VersionRule::Header, std::string(stringMember(properties, "versionHeaderName"))};
        if (equalsIgnoreCase(scheme, "Query"))
            return {VersionRule::Query, std::string(stringMember(properties, "versionQueryName"))};
        return {};
    }

    void addOperation(CompiledApi &compiled, const Resource &api, const Resource &operation)
    {
        const auto text = stringMember(operation.properties, "urlTemplate");
        auto urlTemplate = http::UrlTemplate::parse(text);
        if (!urlTemplate) {
            const auto &error = urlTemplate.error();
            Diagnostic finding{Severity::Error, {}, "properties.urlTemplate", error.code, error.args};
            finding.args.emplace_back("resource", operation.id.text());
            compiled.diagnostics.push_back(std::move(finding));
            return;
        }
        auto entry = std::make_unique<CompiledOperation>();
        entry->urlTemplate = std::move(*urlTemplate);
        auto &info = entry->info;
        info.id = operation.id.name();
        info.name = stringMember(operation.properties, "displayName", info.id);
        info.method = stringMember(operation.properties, "method");
        info.urlTemplate = text;
        info.definition = operation.properties;
        // Without a document of its own an operation runs what its API runs.
        const bool own = m_configuration.contains(operation.id.child("policies", "policy"));
        entry->programs = own ? programs(compiled, api.id.name(), info.id) : compiled.programs;
        compiled.operations.add(std::move(entry));
    }

    //! A WebSocket API has one operation that nobody writes down.
    static void addHandshake(CompiledApi &compiled)
    {
        auto entry = std::make_unique<CompiledOperation>();
        entry->info = {"onHandshake", "onHandshake", "GET", "/*", {}};
        if (auto urlTemplate = http::UrlTemplate::parse("/*"))
            entry->urlTemplate = std::move(*urlTemplate);
        entry->programs = compiled.programs;
        compiled.operations.add(std::move(entry));
    }

    std::vector<ProgramPointer> programs(CompiledApi &compiled, std::string_view apiName, const std::string &operation)
    {
        std::vector<ProgramPointer> programs;
        programs.push_back(program({std::string(apiName), operation, {}}, compiled.diagnostics));
        for (const auto &product : compiled.products) {
            Diagnostics again; // the product's own text was found at fault above or by its own document
            programs.push_back(program({std::string(apiName), operation, product.info.id}, again));
        }
        return programs;
    }

    //! Null when one of its documents can't be read: leaving it out might open what it guards.
    ProgramPointer program(const policy::PolicyContext &context, Diagnostics &diagnostics)
    {
        const auto documents = m_documents.applying(context);
        if (isBroken(context))
            return nullptr;
        auto compiled = policy::compile(documents, m_documents.bindings());
        const auto where = context.apiId.empty() ? std::string("policies/policy") : "apis/" + context.apiId + (context.operationId.empty() ? "" : "/operations/" + context.operationId);
        append(diagnostics, located(std::move(compiled.diagnostics), where));
        return std::move(compiled.program);
    }

    bool isBroken(const policy::PolicyContext &context) const
    {
        const auto &findings = m_documents.findings();
        const auto broken = [&](const ResourceId &owner) {
            const auto found = findings.find(owner.child("policies", "policy"));
            return found != findings.end() && hasErrors(found->second);
        };
        if (broken({}))
            return true;
        if (!context.productId.empty() && broken(ResourceId().child("products", context.productId)))
            return true;
        if (context.apiId.empty())
            return false;
        const auto api = ResourceId().child("apis", context.apiId);
        return broken(api) || (!context.operationId.empty() && broken(api.child("operations", context.operationId)));
    }

    const Configuration &m_configuration;
    policy::ConfigurationDocuments m_documents;
    People m_people;
    const Snapshot *m_previous;
    bool m_globalsSame = false;
    std::map<std::string, std::vector<ProductMembership>> m_products;
};

} // namespace

std::size_t CompiledApi::productSlot(std::string_view lowerProductId) const
{
    for (std::size_t i = 0; i < products.size(); ++i) {
        if (products[i].lowerId == lowerProductId)
            return i + 1;
    }
    return 0;
}

const ApiProduct *CompiledApi::openProduct() const
{
    const auto found = std::find_if(products.begin(), products.end(), [](const auto &product) { return product.open; });
    return found == products.end() ? nullptr : &*found;
}

std::shared_ptr<const Snapshot> buildSnapshot(const std::shared_ptr<const resource::Configuration> &configuration,
                                              const Snapshot *previous,
                                              const policy::ExpressionCompiler *expressions)
{
    return Builder(configuration, previous, expressions).build();
}

} // namespace gatehouse::gateway
