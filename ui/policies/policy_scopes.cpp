// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policy_scopes.h"

#include "core/base/text.h"
#include "ui/components/formats.h"

#include <QCoreApplication>

namespace gatehouse::ui::policies {

using components::fromUtf8;
using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PolicyScopes", text);
}

QString nameOfResource(const Configuration &configuration, const ResourceId &id)
{
    const auto *resource = configuration.find(id);
    const auto name = resource ? stringMember(resource->properties, "displayName") : std::string_view{};
    return fromUtf8(name.empty() ? id.name() : name);
}

class Lister
{
public:
    Lister(const Configuration &configuration, const resource::ChangeSet &changes) : m_configuration(configuration), m_changes(changes) { }

    std::vector<ScopeEntry> run()
    {
        add(ScopeKind::Global, {}, 0, tr(QT_TRANSLATE_NOOP("PolicyScopes", "All APIs")));
        group("workspaces", tr(QT_TRANSLATE_NOOP("PolicyScopes", "Workspaces")), ScopeKind::Workspace);
        group("products", tr(QT_TRANSLATE_NOOP("PolicyScopes", "Products")), ScopeKind::Product);
        apis();
        fragments();
        return std::move(m_entries);
    }

private:
    ScopeEntry &add(ScopeKind kind, const ResourceId &owner, int depth, const QString &name)
    {
        const auto document = kind == ScopeKind::Fragment ? owner : owner.child("policies", "policy");
        return m_entries.emplace_back(ScopeEntry{.kind = kind, .document = document, .key = fromUtf8(document.text()), .name = name, .method = {},
                                                 .detail = {}, .depth = depth, .hasDocument = m_configuration.contains(document),
                                                 .isStaged = m_changes.find(document) != nullptr});
    }

    void heading(const char *collection, const QString &name)
    {
        m_entries.push_back({.kind = ScopeKind::Group, .document = {}, .key = QLatin1Char('#') + QLatin1String(collection), .name = name, .method = {},
                             .detail = {}});
    }

    void group(const char *collection, const QString &name, ScopeKind kind)
    {
        const auto members = m_configuration.children({}, collection);
        if (members.empty())
            return;
        heading(collection, name);
        for (const auto &one : members)
            add(kind, one->id, 1, nameOfResource(m_configuration, one->id));
    }

    void apis()
    {
        const auto apis = m_configuration.children({}, "apis");
        if (apis.empty())
            return;
        heading("apis", tr(QT_TRANSLATE_NOOP("PolicyScopes", "APIs")));
        for (const auto &api : apis) {
            auto &entry = add(ScopeKind::Api, api->id, 1, nameOfResource(m_configuration, api->id));
            entry.detail = QLatin1Char('/') + fromUtf8(stringMember(api->properties, "path"));
            if (const auto revision = stringMember(api->properties, "apiRevision"); !revision.empty() && revision != "1")
                entry.name += tr(QT_TRANSLATE_NOOP("PolicyScopes", " · revision %1")).arg(fromUtf8(revision));
            for (const auto &operation : m_configuration.children(api->id, "operations")) {
                auto &below = add(ScopeKind::Operation, operation->id, 2, nameOfResource(m_configuration, operation->id));
                below.method = fromUtf8(stringMember(operation->properties, "method"));
                below.detail = fromUtf8(stringMember(operation->properties, "urlTemplate"));
            }
        }
    }

    void fragments()
    {
        const auto fragments = m_configuration.children({}, "policyFragments");
        if (fragments.empty())
            return;
        heading("policyFragments", tr(QT_TRANSLATE_NOOP("PolicyScopes", "Fragments")));
        for (const auto &one : fragments)
            add(ScopeKind::Fragment, one->id, 1, fromUtf8(one->id.name())).detail = fromUtf8(stringMember(one->properties, "description"));
    }

    const Configuration &m_configuration;
    const resource::ChangeSet &m_changes;
    std::vector<ScopeEntry> m_entries;
};

constexpr std::string_view defaultScoped = R"(<!--
    - Policies are applied in the order they appear.
    - Position <base/> inside a section to inherit policies from the outer scope.
    - Comments within policies are not preserved.
-->
<!-- Add policies as children to the <inbound>, <outbound>, <backend>, and <on-error> elements -->
<policies>
    <!-- Throttle, authorize, validate, cache, or transform the requests -->
    <inbound>
        <base />
    </inbound>
    <!-- Control if and how the requests are forwarded to services  -->
    <backend>
        <base />
    </backend>
    <!-- Customize the responses -->
    <outbound>
        <base />
    </outbound>
    <!-- Handle exceptions and customize error responses  -->
    <on-error>
        <base />
    </on-error>
</policies>
)";

constexpr std::string_view defaultGlobal = R"(<policies>
    <inbound></inbound>
    <backend>
        <forward-request />
    </backend>
    <outbound></outbound>
    <on-error></on-error>
</policies>
)";

} // namespace

std::vector<ScopeEntry> scopesOf(const Configuration &configuration, const resource::ChangeSet &changes)
{
    return Lister(configuration, changes).run();
}

std::optional<policy::Scope> scopeOf(const ResourceId &document)
{
    policy::Scope scope{};
    if (!policy::scopeOf(document, scope))
        return std::nullopt;
    return scope;
}

bool isFragment(const ResourceId &document)
{
    return equalsIgnoreCase(document.collection(), "policyFragments");
}

QString scopeTitle(const Configuration &configuration, const ResourceId &document)
{
    if (isFragment(document))
        return tr(QT_TRANSLATE_NOOP("PolicyScopes", "Fragment %1")).arg(fromUtf8(document.name()));
    const auto owner = document.parent();
    if (owner.isService())
        return tr(QT_TRANSLATE_NOOP("PolicyScopes", "All APIs"));
    const auto name = nameOfResource(configuration, owner);
    if (equalsIgnoreCase(owner.collection(), "operations"))
        return nameOfResource(configuration, owner.parent()) + QStringLiteral(" / ") + name;
    if (equalsIgnoreCase(owner.collection(), "products"))
        return tr(QT_TRANSLATE_NOOP("PolicyScopes", "Product %1")).arg(name);
    return name;
}

policy::PolicyContext contextOf(const ResourceId &document)
{
    policy::PolicyContext context;
    if (isFragment(document))
        return context;
    const auto owner = document.parent();
    const auto collection = owner.collection();
    if (equalsIgnoreCase(collection, "products"))
        context.productId = owner.name();
    if (equalsIgnoreCase(collection, "apis"))
        context.apiId = owner.name();
    if (equalsIgnoreCase(collection, "operations")) {
        context.apiId = owner.parent().name();
        context.operationId = owner.name();
    }
    return context;
}

std::string defaultDocument(const ResourceId &document)
{
    if (isFragment(document))
        return "<fragment>\n</fragment>\n";
    return std::string(document.parent().isService() ? defaultGlobal : defaultScoped);
}

Resource withText(const ResourceId &document, const Resource *before, const std::string &text)
{
    Resource after = before ? *before : Resource{.id = document, .properties = {}, .envelope = {}, .etag = {}};
    after.properties["format"] = "rawxml";
    after.properties["value"] = text;
    return after;
}

std::string shownText(const Resource &resource)
{
    auto text = policy::policyText(resource);
    return text ? std::move(*text) : std::string(stringMember(resource.properties, "value"));
}

} // namespace gatehouse::ui::policies
