// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/resource.h"
#include "core/store/configuration_store.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace gatehouse::management {

//! Since when a subscription has each of its keys, by the revisions that the store keeps. Remembers what it found until the subscription
//! changes. Thread-safe.
class KeyDates
{
public:
    struct Dates
    {
        std::optional<UtcTime> primary, secondary; //!< nothing: since before the revisions that were looked at
    };

    explicit KeyDates(const store::ConfigurationStore &store) : m_store(store) { }
    Result<Dates> of(const resource::Resource &subscription);

private:
    struct Known
    {
        std::string etag;
        Dates dates;
    };

    const store::ConfigurationStore &m_store;
    std::mutex m_mutex;
    std::map<resource::ResourceId, Known> m_known;
};

//! The time of the oldest revision, of those given newest first, from which on the property has not changed.
std::optional<UtcTime> unchangedSince(const std::vector<store::Revision> &revisions, std::string_view property, bool complete);

} // namespace gatehouse::management
