// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"
#include "core/vault/keys/key_use.h"

namespace gatehouse::vault {

//! On which of its keys a subscription's calls came in the days that were counted.
enum class KeyInUse { Unknown, None, Primary, Secondary, Both };

std::string_view nameOf(KeyInUse use); //!< "unknown", "none", "primary", "secondary", "both"

struct InventoryRow
{
    enum Scope { AllApis, Product, Api, OtherScope };

    std::string id; //!< of the subscription, as in "subscriptions/ID"
    std::string displayName;
    std::string ownerId, owner; //!< "" : it has none
    Scope scope = AllApis;
    std::string scopeId, scopeName; //!< of the product or API
    std::string state; //!< "active", "suspended" ...
    std::optional<UtcTime> created;
    std::array<SlotUse, 2> keys;
    bool knowsKeys = false; //!< `keys` is filled
    std::optional<UtcTime> oldest; //!< when the older of the two keys was made
    std::optional<UtcTime> lastUsed; //!< of either
    std::optional<std::uint64_t> calls; //!< in 30 days; nothing: not known
    KeyInUse inUse = KeyInUse::Unknown;
    //! Since when neither key was used, as far as that was observed; nothing: not known.
    std::optional<UtcTime> unusedSince;
    //! Calls still come on the key that is the older one, though a newer one was made after it.
    bool onOldKey = false;
};

struct InventoryFilter
{
    std::optional<int> unusedDays; //!< neither key was used for so long, and that was observed
    std::optional<int> olderThanDays; //!< one of the keys is
    bool onOldKey = false;
    std::string text; //!< in id, name, owner or scope, without case
};

enum class InventoryOrder { Name, Owner, Scope, State, Created, Age, LastUsed, Calls };

//! All subscriptions of the configuration, by name. `report` counts 30 days. Pure.
std::vector<InventoryRow> inventoryOf(const resource::Configuration &configuration, const KeyUseReport &report);
bool matches(const InventoryRow &row, const InventoryFilter &filter, UtcTime now);
//! What is not known comes last either way.
void sortRows(std::vector<InventoryRow> &rows, InventoryOrder order, bool descending = false);
std::string_view nameOf(InventoryRow::Scope scope); //!< "all", "product", "api", "other"

} // namespace gatehouse::vault
