// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compile.h"
#include "core/policy/scopes.h"
#include "core/policy/summary.h"

namespace gatehouse::policy {

namespace {

class Lister
{
public:
    Lister(std::vector<ScopedDocument> narrowestFirst, const Bindings &bindings)
        : m_documents(std::move(narrowestFirst)), m_bindings(bindings)
    {
    }

    std::vector<EffectivePolicy> run()
    {
        for (const auto section : {Section::Inbound, Section::Backend, Section::Outbound, Section::OnError}) {
            m_section = section;
            listScope(0, 0);
        }
        return std::move(m_found);
    }

private:
    void listScope(std::size_t index, int depth)
    {
        if (index >= m_documents.size())
            return;
        const auto &scoped = m_documents[index];
        const auto node = sectionOf(*scoped.document, m_section);
        if (node != noNode)
            list(*scoped.document, node, {index, scoped.resourceId, false}, depth);
    }

    struct Place
    {
        std::size_t index;
        std::string resourceId;
        bool inFragment;
    };

    void list(const Document &document, NodeId parent, const Place &place, int depth)
    {
        for (const auto node : document.elements(parent)) {
            const auto name = document.name(node);
            if (name == "base") {
                if (!place.inFragment)
                    listScope(place.index + 1, depth);
            } else if (name == "when" || name == "otherwise") {
                list(document, node, place, depth);
            } else {
                listPolicy(document, node, place, depth);
            }
        }
    }

    void listPolicy(const Document &document, NodeId node, const Place &place, int depth)
    {
        const auto *rule = findPolicy(document.name(node));
        EffectivePolicy policy;
        policy.section = m_section;
        policy.scope = m_documents[place.index].scope;
        policy.resourceId = place.resourceId;
        policy.name = document.name(node);
        policy.summary = summaryOf(document, node);
        policy.node = node;
        policy.depth = depth;
        policy.executed = rule && rule->executed;
        m_found.push_back(std::move(policy));
        if (document.name(node) == "include-fragment" && !place.inFragment)
            listFragment(document, node, place, depth + 1);
        else if (rule && (rule->element.content == Content::Policies || document.name(node) == "choose"))
            list(document, node, place, depth + 1);
    }

    void listFragment(const Document &document, NodeId node, const Place &place, int depth)
    {
        const auto *id = document.attribute(node, "fragment-id");
        const auto found = id ? m_bindings.fragments.find(toLower(id->value)) : m_bindings.fragments.end();
        if (found != m_bindings.fragments.end() && found->second)
            list(*found->second, found->second->documentElement(), {place.index, "policyFragments/" + id->value, true}, depth);
    }

    std::vector<ScopedDocument> m_documents;
    const Bindings &m_bindings;
    Section m_section = Section::Inbound;
    std::vector<EffectivePolicy> m_found;
};

} // namespace

std::vector<EffectivePolicy> effectivePolicies(const std::vector<ScopedDocument> &documents, const Bindings &bindings)
{
    return Lister(inScopeOrder(documents), bindings).run();
}

} // namespace gatehouse::policy
