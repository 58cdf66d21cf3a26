// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sqlite/database.h"
#include "core/store/telemetry_store.h"

#include <functional>

namespace gatehouse::store {

//! One of the two tables of series: "minutes" or "hours" (whose `minute` is the hour's first).
class SeriesTable
{
public:
    using Take = std::function<Status(const telemetry::SeriesKey &, telemetry::SeriesValue)>;

    SeriesTable(sqlite::Database &database, std::string_view name) : m_database(database), m_name(name) { }

    static const std::vector<sqlite::Migration> &migrations();

    //! Adds to what is there.
    Status merge(const std::map<telemetry::SeriesKey, telemetry::SeriesValue> &series);
    //! Rows with from <= minute < to that the query's ids allow, in time order.
    Status each(std::int64_t from, std::int64_t to, const SeriesQuery &ids, const Take &take) const;
    Status eraseBefore(std::int64_t minute);
    //! Nothing when the table is empty.
    Result<std::optional<std::int64_t>> first() const;

private:
    sqlite::Database &m_database;
    std::string m_name;
};

} // namespace gatehouse::store
