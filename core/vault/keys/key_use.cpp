// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/key_use.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::vault {

std::string_view nameOf(Slot slot)
{
    return slot == Slot::Primary ? "primary" : "secondary";
}

std::string_view regenerationOf(Slot slot)
{
    return slot == Slot::Primary ? "regeneratePrimaryKey" : "regenerateSecondaryKey";
}

std::string_view propertyOf(Slot slot)
{
    return slot == Slot::Primary ? "primaryKey" : "secondaryKey";
}

const std::array<SlotUse, 2> *KeyUseReport::find(std::string_view subscription) const
{
    const auto found = keys.find(toLower(subscription));
    return found == keys.end() ? nullptr : &found->second;
}

std::optional<UtcTime> unusedSince(const KeyUseReport &report, std::string_view subscription, Slot slot)
{
    const auto *use = report.tellsKeys && report.knownSince ? report.find(subscription) : nullptr;
    if (!use)
        return std::nullopt;
    const auto &key = (*use)[static_cast<std::size_t>(slot)];
    auto since = *report.knownSince;
    if (key.changed)
        since = std::max(since, *key.changed);
    if (key.lastUsed)
        since = std::max(since, *key.lastUsed);
    return std::min(since, report.knownUntil);
}

std::optional<UtcTime> provedUnusedSince(const KeyUseReport &report, std::string_view subscription, Slot slot)
{
    auto since = unusedSince(report, subscription, slot);
    for (const auto &gap : report.gaps) {
        if (since && gap.to > *since)
            since = std::min(gap.to, report.knownUntil);
    }
    return since;
}

} // namespace gatehouse::vault
