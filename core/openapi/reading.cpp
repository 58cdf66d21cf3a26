// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/reading.h"

namespace gatehouse::openapi {

bool Reading::isA(const Node &node, NodeKind kind) const
{
    if (node.kind == kind)
        return true;
    findings.error(node, "openapi.type",
                   {{"expected", std::string{nameOf(kind)}}, {"actual", std::string{nameOf(node.kind)}}});
    return false;
}

const Node *Reading::member(const Node &object, std::string_view name, NodeKind kind) const
{
    const auto *found = tree.member(object, name);
    return found && found->kind != NodeKind::Null && isA(*found, kind) ? found : nullptr;
}

std::string_view Reading::text(const Node &object, std::string_view name) const
{
    const auto *found = member(object, name, NodeKind::String);
    return found ? found->text : std::string_view{};
}

bool Reading::flag(const Node &object, std::string_view name) const
{
    const auto *found = member(object, name, NodeKind::Bool);
    return found && found->flag;
}

void Reading::required(const Node &object, std::string_view name) const
{
    findings.error(object, "openapi.required", {{"member", std::string{name}}});
}

const Node *Reading::resolved(const Node &node) const
{
    const auto *target = references.follow(node);
    if (target)
        return isA(*target, NodeKind::Object) ? target : nullptr;
    const auto reference = references.textOf(node);
    // What leads nowhere inside the document has been reported where all references are checked.
    if (!reference.starts_with('#'))
        findings.error(node, "openapi.externalRefNeeded", {{"ref", std::string{reference}}});
    return nullptr;
}

std::string truncated(std::string_view text, std::size_t limit)
{
    if (text.size() > limit) {
        while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80)
            --limit;
    }
    return std::string{text.substr(0, limit)};
}

} // namespace gatehouse::openapi
