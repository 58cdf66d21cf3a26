// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/findings.h"

#include "core/base/text.h"
#include "core/policy/scopes.h"

#include <algorithm>
#include <set>

namespace gatehouse::policy::roles {

using resource::Configuration;
using resource::ResourceId;

namespace {

constexpr std::size_t nearLimit = fragmentLimit / 5 * 4;

const ResourceId &globalPolicyId()
{
    static const auto id = ResourceId::of("policies/policy");
    return id;
}

bool isValidation(std::string_view name)
{
    return name == "validate-jwt" || name == "validate-azure-ad-token";
}

class Finder
{
public:
    Finder(const Configuration &configuration, const FoundRoles &roles)
        : m_configuration(configuration), m_roles(roles), m_model(roles.fragment.model())
    {
    }

    Diagnostics run()
    {
        inclusion();
        dropped();
        form();
        breadth();
        unused();
        targets();
        return std::move(m_found);
    }

private:
    void add(Severity severity, std::string code, const ResourceId &resource, std::vector<Error::Arg> args = {}, int line = 0)
    {
        Position position;
        position.line = line;
        m_found.push_back({severity, position, resource.text(), std::move(code), std::move(args)});
    }

    std::optional<Document> documentOf(const resource::Resource &resource) const
    {
        auto text = policyText(resource);
        auto document = text ? Document::parse(std::move(*text)) : tl::unexpected(Diagnostics());
        return document ? std::optional(std::move(*document)) : std::nullopt;
    }

    void inclusion()
    {
        const auto *global = m_configuration.find(globalPolicyId());
        const auto document = global ? documentOf(*global) : std::nullopt;
        const auto include = document ? includeOf(*document, m_roles.id.name()) : noNode;
        if (include == noNode) {
            add(Severity::Error, "roles.notIncluded", globalPolicyId());
            return;
        }
        if (!m_model.mappings.empty() && !validatesBefore(*document, include))
            add(Severity::Warning, "roles.noToken", globalPolicyId(), {{"tokens", m_model.tokens.front()}}, document->position(include).line);
    }

    //! Does a policy before the include put a token in one of the variables?
    bool validatesBefore(const Document &document, NodeId include) const
    {
        const auto end = document.position(include).offset;
        std::vector<NodeId> left = document.elements(sectionOf(document, Section::Inbound));
        while (!left.empty()) {
            const auto node = left.back();
            left.pop_back();
            if (document.position(node).offset > end)
                continue;
            for (const std::string_view name : {"output-token-variable-name", "name"}) {
                const auto *variable = document.attribute(node, name);
                if (variable && (isValidation(document.name(node)) || document.name(node) == "set-variable")
                    && std::find(m_model.tokens.begin(), m_model.tokens.end(), variable->value) != m_model.tokens.end())
                    return true;
            }
            for (const auto child : document.elements(node))
                left.push_back(child);
        }
        return false;
    }

    void dropped()
    {
        for (const auto &[id, resource] : m_configuration) {
            auto scope = Scope::Global;
            if (!scopeOf(id, scope) || scope == Scope::Global || scope == Scope::Workspace)
                continue;
            const auto document = documentOf(*resource);
            if (document && !hasBase(*document, Section::Inbound))
                add(Severity::Warning, "roles.dropped", id);
        }
    }

    void form()
    {
        if (const auto bytes = m_roles.fragment.text().size(); bytes >= nearLimit)
            add(Severity::Warning, "roles.nearLimit", m_roles.id, {{"bytes", std::to_string(bytes)}, {"limit", std::to_string(fragmentLimit)}});
        if (!m_roles.fragment.hasOwnFrame())
            add(Severity::Information, "roles.ownFrame", m_roles.id);
        for (const auto &row : m_roles.fragment.opaqueRows())
            if (!row.keys.empty())
                add(Severity::Information, "roles.opaque", m_roles.id, {{"key", row.keys.front()}, {"line", std::to_string(row.line)}}, row.line);
    }

    void breadth()
    {
        for (const auto &grant : m_model.grants)
            if (grant.target.kind == TargetKind::Everything)
                for (const auto &role : grant.roles)
                    add(Severity::Warning, "roles.grantsEverything", m_roles.id, {{"role", role}});
        for (const auto &mapping : m_model.mappings)
            if (mapping.value == anyValue)
                for (const auto &role : mapping.roles)
                    add(Severity::Warning, "roles.anyValue", m_roles.id, {{"issuer", mapping.issuer}, {"claim", mapping.claim}, {"role", role}});
    }

