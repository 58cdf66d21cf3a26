// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::vault {

//! Which of a subscription's two keys.
enum class Slot { Primary, Secondary };

std::string_view nameOf(Slot slot); //!< "primary", "secondary"
inline Slot otherThan(Slot slot)
{
    return slot == Slot::Primary ? Slot::Secondary : Slot::Primary;
}
//! Of ARM: "regeneratePrimaryKey", "regenerateSecondaryKey".
std::string_view regenerationOf(Slot slot);
//! "primaryKey", "secondaryKey"
std::string_view propertyOf(Slot slot);

struct DayCalls
{
    std::int64_t day = 0; //!< since 1970-01-01, UTC
    std::uint64_t calls = 0;
};

struct SlotUse
{
    std::optional<UtcTime> changed; //!< when the present key was made; nothing: not known
    std::optional<UtcTime> lastUsed; //!< of the present key; nothing: not used while it was observed
    std::uint64_t calls = 0; //!< of the days asked for
    std::vector<DayCalls> days;
};

struct ObservationGap
{
    UtcTime from{}, to{};
};

//! What a service tells of the use of its subscriptions. A claim that a key is unused holds only for a period that was observed.
struct KeyUseReport
{
    bool tellsKeys = false; //!< which of the two keys was used, and when
    std::optional<UtcTime> knownSince; //!< nothing: nothing is known
    UtcTime knownUntil{};
    std::vector<ObservationGap> gaps;
    std::map<std::string, std::array<SlotUse, 2>> keys; //!< by subscription, lower case; when tellsKeys
    //! Of a service that counts by subscription alone: calls of the last 30, 60 and 90 days.
    std::map<std::string, std::array<std::uint64_t, 3>> totals;

    const std::array<SlotUse, 2> *find(std::string_view subscription) const;
};

//! Since when the key was proved unused: nothing when that is not known. The gateway counted all the time since then but for `gaps`.
std::optional<UtcTime> unusedSince(const KeyUseReport &report, std::string_view subscription, Slot slot);
//! The same, broken by gaps as well: nobody can say that the key was not used in one. What a rotation goes by.
std::optional<UtcTime> provedUnusedSince(const KeyUseReport &report, std::string_view subscription, Slot slot);

} // namespace gatehouse::vault
