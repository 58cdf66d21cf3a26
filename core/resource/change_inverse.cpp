// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/change_set.h"
#include "core/resource/kinds.h"
#include "core/resource/property_path.h"
#include "core/resource/property_rule.h"

#include <algorithm>

namespace gatehouse::resource {

namespace {

bool isWritten(const json::object &properties, std::string_view path)
{
    bool given = false;
    visitValues(properties, path,
                [&given](const json::value &value, const std::string &) { given = given || !value.is_null(); });
    return given;
}

//! Secrets that the baseline does not show, though the live resource has them: `changed` gives them, or, without it,
//! any may be.
std::vector<std::string> lostSecrets(const Resource &baseline, const Resource *changed)
{
    std::vector<std::string> lost;
    const auto *kind = kindOf(baseline.id);
    if (!kind)
        return lost;
    for (const auto &rule : kind->properties) {
        if (!(rule.flags & PropertyRule::Secret) || !holds(rule, baseline.properties)
            || isWritten(baseline.properties, rule.path))
            continue;
        if (!changed || isWritten(changed->properties, rule.path))
            lost.push_back("properties." + std::string{rule.path});
    }
    return lost;
}

bool mayHaveChildren(const ResourceId &id)
{
    const auto *kind = kindOf(id);
    const auto all = kinds();
    return !kind || std::any_of(all.begin(), all.end(), [kind](const Kind &row) {
        return std::any_of(row.parents.begin(), row.parents.end(),
                           [kind](auto parent) { return kindOfType(parent) == kind; });
    });
}

Inverse inverseOf(ChangeItem item, std::vector<std::string> lost)
{
    const auto kind = lost.empty() ? InverseKind::Exact : InverseKind::Partial;
    return {kind, std::move(item), std::move(lost)};
}

Inverse inverseOfPut(const ChangeItem &put)
{
    ChangeItem item;
    item.id = put.id;
    item.baselineEtag = "*"; // known only when the put was carried out
    item.before = put.after;
    if (!put.before) {
        item.kind = ChangeKind::Delete;
        item.coversDescendants = true;
        return inverseOf(std::move(item), {});
    }
    item.after = put.before;
    return inverseOf(std::move(item), lostSecrets(*put.before, put.after ? &*put.after : nullptr));
}

Inverse inverseOfDelete(const ChangeItem &deletion)
{
    ChangeItem item;
    item.id = deletion.id;
    item.after = deletion.before;
    auto lost = lostSecrets(*deletion.before, nullptr);
    if (!deletion.coversDescendants && mayHaveChildren(deletion.id))
        lost.push_back(deletion.id.text() + "/*");
    return inverseOf(std::move(item), std::move(lost));
}

} // namespace

Inverse ChangeItem::inverse() const
{
    if (kind == ChangeKind::Put)
        return inverseOfPut(*this);
    if (kind == ChangeKind::Delete && before)
        return inverseOfDelete(*this);
    return {InverseKind::Impossible, std::nullopt, {kind == ChangeKind::Action ? action : id.text()}};
}

} // namespace gatehouse::resource
