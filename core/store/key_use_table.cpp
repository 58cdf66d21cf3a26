// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/key_use_table.h"

namespace gatehouse::store {

namespace {

std::int64_t microsOf(UtcTime time)
{
    return time.time_since_epoch().count();
}

UtcTime timeFrom(std::int64_t micros)
{
    return UtcTime{std::chrono::microseconds{micros}};
}

template<typename Take>
Status eachKeyRow(Result<sqlite::Statement> &statement, const Take &take)
{
    if (!statement)
        return tl::unexpected(statement.error());
    for (;;) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        take(*statement);
    }
}

} // namespace

Status KeyUseTable::mergeLastUse(const std::map<std::string, UtcTime> &lastUse)
{
    auto statement = m_database.prepare("INSERT INTO last_use (key, time) VALUES (?1, ?2) "
                                        "ON CONFLICT (key) DO UPDATE SET time = max(time, ?2)");
    if (!statement)
        return tl::unexpected(statement.error());
    for (const auto &[key, time] : lastUse)
        if (auto done = statement->bind(1, key).bind(2, microsOf(time)).run(); !done)
            return done;
    return {};
}

Result<std::map<std::string, UtcTime>> KeyUseTable::lastUse() const
{
    auto statement = m_database.prepare("SELECT key, time FROM last_use");
    std::map<std::string, UtcTime> result;
    const auto done = eachKeyRow(statement, [&](const sqlite::Statement &row) { result[row.text(0)] = timeFrom(row.integer(1)); });
    return done ? Result<std::map<std::string, UtcTime>>(std::move(result)) : tl::unexpected(done.error());
}

Status KeyUseTable::mergeCalls(const telemetry::KeyCalls &calls)
{
    auto statement = m_database.prepare("INSERT INTO key_days (day, key, calls) VALUES (?1, ?2, ?3) "
                                        "ON CONFLICT (day, key) DO UPDATE SET calls = calls + ?3");
    if (!statement)
        return tl::unexpected(statement.error());
    for (const auto &[day, count] : calls)
        if (auto done = statement->bind(1, day.day).bind(2, day.key).bind(3, static_cast<std::int64_t>(count)).run(); !done)
            return done;
    return {};
}

Result<telemetry::KeyCalls> KeyUseTable::calls(std::int64_t from, std::int64_t to) const
{
    auto statement = m_database.prepare("SELECT day, key, calls FROM key_days WHERE day BETWEEN ? AND ?");
    if (statement)
        statement->bind(1, from).bind(2, to);
    telemetry::KeyCalls result;
    const auto done = eachKeyRow(statement, [&](const sqlite::Statement &row) {
        result[{row.integer(0), row.text(1)}] = static_cast<std::uint64_t>(row.integer(2));
    });
    return done ? Result<telemetry::KeyCalls>(std::move(result)) : tl::unexpected(done.error());
}

Status KeyUseTable::beginObservation(UtcTime now)
{
    auto goOn = m_database.prepare("UPDATE observations SET until = max(until, ?), ended = 0 "
                                   "WHERE ended = 1 AND start = (SELECT max(start) FROM observations)");
    if (!goOn)
        return tl::unexpected(goOn.error());
    if (auto done = goOn->bind(1, microsOf(now)).run(); !done || m_database.changes() > 0)
        return done;
    // A clock that went back must not begin before what is there.
    auto begin = m_database.prepare("INSERT INTO observations (start, until, ended) "
                                    "SELECT max(?1, coalesce(max(until) + 1, ?1)), max(?1, coalesce(max(until) + 1, ?1)), 0 FROM observations");
    if (!begin)
        return tl::unexpected(begin.error());
    return begin->bind(1, microsOf(now)).run();
}

Status KeyUseTable::observed(UtcTime until, bool ended)
{
    auto statement = m_database.prepare("UPDATE observations SET until = max(until, ?), ended = ? "
                                        "WHERE start = (SELECT max(start) FROM observations)");
    if (!statement)
        return tl::unexpected(statement.error());
    return statement->bind(1, microsOf(until)).bind(2, std::int64_t{ended ? 1 : 0}).run();
}

Result<std::vector<Observation>> KeyUseTable::observations() const
{
    auto statement = m_database.prepare("SELECT start, until FROM observations ORDER BY start");
    std::vector<Observation> result;
    const auto done = eachKeyRow(statement, [&](const sqlite::Statement &row) {
        result.push_back({timeFrom(row.integer(0)), timeFrom(row.integer(1))});
    });
    return done ? Result<std::vector<Observation>>(std::move(result)) : tl::unexpected(done.error());
}

Status KeyUseTable::eraseBefore(std::int64_t day)
{
    auto calls = m_database.prepare("DELETE FROM key_days WHERE day < ?");
    if (!calls)
        return tl::unexpected(calls.error());
    if (auto done = calls->bind(1, day).run(); !done)
        return done;
    auto old = m_database.prepare("DELETE FROM observations WHERE until < ? AND start < (SELECT max(start) FROM observations)");
    if (!old)
        return tl::unexpected(old.error());
    return old->bind(1, microsOf(UtcTime{std::chrono::days{day}})).run();
}

} // namespace gatehouse::store
