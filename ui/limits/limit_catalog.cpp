// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_catalog.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::ui::limits {

using policy::Document;
using policy::NodeId;
using policy::NodeType;
using policy::noNode;
using policy::Scope;
using resource::Resource;
using resource::ResourceId;

namespace {

constexpr std::array kinds{
    std::pair{std::string_view{"rate-limit"}, LimitKind::RateLimit},
    std::pair{std::string_view{"rate-limit-by-key"}, LimitKind::RateLimitByKey},
    std::pair{std::string_view{"quota"}, LimitKind::Quota},
    std::pair{std::string_view{"quota-by-key"}, LimitKind::QuotaByKey},
};

std::optional<LimitKind> kindOf(std::string_view name)
{
    for (const auto &[text, kind] : kinds) {
        if (text == name)
            return kind;
    }
    return std::nullopt;
}

std::string attribute(const Document &document, NodeId node, std::string_view name)
{
    const auto *found = document.attribute(node, name);
    return found ? found->value : std::string{};
}

//! Every element that carries a limit: the policies and the api and operation children of rate-limit and quota, in document order.
struct Site
{
    NodeId node;
    LimitKind kind;
    std::string target;
};

void collectChildren(const Document &document, NodeId node, LimitKind kind, std::vector<Site> &out)
{
    for (const auto child : document.elements(node)) {
        const auto name = document.name(child);
        if (name != "api" && name != "operation")
            continue;
        auto which = attribute(document, child, "name");
        if (which.empty())
            which = attribute(document, child, "id");
        out.push_back({child, kind, std::string{name} + " " + which});
        collectChildren(document, child, kind, out);
    }
}

void collectSites(const Document &document, NodeId node, std::vector<Site> &out)
{
    for (const auto child : document.elements(node)) {
        if (const auto kind = kindOf(document.name(child))) {
            out.push_back({child, *kind, {}});
            collectChildren(document, child, *kind, out);
        } else {
            collectSites(document, child, out);
        }
    }
}

std::vector<Site> sitesOf(const Document &document)
{
    std::vector<Site> sites;
    collectSites(document, document.root(), sites);
    return sites;
}

std::string keyOf(const ResourceId &document, std::size_t ordinal)
{
    return document.text() + "#" + std::to_string(ordinal);
}

std::size_t ordinalOf(const Limit &limit)
{
    return static_cast<std::size_t>(toInteger(limit.key.substr(limit.key.rfind('#') + 1)).value_or(-1));
}

bool isComputed(std::string_view text)
{
    return text.starts_with("@(") || text.starts_with("@{") || text.find("{{") != std::string_view::npos;
}

Resource withText(const Resource &document, std::string text)
{
    Resource changed = document;
    changed.properties["format"] = "rawxml";
    changed.properties["value"] = std::move(text);
    return changed;
}

Result<Document> read(const Resource &resource)
{
    auto text = policy::policyText(resource);
    if (!text)
        return tl::unexpected(std::move(text.error()));
    auto document = Document::parse(std::move(*text));
    if (!document)
        return fail(ErrorKind::Invalid, "limits.unreadable", {{"document", resource.id.text()}});
    return std::move(*document);
}

Result<NodeId> locate(const Document &document, const Limit &limit)
{
    const auto sites = sitesOf(document);
    const auto ordinal = ordinalOf(limit);
    if (ordinal >= sites.size() || sites[ordinal].kind != limit.kind || sites[ordinal].target != limit.target)
        return fail(ErrorKind::NotFound, "limits.gone", {{"document", limit.document.text()}});
    return sites[ordinal].node;
}

std::optional<std::string> checkNumber(std::string_view text, long long minimum, long long maximum)
{
    if (isComputed(text))
        return std::nullopt;
    const auto number = toInteger(text);
    if (!number)
        return "notANumber";
    if (*number < minimum)
        return "tooSmall";
    if (maximum > 0 && *number > maximum)
        return "tooLarge";
    return std::nullopt;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' && !isComputed(text))
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

std::string sourceOf(const LimitValues &values, const std::string &counterKey)
{
    std::string source = counterKey.empty() ? "<rate-limit" : "<rate-limit-by-key";
    source += " calls=\"" + values.calls + "\" renewal-period=\"" + values.period + "\"";
    if (!counterKey.empty())
        source += " counter-key=\"" + escaped(counterKey) + "\"";
    return source + " />";
}

constexpr std::string_view emptyDocument = R"(<policies>
    <inbound>
        <base />
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>
)";

} // namespace

std::string_view nameOf(LimitKind kind)
{
    return std::ranges::find(kinds, kind, &std::pair<std::string_view, LimitKind>::second)->first;
}

LimitCatalog::LimitCatalog(std::shared_ptr<const resource::Configuration> configuration)
    : m_documents(std::move(configuration))
{
    for (const auto &[id, resource] : m_documents.configuration()) {
        Scope scope = Scope::Global;
        if (policy::scopeOf(id, scope))
            collect(id, scope, false);
        else if (equalsIgnoreCase(id.collection(), "policyFragments"))
            collect(id, Scope::Global, true);
    }
}

