// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sqlite/database.h"
#include "core/store/telemetry_store.h"

namespace gatehouse::store {

//! What is known of the use of keys: when each was last used, calls by day, and when anybody was looking.
class KeyUseTable
{
public:
    explicit KeyUseTable(sqlite::Database &database) : m_database(database) { }

    static constexpr std::string_view schema = R"(
CREATE TABLE key_days (
    day INTEGER NOT NULL, key TEXT NOT NULL, calls INTEGER NOT NULL, PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE observations (start INTEGER PRIMARY KEY, until INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT;
)";

    Status mergeLastUse(const std::map<std::string, UtcTime> &lastUse);
    Result<std::map<std::string, UtcTime>> lastUse() const;
    //! Adds to what is there.
    Status mergeCalls(const telemetry::KeyCalls &calls);
    //! from <= day <= to
    Result<telemetry::KeyCalls> calls(std::int64_t from, std::int64_t to) const;
    //! Goes on with the newest observation when that was ended in order.
    Status beginObservation(UtcTime now);
    Status observed(UtcTime until, bool ended);
    Result<std::vector<Observation>> observations() const;
    Status eraseBefore(std::int64_t day);

private:
    sqlite::Database &m_database;
};

} // namespace gatehouse::store
