// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/series_table.h"

#include "core/store/key_use_table.h"

#include "core/base/json.h"

namespace gatehouse::store {

using telemetry::Histogram;
using telemetry::SeriesKey;
using telemetry::SeriesValue;

namespace {

constexpr std::string_view seriesSchema = R"(
CREATE TABLE minutes (
    minute INTEGER NOT NULL, api TEXT NOT NULL, operation TEXT NOT NULL, subscription TEXT NOT NULL,
    total BLOB NOT NULL, backend BLOB NOT NULL, requests INTEGER NOT NULL,
    status2xx INTEGER NOT NULL, status3xx INTEGER NOT NULL, status4xx INTEGER NOT NULL, status5xx INTEGER NOT NULL,
    aborted INTEGER NOT NULL, bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, reasons TEXT NOT NULL,
    PRIMARY KEY (minute, api, operation, subscription)
) STRICT, WITHOUT ROWID;
CREATE TABLE hours (
    minute INTEGER NOT NULL, api TEXT NOT NULL, operation TEXT NOT NULL, subscription TEXT NOT NULL,
    total BLOB NOT NULL, backend BLOB NOT NULL, requests INTEGER NOT NULL,
    status2xx INTEGER NOT NULL, status3xx INTEGER NOT NULL, status4xx INTEGER NOT NULL, status5xx INTEGER NOT NULL,
    aborted INTEGER NOT NULL, bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, reasons TEXT NOT NULL,
    PRIMARY KEY (minute, api, operation, subscription)
) STRICT, WITHOUT ROWID;
CREATE TABLE last_use (key TEXT PRIMARY KEY, time INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)";

constexpr std::string_view columns =
    "minute, api, operation, subscription, total, backend, requests, status2xx, status3xx, "
    "status4xx, status5xx, aborted, bytes_in, bytes_out, reasons";
constexpr int firstValueColumn = 4;

std::int64_t stored(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

std::string reasonsText(const std::map<std::string, std::uint64_t> &reasons)
{
    json::object object;
    for (const auto &[reason, count] : reasons)
        object[reason] = count;
    return toJson(object);
}

Result<std::map<std::string, std::uint64_t>> reasonsOf(const std::string &text)
{
    std::map<std::string, std::uint64_t> reasons;
    const auto value = parseJson(text);
    const auto *object = value ? value->if_object() : nullptr;
    if (!object)
        return fail(ErrorKind::Corrupt, "telemetry.corrupt");
    for (const auto &[reason, count] : *object)
        reasons[std::string{reason}] = static_cast<std::uint64_t>(intMember(*object, reason).value_or(0));
    return reasons;
}

void bindKey(sqlite::Statement &statement, const SeriesKey &key)
{
    statement.bind(1, key.minute).bind(2, key.apiId).bind(3, key.operationId).bind(4, key.subscriptionId);
}

void bindValue(sqlite::Statement &statement, const SeriesValue &value)
{
    statement.bindBlob(5, value.total.encode()).bindBlob(6, value.backend.encode()).bind(7, stored(value.requests));
    statement.bind(8, stored(value.status2xx)).bind(9, stored(value.status3xx)).bind(10, stored(value.status4xx));
    statement.bind(11, stored(value.status5xx)).bind(12, stored(value.aborted)).bind(13, stored(value.bytesIn));
    statement.bind(14, stored(value.bytesOut)).bind(15, reasonsText(value.reasons));
}

//! The columns from `total` on.
Result<SeriesValue> valueOf(const sqlite::Statement &row, int column)
{
    auto total = Histogram::decode(row.text(column));
    auto backend = Histogram::decode(row.text(column + 1));
    auto reasons = reasonsOf(row.text(column + 10));
    if (!total || !backend || !reasons)
        return fail(ErrorKind::Corrupt, "telemetry.corrupt");
    const auto count = [&row, column](int offset) { return static_cast<std::uint64_t>(row.integer(column + offset)); };
    SeriesValue value;
    value.total = *std::move(total);
    value.backend = *std::move(backend);
    value.requests = count(2);
    value.status2xx = count(3);
    value.status3xx = count(4);
    value.status4xx = count(5);
    value.status5xx = count(6);
    value.aborted = count(7);
    value.bytesIn = count(8);
    value.bytesOut = count(9);
    value.reasons = *std::move(reasons);
    return value;
}

} // namespace

const std::vector<sqlite::Migration> &SeriesTable::migrations()
{
    static const std::vector<sqlite::Migration> all{{1, seriesSchema}, {2, KeyUseTable::schema}};
    return all;
}

Status SeriesTable::merge(const std::map<SeriesKey, SeriesValue> &series)
{
    auto find = m_database.prepare("SELECT " + std::string{columns} + " FROM " + m_name
                                   + " WHERE minute = ? AND api = ? AND operation = ? AND subscription = ?");
    auto write = m_database.prepare("INSERT OR REPLACE INTO " + m_name + " (" + std::string{columns}
                                    + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!find || !write)
        return tl::unexpected(find ? write.error() : find.error());
    for (const auto &[key, added] : series) {
        bindKey(*find, key);
        const auto there = find->step();
        if (!there)
            return tl::unexpected(there.error());
        bindKey(*write, key);
        if (*there) {
            auto value = valueOf(*find, firstValueColumn);
            if (!value)
                return tl::unexpected(value.error());
            value->merge(added);
            bindValue(*write, *value);
        } else {
            bindValue(*write, added);
        }
        if (auto done = write->run(); !done)
            return done;
    }
    find->reset();
    return {};
}

Status SeriesTable::each(std::int64_t from, std::int64_t to, const SeriesQuery &ids, const Take &take) const
{
    auto statement = m_database.prepare("SELECT " + std::string{columns} + " FROM " + m_name
                                        + " WHERE minute >= ?1 AND minute < ?2 AND (?3 = '' OR api = ?3 COLLATE NOCASE)"
                                          " AND (?4 = '' OR operation = ?4 COLLATE NOCASE)"
                                          " AND (?5 = '' OR subscription = ?5 COLLATE NOCASE) ORDER BY minute");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, from).bind(2, to).bind(3, ids.apiId).bind(4, ids.operationId).bind(5, ids.subscriptionId);
    for (;;) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        auto value = valueOf(*statement, firstValueColumn);
        if (!value)
            return tl::unexpected(value.error());
        const SeriesKey key{statement->integer(0), statement->text(1), statement->text(2), statement->text(3)};
        if (auto taken = take(key, *std::move(value)); !taken)
            return taken;
    }
}

Status SeriesTable::eraseBefore(std::int64_t minute)
{
    auto statement = m_database.prepare("DELETE FROM " + m_name + " WHERE minute < ?");
    return statement ? statement->bind(1, minute).run() : tl::unexpected(statement.error());
}

Result<std::optional<std::int64_t>> SeriesTable::first() const
{
    auto statement = m_database.prepare("SELECT min(minute) FROM " + m_name);
    if (!statement)
        return tl::unexpected(statement.error());
    if (const auto row = statement->step(); !row)
        return tl::unexpected(row.error());
    return statement->isNull(0) ? std::optional<std::int64_t>{} : statement->integer(0);
}

} // namespace gatehouse::store
