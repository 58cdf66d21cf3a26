// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/kinds.h"

#include "core/base/text.h"
#include "core/resource/kinds_table.h"

#include <algorithm>
#include <map>

namespace gatehouse::resource {

namespace {

constexpr std::string_view armProvider = "Microsoft.ApiManagement/service";

struct Entry
{
    std::string type; //!< as the table spells it
    const Kind *kind;
};

std::string joined(std::string_view parent, std::string_view segment)
{
    return parent.empty() ? std::string{segment} : std::string{parent} + "/" + std::string{segment};
}

bool before(std::string_view a, std::string_view b)
{
    return compareIgnoreCase(a, b) < 0;
}

//! Each path that a row allows, sorted without case. Made once, never changed.
const std::vector<Entry> &index()
{
    static const std::vector<Entry> entries = [] {
        std::vector<Entry> made{{"", &table::rows().front()}};
        for (const auto &kind : table::rows())
            for (const auto parent : kind.parents)
                made.push_back({joined(parent, kind.segment), &kind});
        std::sort(made.begin(), made.end(), [](const Entry &a, const Entry &b) { return before(a.type, b.type); });
        return made;
    }();
    return entries;
}

const Entry *entryOf(std::string_view type)
{
    const auto &entries = index();
    const auto it =
        std::lower_bound(entries.begin(), entries.end(), type,
                         [](const Entry &entry, std::string_view wanted) { return before(entry.type, wanted); });
    return it != entries.end() && equalsIgnoreCase(it->type, type) ? &*it : nullptr;
}

int computeRank(const Kind &kind, int depth)
{
    int rank = 0;
    if (depth > 16) // a cycle in the table; its self-check in the tests finds it
        return rank;
    const auto after = [&rank, depth](std::string_view type) {
        if (const auto *other = kindOfType(type))
            rank = std::max(rank, computeRank(*other, depth + 1) + 1);
    };
    for (const auto parent : kind.parents)
        if (!parent.empty())
            after(parent);
    for (const auto type : kind.dependsOn)
        after(type);
    return rank;
}

} // namespace

std::span<const Kind> kinds()
{
    return table::rows();
}

const Kind *kindOfType(std::string_view type)
{
    const auto *entry = entryOf(type);
    return entry ? entry->kind : nullptr;
}

const Kind *kindOf(const ResourceId &id)
{
    const auto *kind = kindOfType(id.type());
    return kind && (kind->fixedName.empty() || equalsIgnoreCase(kind->fixedName, id.name())) ? kind : nullptr;
}

const Kind *kindOfCollection(const ResourceId &parent, std::string_view collection)
{
    return collection.empty() ? nullptr : kindOfType(joined(parent.type(), collection));
}

std::string armType(const ResourceId &id)
{
    const auto type = id.type();
    const auto *entry = entryOf(type);
    return joined(armProvider, entry ? entry->type : type).substr(0, type.empty() ? armProvider.size() : std::string::npos);
}

bool hasFlag(const Kind &kind, std::string_view path, PropertyRule::Flag flag)
{
    return std::any_of(kind.properties.begin(), kind.properties.end(),
                       [&](const PropertyRule &rule) { return rule.path == path && (rule.flags & flag); });
}

const ActionRule *actionOf(const Kind &kind, std::string_view name)
{
    const auto it = std::find_if(kind.actions.begin(), kind.actions.end(),
                                 [&](const ActionRule &action) { return equalsIgnoreCase(action.name, name); });
    return it == kind.actions.end() ? nullptr : &*it;
}

int publishRank(const Kind &kind)
{
    static const std::vector<int> ranks = [] {
        std::vector<int> made;
        for (const auto &row : table::rows())
            made.push_back(computeRank(row, 0));
        return made;
    }();
    return ranks[static_cast<std::size_t>(&kind - table::rows().data())];
}

} // namespace gatehouse::resource
