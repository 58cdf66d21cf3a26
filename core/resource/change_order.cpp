// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/change_order.h"

#include "core/resource/kinds.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace gatehouse::resource {

namespace {

int rankOf(const ResourceId &id)
{
    const auto *kind = kindOf(id);
    return kind ? publishRank(*kind) : std::numeric_limits<int>::max();
}

std::size_t depthOf(const ResourceId &id)
{
    return static_cast<std::size_t>(std::count(id.text().begin(), id.text().end(), '/'));
}

//! Lets each item come after those of the list that it refers to (a pool after its backends, a revision after its API).
class ByReference
{
public:
    explicit ByReference(std::vector<ChangeItem> items, std::optional<Resource> ChangeItem::*body)
        : m_items(std::move(items)),
          m_body(body),
          m_seen(m_items.size(), false)
    {
        for (std::size_t i = 0; i < m_items.size(); ++i)
            m_index.emplace(m_items[i].id, i);
    }

    std::vector<ChangeItem> ordered()
    {
        for (std::size_t i = 0; i < m_items.size(); ++i)
            visit(i, 0);
        return std::move(m_ordered);
    }

private:
    void visit(std::size_t index, int depth)
    {
        if (m_seen[index] || depth > 64) // a cycle has no order; a chain of 64 is no configuration
            return;
        m_seen[index] = true;
        const auto &body = m_items[index].*m_body;
        const auto *kind = kindOf(m_items[index].id);
        if (body && kind)
            for (const auto &target : referencesOf(*kind, body->properties))
                if (const auto it = m_index.find(target); it != m_index.end())
                    visit(it->second, depth + 1);
        m_ordered.push_back(m_items[index]);
    }

    std::vector<ChangeItem> m_items;
    std::optional<Resource> ChangeItem::*m_body;
    std::vector<bool> m_seen;
    std::map<ResourceId, std::size_t> m_index;
    std::vector<ChangeItem> m_ordered;
};

std::vector<ChangeItem> sorted(std::vector<ChangeItem> items, std::optional<Resource> ChangeItem::*body)
{
    std::stable_sort(items.begin(), items.end(), [](const ChangeItem &a, const ChangeItem &b) {
        const auto key = [](const ChangeItem &item) { return std::tuple{rankOf(item.id), depthOf(item.id)}; };
        return key(a) != key(b) ? key(a) < key(b) : a.id < b.id;
    });
    return ByReference(std::move(items), body).ordered();
}

} // namespace

std::vector<ChangeItem> inCallOrder(std::vector<ChangeItem> items)
{
    std::vector<ChangeItem> puts, actions, deletes;
    for (auto &item : items)
        (item.kind == ChangeKind::Put          ? puts
             : item.kind == ChangeKind::Action ? actions
                                               : deletes)
            .push_back(std::move(item));
    auto ordered = sorted(std::move(puts), &ChangeItem::after);
    ordered.insert(ordered.end(), actions.begin(), actions.end());
    auto last = sorted(std::move(deletes), &ChangeItem::before);
    ordered.insert(ordered.end(), last.rbegin(), last.rend());
    return ordered;
}

} // namespace gatehouse::resource
