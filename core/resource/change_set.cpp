// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/change_set.h"

#include "core/resource/change_order.h"
#include "core/resource/kinds.h"
#include "core/resource/property_rule.h"

#include <algorithm>

namespace gatehouse::resource {

namespace {

bool isSame(const Resource &a, const Resource &b)
{
    return a.properties == b.properties && a.envelope == b.envelope;
}

//! What an edit of something already staged was made against is the first baseline.
void keepBaseline(ChangeItem &item, const ChangeItem &staged)
{
    item.before = staged.before;
    item.baselineEtag = staged.baselineEtag;
}

bool isNothing(const ChangeItem &item)
{
    if (item.kind == ChangeKind::Put)
        return item.before && item.after && isSame(*item.before, *item.after);
    return false;
}

std::string etagOf(const Resource &resource)
{
    return resource.etag.empty() ? "*" : resource.etag;
}

Resource withKeptSecrets(const Resource &before, Resource after)
{
    const auto *kind = kindOf(after.id);
    if (!kind)
        return after;
    for (const auto &rule : kind->properties) {
        if (!(rule.flags & PropertyRule::Secret) || !holds(rule, after.properties)
            || after.properties.contains(rule.path))
            continue;
        if (const auto *value = before.properties.if_contains(rule.path))
            after.properties[rule.path] = *value;
    }
    return after;
}

ChangeItem itemOf(const ResourceDifference &difference, const Configuration &before, const Configuration &after)
{
    ChangeItem item;
    item.id = difference.id;
    const auto *old = before.find(difference.id);
    const auto *now = after.find(difference.id);
    if (old) {
        item.before = *old;
        item.baselineEtag = etagOf(*old);
    }
    if (now)
        item.after = old ? withKeptSecrets(*old, *now) : *now;
    item.kind = now ? ChangeKind::Put : ChangeKind::Delete;
    item.coversDescendants = !now;
    return item;
}

} // namespace

void ChangeSet::stage(ChangeItem item)
{
    const auto same = [&item](const ChangeItem &other) {
        const bool bothActions = item.kind == ChangeKind::Action && other.kind == ChangeKind::Action;
        const bool noAction = item.kind != ChangeKind::Action && other.kind != ChangeKind::Action;
        return other.id == item.id && (noAction || (bothActions && other.action == item.action));
    };
    if (item.kind == ChangeKind::Delete && !item.coversDescendants)
        std::erase_if(m_items,
                      [&item](const ChangeItem &other) { return other.id != item.id && other.id.isWithin(item.id); });
    const auto staged = std::find_if(m_items.begin(), m_items.end(), same);
    if (staged == m_items.end()) {
        if (!isNothing(item))
            m_items.push_back(std::move(item));
        return;
    }
    const bool neverWas = staged->kind == ChangeKind::Put && !staged->before;
    keepBaseline(item, *staged);
    if (isNothing(item) || (item.kind == ChangeKind::Delete && neverWas))
        m_items.erase(staged);
    else
        *staged = std::move(item);
}

bool ChangeSet::discard(const ResourceId &id)
{
    return std::erase_if(m_items, [&id](const ChangeItem &item) { return item.id == id; }) != 0;
}

const ChangeItem *ChangeSet::find(const ResourceId &id) const
{
    const auto it = std::find_if(m_items.begin(), m_items.end(), [&id](const ChangeItem &item) {
        return item.kind != ChangeKind::Action && item.id == id;
    });
    return it == m_items.end() ? nullptr : &*it;
}

std::vector<ChangeItem> ChangeSet::inOrder() const
{
    return inCallOrder(m_items);
}

std::vector<Inverse> ChangeSet::inverses() const
{
    const auto items = inOrder();
    std::vector<Inverse> inverses;
    std::transform(items.rbegin(), items.rend(), std::back_inserter(inverses),
                   [](const ChangeItem &item) { return item.inverse(); });
    return inverses;
}

Configuration ChangeSet::appliedTo(const Configuration &base) const
{
    auto configuration = base;
    for (const auto &item : inOrder()) {
        if (item.kind == ChangeKind::Put && item.after)
            configuration.put(*item.after);
        else if (item.kind == ChangeKind::Delete)
            configuration.erase(item.id);
    }
    return configuration;
}

ChangeSet ChangeSet::between(const Configuration &before, const Configuration &after, const DiffOptions &options)
{
    ChangeSet set;
    for (const auto &difference : diff(before, after, options))
        set.m_items.push_back(itemOf(difference, before, after)); // one a resource: there is nothing to merge
    return set;
}

} // namespace gatehouse::resource
