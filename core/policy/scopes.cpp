// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/scopes.h"

#include <algorithm>

namespace gatehouse::policy {

std::vector<ScopedDocument> inScopeOrder(const std::vector<ScopedDocument> &documents)
{
    std::vector<ScopedDocument> ordered;
    for (const auto &document : documents)
        if (document.document)
            ordered.push_back(document);
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto &a, const auto &b) { return a.scope > b.scope; });
    if (ordered.empty() || ordered.back().scope != Scope::Global) {
        auto standard = Document::parse("<policies><inbound/><backend><forward-request/></backend><outbound/><on-error/></policies>");
        ordered.push_back({Scope::Global, "policies/policy", std::make_shared<const Document>(std::move(*standard))});
    }
    return ordered;
}

NodeId sectionOf(const Document &document, Section section)
{
    const auto top = document.documentElement();
    if (top == noNode || document.name(top) != "policies")
        return noNode;
    return document.element(top, nameOf(section));
}

std::string pathStep(const Document &document, NodeId node)
{
    const auto name = document.name(node);
    int index = 1;
    for (const auto sibling : document.elements(document.parent(node))) {
        if (sibling == node)
            break;
        if (document.name(sibling) == name)
            ++index;
    }
    return std::string(name) + "[" + std::to_string(index) + "]";
}

} // namespace gatehouse::policy