    void unused()
    {
        std::set<std::string> mapped, granted;
        for (const auto &mapping : m_model.mappings)
            mapped.insert(mapping.roles.begin(), mapping.roles.end());
        for (const auto &grant : m_model.grants)
            granted.insert(grant.roles.begin(), grant.roles.end());
        // A person's own rows may use a role that the table does not know of.
        std::string byHand;
        for (const auto &row : m_roles.fragment.opaqueRows())
            byHand += row.text;
        for (const auto &role : m_model.roles()) {
            if (byHand.find(role) != std::string::npos)
                continue;
            if (!mapped.contains(role))
                add(Severity::Warning, "roles.unmapped", m_roles.id, {{"role", role}});
            if (!granted.contains(role))
                add(Severity::Warning, "roles.powerless", m_roles.id, {{"role", role}});
        }
    }

    void targets()
    {
        std::set<std::string> reached;
        bool everywhere = false;
        for (const auto &grant : m_model.grants) {
            const auto &target = grant.target;
            everywhere = everywhere || target.kind == TargetKind::Everything || target.kind == TargetKind::Method;
            if (target.kind == TargetKind::Product)
                product(target.product, reached);
            if (target.api.empty())
                continue;
            reached.insert(target.api);
            const auto api = ResourceId().child("apis", target.api);
            if (!m_configuration.contains(api))
                add(Severity::Warning, "roles.noSuchApi", m_roles.id, {{"api", target.api}});
            else if (target.kind == TargetKind::Operation && !m_configuration.contains(api.child("operations", target.operation)))
                add(Severity::Warning, "roles.noSuchOperation", m_roles.id, {{"operation", target.api + "/" + target.operation}});
        }
        for (const auto &row : m_roles.fragment.opaqueRows())
            for (const auto &key : row.keys)
                reached.insert(key.substr(0, key.find_first_of(" /")));
        for (const auto &api : m_configuration.children({}, "apis"))
            if (!everywhere && api->id.name().find(';') == std::string_view::npos && !reached.contains(toLower(api->id.name())))
                add(Severity::Information, "roles.nobody", api->id, {{"api", std::string(api->id.name())}});
    }

    void product(const std::string &name, std::set<std::string> &reached)
    {
        const auto id = ResourceId().child("products", name);
        if (!m_configuration.contains(id))
            add(Severity::Warning, "roles.noSuchProduct", m_roles.id, {{"product", name}});
        for (const auto *collection : {"apis", "apiLinks"})
            for (const auto &link : m_configuration.children(id, collection)) {
                const auto to = stringMember(link->properties, "apiId", link->id.name());
                reached.insert(toLower(to.substr(to.rfind('/') + 1)));
            }
    }

    const Configuration &m_configuration;
    const FoundRoles &m_roles;
    RoleModel m_model;
    Diagnostics m_found;
};

} // namespace

Diagnostics findingsOf(const Configuration &configuration, const FoundRoles &roles)
{
    return Finder(configuration, roles).run();
}

resource::Resource toResource(const ResourceId &id, const RoleFragment &fragment, const resource::Resource *existing)
{
    resource::Resource out;
    if (existing)
        out = *existing;
    else
        out.properties["description"] = "Who may call what";
    out.id = existing ? existing->id : id;
    out.properties["value"] = fragment.text();
    out.properties["format"] = "rawxml";
    return out;
}

Result<resource::Resource> withInclude(const resource::Resource *globalPolicy, std::string_view fragmentId)
{
    const auto element = "<include-fragment fragment-id=\"" + std::string(fragmentId) + "\" />";
    resource::Resource out;
    if (!globalPolicy) {
        out.id = globalPolicyId();
        out.properties["value"] = "<policies>\n    <inbound>\n        " + element
            + "\n    </inbound>\n    <backend>\n        <forward-request />\n    </backend>\n    <outbound />\n    <on-error />\n</policies>\n";
        out.properties["format"] = "rawxml";
        return out;
    }
    out = *globalPolicy;
    auto text = policyText(*globalPolicy);
    if (!text)
        return tl::unexpected(text.error());
    auto document = Document::parse(std::move(*text));
    if (!document)
        return fail(ErrorKind::Invalid, "roles.globalUnreadable");
    if (includeOf(*document, fragmentId) != noNode)
        return out;
    auto inbound = sectionOf(*document, Section::Inbound);
    if (inbound == noNode) {
        const auto made = document->insert(document->documentElement(), 0, "<inbound></inbound>");
        if (!made)
            return tl::unexpected(made.error());
        inbound = *made;
    }
    const auto elements = document->elements(inbound);
    auto index = elements.size();
    for (std::size_t i = 0; i < elements.size(); ++i)
        if (isValidation(document->name(elements[i])))
            index = i + 1;
    if (const auto made = document->insert(inbound, index, element); !made)
        return tl::unexpected(made.error());
    out.properties["value"] = document->text();
    out.properties["format"] = "rawxml";
    return out;
}

} // namespace gatehouse::policy::roles
