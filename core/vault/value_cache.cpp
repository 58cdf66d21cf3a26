// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/value_cache.h"

#include "core/sqlite/database.h"
#include "core/vault/envelope.h"

#include <mutex>

namespace gatehouse::vault {

namespace {

constexpr std::string_view cacheSchema =
    "CREATE TABLE fetched (resource TEXT PRIMARY KEY, identifier TEXT NOT NULL, content_type TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, "
    "time INTEGER NOT NULL, key_id TEXT, wrapped_key BLOB, content BLOB) WITHOUT ROWID;";

std::string placeOf(const std::string &resource, const std::string &identifier)
{
    return "fetched\n" + resource + "\n" + identifier;
}

class SqliteValueCache final : public ValueCache
{
public:
    SqliteValueCache(sqlite::Database database, const SecretString &key, Random &random) : m_database(std::move(database)), m_envelope(key, random) { }

    Status put(const std::string &resource, const FetchedValue &fetched) override
    {
        const std::scoped_lock lock(m_mutex);
        auto write = m_database.prepare("INSERT OR REPLACE INTO fetched (resource, identifier, content_type, code, message, time, key_id, wrapped_key, content) "
                                        "VALUES (?,?,?,?,?,?,?,?,?)");
        if (!write)
            return tl::unexpected(write.error());
        write->bind(1, resource).bind(2, fetched.identifier).bind(3, fetched.contentType).bind(4, fetched.status.code).bind(5, fetched.status.message);
        write->bind(6, std::int64_t{fetched.status.time.time_since_epoch().count()});
        if (!fetched.known)
            return write->bindNull(7).bindNull(8).bindNull(9).run();
        const auto sealed = m_envelope.seal(fetched.value, placeOf(resource, fetched.identifier));
        if (!sealed)
            return tl::unexpected(sealed.error());
        return write->bind(7, sealed->keyId).bindBlob(8, sealed->wrappedKey).bindBlob(9, sealed->content).run();
    }

    Status remove(const std::string &resource) override
    {
        const std::scoped_lock lock(m_mutex);
        auto drop = m_database.prepare("DELETE FROM fetched WHERE resource = ?");
        return drop ? drop->bind(1, resource).run() : tl::unexpected(drop.error());
    }

    Result<std::map<std::string, FetchedValue>> all() override
    {
        const std::scoped_lock lock(m_mutex);
        auto read = m_database.prepare("SELECT resource, identifier, content_type, code, message, time, key_id, wrapped_key, content FROM fetched");
        if (!read)
            return tl::unexpected(read.error());
        std::map<std::string, FetchedValue> values;
        for (;;) {
            const auto row = read->step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                return values;
            const auto resource = read->text(0);
            FetchedValue fetched;
            fetched.identifier = read->text(1);
            fetched.contentType = read->text(2);
            fetched.status = {read->text(3), read->text(4), UtcTime{std::chrono::microseconds{read->integer(5)}}};
            if (!read->isNull(8)) {
                auto value = m_envelope.open({read->text(6), read->text(7), read->text(8)}, placeOf(resource, fetched.identifier));
                fetched.known = value.has_value();
                if (value)
                    fetched.value = std::move(*value);
            }
            values.emplace(resource, std::move(fetched));
        }
    }

private:
    std::mutex m_mutex;
    sqlite::Database m_database;
    Envelope m_envelope;
};

} // namespace

Result<std::unique_ptr<ValueCache>> ValueCache::open(const std::string &path, const SecretString &key, Random &random)
{
    auto database = sqlite::Database::open(path);
    if (!database)
        return tl::unexpected(database.error());
    static const std::vector<sqlite::Migration> migrations{{1, cacheSchema}};
    if (auto migrated = database->migrate(migrations); !migrated)
        return tl::unexpected(migrated.error());
    return std::make_unique<SqliteValueCache>(*std::move(database), key, random);
}

} // namespace gatehouse::vault
