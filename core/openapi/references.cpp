// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/references.h"

#include "core/http/url.h"

#include <algorithm>

namespace gatehouse::openapi {

namespace {

constexpr int maxHops = 32;

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

//! Members of these are named by the author: one called "default" or "x-id" there is no keyword.
bool namesFreely(const Node &node)
{
    return isOneOf(node.key,
                   {"properties", "patternProperties", "schemas", "definitions", "$defs", "dependentSchemas",
                    "responses", "headers", "parameters", "requestBodies", "links", "callbacks", "paths",
                    "securitySchemes", "variables"});
}

//! Part of an example, a default or an extension, where "$ref" is but a name.
bool isLiteral(const Node &reference)
{
    for (const auto *node = &reference; node->parent; node = node->parent) {
        const auto &parent = *node->parent;
        if (parent.kind != NodeKind::Object || namesFreely(parent))
            continue;
        if (isOneOf(node->key, {"example", "default", "enum", "const"}) || node->key.starts_with("x-"))
            return true;
        if (node->key == "examples" && node->kind == NodeKind::Array)
            return true;
        if (node->key == "value" && parent.parent && parent.parent->key == "examples")
            return true;
    }
    return false;
}

} // namespace

std::string_view References::textOf(const Node &node) const
{
    const auto *reference = m_tree.member(node, "$ref");
    return reference && reference->kind == NodeKind::String ? reference->text : std::string_view{};
}

void References::gatherNames() const
{
    if (m_gathered)
        return;
    m_gathered = true;
    for (const auto &node : m_tree.nodes()) {
        if (node.kind != NodeKind::String || !node.parent)
            continue;
        if (node.key == "$anchor" || node.key == "$dynamicAnchor")
            m_anchors.emplace(node.text, node.parent);
        else if (node.key == "$id")
            m_ids.emplace(node.text, node.parent);
    }
}

const Node *References::target(const Node &node, std::string_view reference) const
{
    const auto hash = reference.find('#');
    const auto fragment = hash == std::string_view::npos ? std::string_view{} : reference.substr(hash + 1);
    const Node *base = m_tree.root;
    if (hash != 0) {
        gatherNames();
        const auto found = m_ids.find(reference.substr(0, hash));
        if (found == m_ids.end())
            return nullptr;
        base = found->second;
    }
    if (!fragment.empty() && fragment.front() != '/') {
        gatherNames();
        const auto found = m_anchors.find(fragment);
        return found == m_anchors.end() ? nullptr : found->second;
    }
    // "%7B" and the like; a name may hold a percent sign of its own, so the text as written goes first.
    if (const auto *found = m_tree.at(*base, fragment))
        return found;
    if (fragment.find('%') != std::string_view::npos) {
        if (const auto *found = m_tree.at(*base, http::percentDecode(fragment)))
            return found;
    }
    // Inside a schema resource of its own ("$id") a pointer starts there.
    for (const auto *at = &node; at; at = at->parent) {
        if (!m_tree.member(*at, "$id"))
            continue;
        if (const auto *found = m_tree.at(*at, fragment))
            return found;
    }
    return nullptr;
}

const Node *References::follow(const Node &node) const
{
    const auto *at = &node;
    for (int hops = 0; at && hops < maxHops; ++hops) {
        const auto reference = textOf(*at);
        if (reference.empty())
            return at;
        at = target(*at, reference);
    }
    return nullptr;
}

bool References::isInCircle(const Node &node) const
{
    const auto *at = &node;
    for (int hops = 0; hops < maxHops; ++hops) {
        const auto reference = textOf(*at);
        at = reference.empty() ? nullptr : target(*at, reference);
        if (!at)
            return false;
    }
    return true;
}

void References::check(Findings &findings) const
{
    for (const auto &node : m_tree.nodes()) {
        if (node.key != "$ref" || node.kind != NodeKind::String || !node.parent || isLiteral(node)
            || namesFreely(*node.parent))
            continue;
        const auto reference = node.text;
        const auto *found = target(*node.parent, reference);
        if (found && isInCircle(*node.parent))
            findings.error(node, "openapi.refCycle", {{"ref", std::string{reference}}});
        else if (!found && !reference.starts_with('#'))
            findings.warning(node, "openapi.externalRef", {{"ref", std::string{reference}}});
        else if (!found)
            findings.error(node, "openapi.unresolvedRef", {{"ref", std::string{reference}}});
    }
}

} // namespace gatehouse::openapi
