// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/policy_uses.h"

#include "core/base/text.h"
#include "core/policy/configuration_documents.h"

namespace gatehouse::management {

namespace {

using policy::Document;
using policy::NodeId;

bool usesAttribute(const Document &document, NodeId root, std::string_view element, std::string_view attribute,
                   std::string_view value)
{
    std::vector<NodeId> open{root};
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        if (element.empty() || document.name(node) == element) {
            const auto *found = document.attribute(node, attribute);
            if (found && equalsIgnoreCase(found->value, value))
                return true;
        }
        const auto children = document.elements(node);
        open.insert(open.end(), children.begin(), children.end());
    }
    return false;
}

bool uses(const std::string &text, PolicyUse use, std::string_view name)
{
    if (use == PolicyUse::NamedValue)
        return containsIgnoreCase(text, "{{" + std::string{name} + "}}");
    if (!containsIgnoreCase(text, name))
        return false;
    const auto document = Document::parse(text);
    if (!document || document->documentElement() == policy::noNode)
        return false;
    return use == PolicyUse::Fragment
        ? usesAttribute(*document, document->documentElement(), "include-fragment", "fragment-id", name)
        : usesAttribute(*document, document->documentElement(), {}, "backend-id", name);
}

} // namespace

std::vector<resource::ResourceId> policiesUsing(const resource::Configuration &configuration, PolicyUse use,
                                                std::string_view name)
{
    std::vector<resource::ResourceId> users;
    for (const auto &[id, pointer] : configuration) {
        if (!equalsIgnoreCase(id.collection(), "policies") && !equalsIgnoreCase(id.collection(), "policyFragments"))
            continue;
        const auto text = policy::policyText(*pointer);
        if (text && uses(*text, use, name))
            users.push_back(id);
    }
    return users;
}

} // namespace gatehouse::management
