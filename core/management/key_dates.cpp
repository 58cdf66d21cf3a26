// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/key_dates.h"

#include "core/base/json.h"

namespace gatehouse::management {

namespace {

constexpr std::size_t revisionsLookedAt = 1000;
constexpr std::size_t mostRemembered = 100'000;

} // namespace

std::optional<UtcTime> unchangedSince(const std::vector<store::Revision> &revisions, std::string_view property, bool complete)
{
    if (revisions.empty() || !revisions.front().properties)
        return std::nullopt;
    const auto present = stringMember(*revisions.front().properties, property);
    std::optional<UtcTime> since;
    for (const auto &revision : revisions) {
        if (!revision.properties || stringMember(*revision.properties, property) != present)
            return since;
        since = revision.time;
    }
    return complete ? since : std::nullopt;
}

Result<KeyDates::Dates> KeyDates::of(const resource::Resource &subscription)
{
    {
        const std::lock_guard lock{m_mutex};
        if (const auto known = m_known.find(subscription.id); known != m_known.end() && known->second.etag == subscription.etag)
            return known->second.dates;
    }
    const auto revisions = m_store.history(subscription.id, revisionsLookedAt);
    if (!revisions)
        return tl::unexpected(revisions.error());
    const bool complete = revisions->size() < revisionsLookedAt;
    const Dates dates{unchangedSince(*revisions, "primaryKey", complete), unchangedSince(*revisions, "secondaryKey", complete)};
    // A write may have come between the configuration and its history: then the next call looks again.
    if (!revisions->empty() && revisions->front().etag == subscription.etag) {
        const std::lock_guard lock{m_mutex};
        if (m_known.size() >= mostRemembered)
            m_known.clear();
        m_known.insert_or_assign(subscription.id, Known{subscription.etag, dates});
    }
    return dates;
}

} // namespace gatehouse::management