void LimitCatalog::collect(const ResourceId &id, Scope scope, bool inFragment)
{
    const auto document = m_documents.document(id);
    if (!document)
        return;
    for (const auto &[node, kind, target] : sitesOf(*document)) {
        Limit limit{.kind = kind, .document = id, .scope = scope, .inFragment = inFragment, .node = node, .target = target,
                    .calls = attribute(*document, node, "calls"), .period = attribute(*document, node, "renewal-period"),
                    .bandwidth = attribute(*document, node, "bandwidth"), .counterKey = attribute(*document, node, "counter-key"),
                    .line = document->position(node).line, .key = {}};
        const auto ordinal = std::ranges::count(m_limits, id, &Limit::document);
        limit.key = keyOf(id, static_cast<std::size_t>(ordinal));
        m_byNode[{id, node}] = m_limits.size();
        m_limits.push_back(std::move(limit));
    }
}

std::vector<EffectiveLimit> LimitCatalog::effective(const std::string &apiId, const std::string &operationId, const std::string &productId)
{
    std::vector<EffectiveLimit> out;
    const auto applying = m_documents.applying({apiId, operationId, productId});
    for (const auto &entry : policy::effectivePolicies(applying, m_documents.bindings())) {
        if (!kindOf(entry.name))
            continue;
        const auto id = ResourceId::parse(entry.resourceId);
        const auto known = id ? m_byNode.find({*id, entry.node}) : m_byNode.end();
        if (known == m_byNode.end())
            continue;
        // A policy's own row, then its children that name this API or operation.
        for (auto at = known->second; at < m_limits.size() && m_limits[at].document == *id; ++at) {
            const auto &limit = m_limits[at];
            if (at != known->second && limit.target.empty())
                break;
            const bool named = limit.target.empty() || equalsIgnoreCase(limit.target, "api " + apiId)
                || equalsIgnoreCase(limit.target, "operation " + operationId);
            if (named)
                out.push_back({limit, apiId, operationId, productId});
        }
    }
    return out;
}

std::size_t LimitCatalog::operationsOf(const Limit &limit)
{
    if (m_operations.empty()) {
        std::map<std::string, std::vector<std::string>> productsOfApi;
        for (const auto &product : m_documents.configuration().children({}, "products")) {
            for (const auto &link : m_documents.configuration().children(product->id, "apis"))
                productsOfApi[toLower(link->id.name())].emplace_back(product->id.name());
        }
        for (const auto &api : m_documents.configuration().children({}, "apis")) {
            auto products = productsOfApi[toLower(api->id.name())];
            products.emplace_back();
            for (const auto &operation : m_documents.configuration().children(api->id, "operations")) {
                std::vector<std::string> met;
                for (const auto &product : products) {
                    for (const auto &entry : effective(std::string{api->id.name()}, std::string{operation->id.name()}, product))
                        met.push_back(entry.limit.key);
                }
                std::ranges::sort(met);
                met.erase(std::unique(met.begin(), met.end()), met.end());
                for (const auto &key : met)
                    ++m_operations[key];
            }
        }
    }
    const auto found = m_operations.find(limit.key);
    return found == m_operations.end() ? 0 : found->second;
}

std::optional<std::string> whyNot(LimitKind kind, const LimitValues &values)
{
    if (auto reason = checkNumber(values.calls, 1, 0))
        return "calls." + *reason;
    const bool rate = kind == LimitKind::RateLimit || kind == LimitKind::RateLimitByKey;
    if (auto reason = checkNumber(values.period, rate ? 1 : 300, rate ? 300 : 0))
        return "period." + *reason;
    return std::nullopt;
}

Result<Resource> withValues(const Resource &resource, const Limit &limit, const LimitValues &values)
{
    if (auto reason = whyNot(limit.kind, values))
        return fail(ErrorKind::Invalid, "limits.badValue", {{"reason", *reason}});
    auto document = read(resource);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const auto node = locate(*document, limit);
    if (!node)
        return tl::unexpected(node.error());
    if (attribute(*document, *node, "calls") != values.calls)
        document->setAttribute(*node, "calls", values.calls);
    if (attribute(*document, *node, "renewal-period") != values.period)
        document->setAttribute(*node, "renewal-period", values.period);
    return withText(resource, document->text());
}

Result<Resource> withoutLimit(const Resource &resource, const Limit &limit)
{
    auto document = read(resource);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const auto node = locate(*document, limit);
    if (!node)
        return tl::unexpected(node.error());
    document->remove(*node);
    return withText(resource, document->text());
}

Result<Resource> withNewLimit(const Resource *existing, const ResourceId &id, const LimitValues &values, const std::string &counterKey)
{
    const auto kind = counterKey.empty() ? LimitKind::RateLimit : LimitKind::RateLimitByKey;
    if (auto reason = whyNot(kind, values))
        return fail(ErrorKind::Invalid, "limits.badValue", {{"reason", *reason}});
    Resource resource = existing ? *existing : withText(Resource{id, {}, {}, {}}, std::string{emptyDocument});
    auto document = read(resource);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const auto inbound = document->element(document->documentElement(), "inbound");
    if (inbound == noNode)
        return fail(ErrorKind::Invalid, "limits.noInbound", {{"document", id.text()}});
    const auto elements = document->elements(inbound);
    const auto base = std::ranges::find_if(elements, [&](NodeId node) { return document->name(node) == "base"; });
    const auto index = base == elements.end() ? 0 : static_cast<std::size_t>(base - elements.begin()) + 1;
    if (auto inserted = document->insert(inbound, index, sourceOf(values, counterKey)); !inserted)
        return tl::unexpected(std::move(inserted.error()));
    return withText(resource, document->text());
}

} // namespace gatehouse::ui::limits
