// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/change_plan.h"

namespace gatehouse::store {

//! The tables of the configuration: every revision that ever was, and which one each living resource has.
class RevisionTable
{
public:
    static const std::vector<sqlite::Migration> &migrations();
    static Result<RevisionTable> open(sqlite::Database &database);

    Status insert(const Step &step, UtcTime time, const std::string &subject);

    static Result<resource::Configuration> load(sqlite::Database &database);
    static Result<std::int64_t> lastRevision(sqlite::Database &database);
    static Result<std::vector<Revision>> history(sqlite::Database &database, const resource::ResourceId &id,
                                                 std::size_t limit);

private:
    RevisionTable(sqlite::Statement insert, sqlite::Statement point, sqlite::Statement forget)
        : m_insert(std::move(insert)),
          m_point(std::move(point)),
          m_forget(std::move(forget))
    {
    }

    sqlite::Statement m_insert, m_point, m_forget;
};

} // namespace gatehouse::store
