// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/quota_store.h"

#include "core/sqlite/database.h"

#include <mutex>

namespace gatehouse::store {

namespace {

constexpr std::string_view quotaSchema = "CREATE TABLE quotas (counter TEXT NOT NULL, key TEXT NOT NULL, period INTEGER NOT NULL, "
                                         "period_end INTEGER NOT NULL, calls INTEGER NOT NULL, bytes INTEGER NOT NULL, "
                                         "PRIMARY KEY (counter, key)) WITHOUT ROWID; "
                                         "CREATE INDEX quotas_by_end ON quotas (period_end);";

class SqliteQuotaStore final : public QuotaStore
{
public:
    SqliteQuotaStore(sqlite::Database database, const Clock &clock) : m_database(std::move(database)), m_clock(clock) { }

    Status put(const std::vector<QuotaRow> &rows) override
    {
        if (rows.empty())
            return {};
        const std::scoped_lock lock(m_mutex);
        return m_database.transaction([&]() -> Status {
            auto write = m_database.prepare("INSERT OR REPLACE INTO quotas (counter, key, period, period_end, calls, bytes) VALUES (?,?,?,?,?,?)");
            if (!write)
                return tl::unexpected(write.error());
            for (const auto &row : rows) {
                auto done = write->bind(1, row.counter)
                                .bind(2, row.key)
                                .bind(3, row.period)
                                .bind(4, std::int64_t{row.periodEnd.time_since_epoch().count()})
                                .bind(5, static_cast<std::int64_t>(row.calls))
                                .bind(6, static_cast<std::int64_t>(row.bytes))
                                .run();
                if (!done)
                    return done;
            }
            return dropOver();
        });
    }

    Result<std::vector<QuotaRow>> rows() override
    {
        const std::scoped_lock lock(m_mutex);
        if (auto dropped = dropOver(); !dropped)
            return tl::unexpected(dropped.error());
        auto read = m_database.prepare("SELECT counter, key, period, period_end, calls, bytes FROM quotas");
        if (!read)
            return tl::unexpected(read.error());
        std::vector<QuotaRow> all;
        for (;;) {
            const auto row = read->step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                return all;
            all.push_back({read->text(0), read->text(1), read->integer(2), UtcTime{std::chrono::microseconds{read->integer(3)}},
                           static_cast<std::uint64_t>(read->integer(4)), static_cast<std::uint64_t>(read->integer(5))});
        }
    }

private:
    Status dropOver()
    {
        auto drop = m_database.prepare("DELETE FROM quotas WHERE period_end <> 0 AND period_end <= ?");
        if (!drop)
            return tl::unexpected(drop.error());
        return drop->bind(1, std::int64_t{m_clock.utc().time_since_epoch().count()}).run();
    }

    std::mutex m_mutex;
    sqlite::Database m_database;
    const Clock &m_clock;
};

} // namespace

Result<std::unique_ptr<QuotaStore>> QuotaStore::open(const std::string &path, const Clock &clock)
{
    auto database = sqlite::Database::open(path);
    if (!database)
        return tl::unexpected(database.error());
    static const std::vector<sqlite::Migration> migrations{{1, quotaSchema}};
    if (auto migrated = database->migrate(migrations); !migrated)
        return tl::unexpected(migrated.error());
    return std::make_unique<SqliteQuotaStore>(*std::move(database), clock);
}

} // namespace gatehouse::store
