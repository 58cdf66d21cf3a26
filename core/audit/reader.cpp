// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/log.h"
#include "core/base/text.h"

#include <algorithm>
#include <mutex>
#include <variant>

namespace gatehouse::audit {

namespace {

constexpr std::size_t maxRows = 1000;
constexpr std::size_t maxStoredBytes = 2U << 20;

//! The WHERE of a filter with its parameters in order.
struct Conditions
{
    std::string sql;
    std::vector<std::variant<std::int64_t, std::string>> parameters;

    void add(std::string_view condition, std::variant<std::int64_t, std::string> parameter)
    {
        sql += sql.empty() ? " WHERE " : " AND ";
        sql += condition;
        parameters.push_back(std::move(parameter));
    }
};

Conditions conditionsOf(const Filter &filter)
{
    Conditions where;
    if (filter.before > 0)
        where.add("sequence < ?", filter.before);
    if (filter.from)
        where.add("time >= ?", std::int64_t{filter.from->time_since_epoch().count()});
    if (filter.to)
        where.add("time <= ?", std::int64_t{filter.to->time_since_epoch().count()});
    if (!filter.subject.empty()) {
        where.add("(instr(lower(subject), ?) > 0 OR instr(lower(display), ?) > 0)", toLower(filter.subject));
        where.parameters.push_back(toLower(filter.subject));
    }
    if (!filter.resource.empty())
        where.add("instr(lower(resource), ?) > 0", toLower(filter.resource));
    if (!filter.action.empty())
        where.add("action = ?", filter.action);
    if (!filter.outcome.empty())
        where.add("outcome = ?", filter.outcome);
    return where;
}

Result<std::optional<json::value>> body(const sqlite::Statement &row, int column)
{
    if (row.isNull(column))
        return std::optional<json::value>{};
    auto value = parseJson(row.text(column), {.bytes = maxStoredBytes, .depth = 256});
    if (!value)
        return fail(ErrorKind::Corrupt, "audit.corrupt", {{"sequence", std::to_string(row.integer(0))}});
    return std::optional<json::value>{*std::move(value)};
}

Result<Entry> entryOf(const sqlite::Statement &row)
{
    Entry entry;
    entry.sequence = row.integer(0);
    auto &record = entry.record;
    record.time = UtcTime{std::chrono::microseconds{row.integer(1)}};
    record.principal = {row.text(2), row.text(3), row.text(4), row.text(5), row.integer(6) != 0};
    record.action = row.text(7);
    record.resourceId = row.text(8);
    auto before = body(row, 9);
    auto after = body(row, 10);
    if (!before || !after)
        return tl::unexpected(before ? after.error() : before.error());
    record.before = *std::move(before);
    record.after = *std::move(after);
    record.etagBefore = row.text(11);
    record.etagAfter = row.text(12);
    record.outcome = row.text(13);
    record.status = static_cast<int>(row.integer(14));
    record.errorCode = row.text(15);
    record.requestId = row.text(16);
    record.correlationId = row.text(17);
    record.clientAddress = row.text(18);
    record.userAgent = row.text(19);
    return entry;
}

class SqliteReader final : public Reader
{
public:
    explicit SqliteReader(sqlite::Database database) : m_database(std::move(database)) { }

    Result<std::vector<Entry>> query(const Filter &filter) const override
    {
        const auto where = conditionsOf(filter);
        const std::scoped_lock lock(m_mutex);
        auto statement = m_database.prepare(
            "SELECT sequence, time, subject, issuer, display, kind, break_glass, action, resource, before, after, "
            "etag_before, "
            "etag_after, outcome, status, error_code, request_id, correlation_id, client_address, user_agent FROM audit"
            + where.sql + " ORDER BY sequence DESC LIMIT ?");
        if (!statement)
            return tl::unexpected(statement.error());
        int index = 0;
        for (const auto &parameter : where.parameters)
            std::visit([&](const auto &value) { statement->bind(++index, value); }, parameter);
        statement->bind(++index, static_cast<std::int64_t>(std::min(filter.limit, maxRows)));
        return entriesOf(*statement);
    }

private:
    static Result<std::vector<Entry>> entriesOf(sqlite::Statement &statement)
    {
        std::vector<Entry> entries;
        for (;;) {
            const auto row = statement.step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                return entries;
            auto entry = entryOf(statement);
            if (!entry)
                return tl::unexpected(entry.error());
            entries.push_back(*std::move(entry));
        }
    }

    mutable std::mutex m_mutex;
    mutable sqlite::Database m_database;
};

} // namespace

Result<std::unique_ptr<Reader>> Reader::open(const std::string &path)
{
    auto database = sqlite::Database::open(path, sqlite::Mode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return std::make_unique<SqliteReader>(*std::move(database));
}

} // namespace gatehouse::audit
