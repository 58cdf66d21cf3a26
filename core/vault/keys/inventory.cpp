// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/inventory.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::vault {

namespace {

using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

//! Both keys of a subscription are made with it; only one that came later makes the other the old one.
constexpr std::chrono::seconds madeTogether{2};

std::string_view lastSegment(std::string_view path)
{
    while (path.ends_with('/'))
        path.remove_suffix(1);
    return path.substr(path.rfind('/') + 1);
}

std::optional<UtcTime> dateOf(const json::object &properties, std::string_view name)
{
    const auto time = fromIso(stringMember(properties, name));
    return time ? std::optional(*time) : std::nullopt;
}

//! "collection/name" at the end of a reference, relative or absolute.
std::optional<ResourceId> referred(std::string_view reference, std::string_view collection)
{
    const auto name = lastSegment(reference);
    const auto rest = reference.substr(0, reference.size() - std::min(reference.size(), name.size() + 1));
    if (name.empty() || !equalsIgnoreCase(lastSegment(rest), collection))
        return std::nullopt;
    const auto id = ResourceId::parse(std::string{collection} + "/" + std::string{name});
    return id ? std::optional(*id) : std::nullopt;
}

std::string displayNameOf(const Configuration &configuration, const ResourceId &id)
{
    const auto *found = configuration.find(id);
    return std::string{found ? stringMember(found->properties, "displayName", id.name()) : id.name()};
}

void setOwner(InventoryRow &row, const Configuration &configuration, std::string_view ownerId)
{
    const auto id = referred(ownerId, "users");
    if (!id)
        return;
    row.ownerId = row.owner = id->name();
    const auto *user = configuration.find(*id);
    if (!user)
        return;
    const auto name = std::string{stringMember(user->properties, "firstName")} + " " + std::string{stringMember(user->properties, "lastName")};
    const auto trimmed = trim(name);
    if (!trimmed.empty())
        row.owner = trimmed;
    else if (const auto mail = stringMember(user->properties, "email"); !mail.empty())
        row.owner = mail;
}

void setScope(InventoryRow &row, const Configuration &configuration, std::string_view scope)
{
    const auto set = [&](InventoryRow::Scope kind, const ResourceId &id) {
        row.scope = kind;
        row.scopeId = id.name();
        row.scopeName = displayNameOf(configuration, id);
    };
    if (const auto product = referred(scope, "products"))
        set(InventoryRow::Product, *product);
    else if (const auto api = referred(scope, "apis"))
        set(InventoryRow::Api, *api);
    else if (!scope.empty() && !equalsIgnoreCase(lastSegment(scope), "apis") && !referred(scope, "service"))
        row.scope = InventoryRow::OtherScope;
}

KeyInUse inUseOf(const std::array<SlotUse, 2> &keys)
{
    const bool primary = keys[0].calls > 0, secondary = keys[1].calls > 0;
    return primary && secondary ? KeyInUse::Both : primary ? KeyInUse::Primary : secondary ? KeyInUse::Secondary : KeyInUse::None;
}

bool comesOnOldKey(const std::array<SlotUse, 2> &keys)
{
    if (!keys[0].changed || !keys[1].changed)
        return false;
    const auto &older = *keys[0].changed < *keys[1].changed ? keys[0] : keys[1];
    const auto &newer = *keys[0].changed < *keys[1].changed ? keys[1] : keys[0];
    return *newer.changed - *older.changed > madeTogether && older.lastUsed && *older.lastUsed > *newer.changed;
}

void setUse(InventoryRow &row, const KeyUseReport &report)
{
    if (report.tellsKeys) {
        const auto *use = report.find(row.id);
        if (!use)
            return;
        row.keys = *use;
        row.knowsKeys = true;
        row.calls = row.keys[0].calls + row.keys[1].calls;
        row.inUse = inUseOf(row.keys);
        row.onOldKey = comesOnOldKey(row.keys);
        row.lastUsed = std::max(row.keys[0].lastUsed, row.keys[1].lastUsed); // nothing is before all
        if (row.keys[0].changed && row.keys[1].changed)
            row.oldest = std::min(*row.keys[0].changed, *row.keys[1].changed);
        const auto first = unusedSince(report, row.id, Slot::Primary), second = unusedSince(report, row.id, Slot::Secondary);
        if (first && second)
            row.unusedSince = std::max(*first, *second);
        return;
    }
    if (!report.knownSince)
        return;
    const auto found = report.totals.find(toLower(row.id));
    const auto totals = found == report.totals.end() ? std::array<std::uint64_t, 3>{} : found->second;
    row.calls = totals[0];
    row.inUse = totals[0] == 0 ? KeyInUse::None : KeyInUse::Unknown;
    for (const std::size_t period : {2, 1, 0}) {
        if (totals[period] == 0) {
            row.unusedSince = report.knownUntil - std::chrono::days{30 * (period + 1)};
            break;
        }
    }
    if (row.unusedSince)
        row.unusedSince = std::max(*row.unusedSince, std::max(*report.knownSince, row.created.value_or(UtcTime{})));
}

int compareText(const std::string &a, const std::string &b)
{
    return compareIgnoreCase(a, b);
}

template<typename T>
int compareKnown(const std::optional<T> &a, const std::optional<T> &b)
{
    return *a < *b ? -1 : *b < *a ? 1 : 0;
}

//! Less than 0, 0, more; `known` says whether the two can be told apart by it.
template<typename T>
std::optional<bool> before(const std::optional<T> &a, const std::optional<T> &b, bool descending)
{
    if (!a || !b)
        return a.has_value() == b.has_value() ? std::nullopt : std::optional(a.has_value());
    const auto order = compareKnown(a, b);
    return order == 0 ? std::nullopt : std::optional((order < 0) != descending);
}

std::optional<bool> before(const std::string &a, const std::string &b, bool descending)
{
    const auto order = compareText(a, b);
    return order == 0 ? std::nullopt : std::optional((order < 0) != descending);
}

std::optional<bool> comesBefore(const InventoryRow &a, const InventoryRow &b, InventoryOrder order, bool descending)
{
    switch (order) {
    case InventoryOrder::Name: return before(a.displayName, b.displayName, descending);
    case InventoryOrder::Owner: return before(a.owner, b.owner, descending);
    case InventoryOrder::Scope: return before(a.scopeName, b.scopeName, descending);
    case InventoryOrder::State: return before(a.state, b.state, descending);
    case InventoryOrder::Created: return before(a.created, b.created, descending);
    case InventoryOrder::Age: return before(a.oldest, b.oldest, !descending); // the older, the more age
    case InventoryOrder::LastUsed: return before(a.lastUsed, b.lastUsed, descending);
    case InventoryOrder::Calls: return before(a.calls, b.calls, descending);
    }
    return std::nullopt;
}

} // namespace

std::string_view nameOf(KeyInUse use)
{
    switch (use) {
    case KeyInUse::None: return "none";
    case KeyInUse::Primary: return "primary";
    case KeyInUse::Secondary: return "secondary";
    case KeyInUse::Both: return "both";
    case KeyInUse::Unknown: break;
    }
    return "unknown";
}

std::string_view nameOf(InventoryRow::Scope scope)
{
    switch (scope) {
    case InventoryRow::AllApis: return "all";
    case InventoryRow::Product: return "product";
    case InventoryRow::Api: return "api";
    case InventoryRow::OtherScope: break;
    }
    return "other";
}

std::vector<InventoryRow> inventoryOf(const Configuration &configuration, const KeyUseReport &report)
{
    std::vector<InventoryRow> rows;
    for (const auto &subscription : configuration.children({}, "subscriptions")) {
        const auto &properties = subscription->properties;
        InventoryRow row;
        row.id = subscription->id.name();
        row.displayName = stringMember(properties, "displayName", row.id);
        row.state = stringMember(properties, "state", "active");
        row.created = dateOf(properties, "createdDate");
        setOwner(row, configuration, stringMember(properties, "ownerId"));
        setScope(row, configuration, stringMember(properties, "scope"));
        setUse(row, report);
        rows.push_back(std::move(row));
    }
    sortRows(rows, InventoryOrder::Name);
    return rows;
}

bool matches(const InventoryRow &row, const InventoryFilter &filter, UtcTime now)
{
    if (filter.unusedDays && (!row.unusedSince || now - *row.unusedSince < std::chrono::days{*filter.unusedDays}))
        return false;
    if (filter.olderThanDays && (!row.oldest || now - *row.oldest < std::chrono::days{*filter.olderThanDays}))
        return false;
    if (filter.onOldKey && !row.onOldKey)
        return false;
    if (filter.text.empty())
        return true;
    for (const auto *text : {&row.id, &row.displayName, &row.owner, &row.ownerId, &row.scopeId, &row.scopeName})
        if (containsIgnoreCase(*text, filter.text))
            return true;
    return false;
}

void sortRows(std::vector<InventoryRow> &rows, InventoryOrder order, bool descending)
{
    std::stable_sort(rows.begin(), rows.end(), [&](const InventoryRow &a, const InventoryRow &b) {
        if (const auto decided = comesBefore(a, b, order, descending))
            return *decided;
        return compareIgnoreCase(a.id, b.id) < 0;
    });
}

} // namespace gatehouse::vault
