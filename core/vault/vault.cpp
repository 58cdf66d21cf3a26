// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault.h"

#include "core/base/text.h"
#include "core/sqlite/database.h"
#include "core/vault/envelope.h"

#include <limits>
#include <mutex>

namespace gatehouse::vault {

namespace {

constexpr std::string_view vaultSchema =
    "CREATE TABLE items (name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY, certificate INTEGER NOT NULL, deleted INTEGER, purge INTEGER) WITHOUT ROWID; "
    "CREATE TABLE versions (serial INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE REFERENCES items (name) ON DELETE CASCADE, "
    "version TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, enabled INTEGER NOT NULL, not_before INTEGER, expires INTEGER, "
    "content_type TEXT NOT NULL, tags TEXT NOT NULL, certificate BLOB, policy TEXT NOT NULL, key_id TEXT NOT NULL, wrapped_key BLOB NOT NULL, "
    "content BLOB NOT NULL, UNIQUE (name, version));";

constexpr std::string_view versionColumns = "v.serial, v.name, v.version, v.created, v.updated, v.enabled, v.not_before, v.expires, v.content_type, v.tags, "
                                            "v.certificate, v.policy, i.deleted, i.purge";

std::string placeOf(const Version &version)
{
    return toLower(version.name) + "/" + version.version;
}

std::int64_t stored(UtcTime time)
{
    return std::int64_t{time.time_since_epoch().count()};
}

UtcTime storedTime(std::int64_t micros)
{
    return UtcTime{std::chrono::microseconds{micros}};
}

json::object storedObject(const std::string &text)
{
    const auto value = parseJson(text);
    return value && value->is_object() ? value->get_object() : json::object{};
}

struct Row
{
    std::int64_t serial = 0;
    Version version;
    std::optional<UtcTime> deleted, purge;
};

Row rowOf(const sqlite::Statement &read)
{
    const auto time = [&](int column) { return read.isNull(column) ? std::nullopt : std::optional(storedTime(read.integer(column))); };
    Row row;
    row.serial = read.integer(0);
    auto &version = row.version;
    version.name = read.text(1);
    version.version = read.text(2);
    version.created = storedTime(read.integer(3));
    version.updated = storedTime(read.integer(4));
    version.attributes = {read.integer(5) != 0, time(6), time(7)};
    version.contentType = read.text(8);
    version.tags = storedObject(read.text(9));
    version.certificate = read.isNull(10) ? std::string{} : read.text(10);
    version.policy = storedObject(read.text(11));
    row.deleted = time(12);
    row.purge = time(13);
    return row;
}

void bindTime(sqlite::Statement &statement, int index, const std::optional<UtcTime> &time)
{
    if (time)
        statement.bind(index, stored(*time));
    else
        statement.bindNull(index);
}

class SqliteVault final : public Vault
{
public:
    SqliteVault(sqlite::Database database, const SecretString &key, const Clock &clock, Random &random)
        : m_database(std::move(database)), m_envelope(key, random), m_clock(clock), m_random(random)
    {
    }

    Result<Version> add(std::string_view name, NewVersion wanted, const Record &record) override
    {
        const std::scoped_lock lock(m_mutex);
        Version made;
        const auto done = m_database.transaction([&]() -> Status {
            if (auto dropped = dropOverdue(); !dropped)
                return dropped;
            auto item = itemFor(name, !wanted.certificate.empty());
            if (!item)
                return tl::unexpected(item.error());
            made = {*item, randomHex(m_random, 16), wanted.attributes, m_clock.utc(), m_clock.utc(), wanted.contentType, std::move(wanted.tags),
                    std::move(wanted.certificate), std::move(wanted.policy)};
            if (auto written = insert(made, wanted.value); !written)
                return written;
            return record(made);
        });
        return done ? Result<Version>(std::move(made)) : tl::unexpected(done.error());
    }

    Result<Version> find(Kind kind, std::string_view name, std::string_view version) override
    {
        const std::scoped_lock lock(m_mutex);
        auto row = rowFor(kind, name, version, false);
        return row ? Result<Version>(std::move(row->version)) : tl::unexpected(row.error());
    }

    Result<SecretString> reveal(const Version &version) override
    {
        const std::scoped_lock lock(m_mutex);
        auto read = m_database.prepare("SELECT key_id, wrapped_key, content FROM versions WHERE name = ? AND version = ?");
        if (!read)
            return tl::unexpected(read.error());
        const auto row = read->bind(1, version.name).bind(2, version.version).step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return absent(version.name);
        auto value = m_envelope.open({read->text(0), read->text(1), read->text(2)}, placeOf(version));
        if (!value)
            value.error().args.emplace_back("name", version.name);
        return value;
    }

    Result<Version> change(Kind kind, std::string_view name, std::string_view version, const VersionChange &change, const Record &record) override
    {
        const std::scoped_lock lock(m_mutex);
        Version changed;
        const auto done = m_database.transaction([&]() -> Status {
            auto row = rowFor(kind, name, version, false);
            if (!row)
                return tl::unexpected(row.error());
            changed = std::move(row->version);
            if (kind == Kind::Secret && changed.isCertificate())
                return fail(ErrorKind::Forbidden, "vault.managed", {{"name", changed.name}});
            takeChange(changed, change);
            if (auto written = update(row->serial, changed); !written)
                return written;
            return record(changed);
        });
        return done ? Result<Version>(std::move(changed)) : tl::unexpected(done.error());
    }

    Result<Page<Version>> list(Kind kind, std::string_view from, std::size_t count) override
    {
        const std::scoped_lock lock(m_mutex);
        return pageByName<Version>(kind, from, count, "i.deleted IS NULL", [](Row row) { return std::move(row.version); });
    }

    Result<Page<Version>> versions(Kind kind, std::string_view name, std::string_view from, std::size_t count) override
    {
        const std::scoped_lock lock(m_mutex);
        if (auto known = rowFor(kind, name, {}, false); !known)
            return tl::unexpected(known.error());
        const auto before = toInteger(from).value_or(std::numeric_limits<std::int64_t>::max());
        auto read = m_database.prepare("SELECT " + std::string{versionColumns}
                                       + " FROM items i JOIN versions v ON v.name = i.name WHERE i.name = ? AND v.serial < ? ORDER BY v.serial DESC LIMIT ?");
        if (!read)
            return tl::unexpected(read.error());
        read->bind(1, name).bind(2, std::int64_t{before}).bind(3, static_cast<std::int64_t>(count + 1));
        auto rows = rowsOf(*read);
        if (!rows)
            return tl::unexpected(rows.error());
        Page<Version> page;
        std::int64_t last = 0;
        for (auto &row : *rows) {
            if (page.items.size() == count) {
                page.next = std::to_string(last);
                break;
            }
            last = row.serial;
            page.items.push_back(std::move(row.version));
        }
        return page;
    }

    Result<Deleted> remove(Kind kind, std::string_view name, const Record &record) override
    {
        const std::scoped_lock lock(m_mutex);
        Deleted deleted;
        const auto done = m_database.transaction([&]() -> Status {
            auto row = rowFor(kind, name, {}, false);
            if (!row)
                return tl::unexpected(row.error());
            if (kind == Kind::Secret && row->version.isCertificate())
                return fail(ErrorKind::Forbidden, "vault.managed", {{"name", row->version.name}});
            deleted = {std::move(row->version), m_clock.utc(), m_clock.utc() + retention};
            if (auto marked = mark(name, deleted.deleted, deleted.purge); !marked)
                return marked;
            return record(deleted.version);
        });
        return done ? Result<Deleted>(std::move(deleted)) : tl::unexpected(done.error());
    }

    Result<Deleted> findDeleted(Kind kind, std::string_view name) override
    {
        const std::scoped_lock lock(m_mutex);
        if (auto dropped = dropOverdue(); !dropped)
            return tl::unexpected(dropped.error());
        auto row = rowFor(kind, name, {}, true);
        if (!row)
            return tl::unexpected(row.error());
        return Deleted{std::move(row->version), row->deleted.value_or(UtcTime{}), row->purge.value_or(UtcTime{})};
    }

    Result<Page<Deleted>> listDeleted(Kind kind, std::string_view from, std::size_t count) override
    {
        const std::scoped_lock lock(m_mutex);
        if (auto dropped = dropOverdue(); !dropped)
            return tl::unexpected(dropped.error());
        return pageByName<Deleted>(kind, from, count, "i.deleted IS NOT NULL", [](Row row) {
            return Deleted{std::move(row.version), row.deleted.value_or(UtcTime{}), row.purge.value_or(UtcTime{})};
        });
    }

    Result<Version> recover(Kind kind, std::string_view name, const Record &record) override
    {
        const std::scoped_lock lock(m_mutex);
        Version recovered;
        const auto done = m_database.transaction([&]() -> Status {
            if (auto dropped = dropOverdue(); !dropped)
                return dropped;
            auto row = rowFor(kind, name, {}, true);
            if (!row)
                return tl::unexpected(row.error());
            recovered = std::move(row->version);
            if (kind == Kind::Secret && recovered.isCertificate())
                return fail(ErrorKind::Forbidden, "vault.managed", {{"name", recovered.name}});
            if (auto marked = mark(name, std::nullopt, std::nullopt); !marked)
                return marked;
            return record(recovered);
        });
        return done ? Result<Version>(std::move(recovered)) : tl::unexpected(done.error());
    }

    Status purge(Kind kind, std::string_view name, const Record &record) override
    {
        const std::scoped_lock lock(m_mutex);
        return m_database.transaction([&]() -> Status {
            auto row = rowFor(kind, name, {}, true);
            if (!row)
                return tl::unexpected(row.error());
            if (kind == Kind::Secret && row->version.isCertificate())
                return fail(ErrorKind::Forbidden, "vault.managed", {{"name", row->version.name}});
            auto drop = m_database.prepare("DELETE FROM items WHERE name = ?");
            if (!drop)
                return tl::unexpected(drop.error());
            if (auto done = drop->bind(1, name).run(); !done)
                return done;
            return record(row->version);
        });
    }

private:
    static tl::unexpected<Error> absent(std::string_view name) { return fail(ErrorKind::NotFound, "vault.notFound", {{"name", std::string{name}}}); }

    //! The name as it was first written; makes the item when it is new.
    Result<std::string> itemFor(std::string_view name, bool certificate)
    {
        auto read = m_database.prepare("SELECT name, certificate, deleted FROM items WHERE name = ?");
        if (!read)
            return tl::unexpected(read.error());
        const auto found = read->bind(1, name).step();
        if (!found)
            return tl::unexpected(found.error());
        if (*found) {
            const auto known = read->text(0);
            if (!read->isNull(2))
                return fail(ErrorKind::Conflict, "vault.deleted", {{"name", known}});
            if ((read->integer(1) != 0) != certificate)
                return fail(ErrorKind::Conflict, "vault.otherKind", {{"name", known}});
            return known;
        }
        auto write = m_database.prepare("INSERT INTO items (name, certificate) VALUES (?, ?)");
        if (!write)
            return tl::unexpected(write.error());
        if (auto done = write->bind(1, name).bind(2, std::int64_t{certificate}).run(); !done)
            return tl::unexpected(done.error());
        return std::string{name};
    }

    Status insert(const Version &version, const SecretString &value)
    {
        const auto sealed = m_envelope.seal(value, placeOf(version));
        if (!sealed)
            return tl::unexpected(sealed.error());
        auto write = m_database.prepare("INSERT INTO versions (name, version, created, updated, enabled, not_before, expires, content_type, tags, certificate, "
                                        "policy, key_id, wrapped_key, content) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        if (!write)
            return tl::unexpected(write.error());
        write->bind(1, version.name).bind(2, version.version).bind(3, stored(version.created)).bind(4, stored(version.updated));
        write->bind(5, std::int64_t{version.attributes.enabled});
        bindTime(*write, 6, version.attributes.notBefore);
        bindTime(*write, 7, version.attributes.expires);
        write->bind(8, version.contentType).bind(9, toJson(version.tags));
        if (version.isCertificate())
            write->bindBlob(10, version.certificate);
        else
            write->bindNull(10);
        write->bind(11, toJson(version.policy)).bind(12, sealed->keyId);
        return write->bindBlob(13, sealed->wrappedKey).bindBlob(14, sealed->content).run();
    }

    void takeChange(Version &version, const VersionChange &change) const
    {
        if (change.enabled)
            version.attributes.enabled = *change.enabled;
        if (change.notBefore)
            version.attributes.notBefore = change.notBefore;
        if (change.expires)
            version.attributes.expires = change.expires;
        if (change.contentType)
            version.contentType = *change.contentType;
        if (change.tags)
            version.tags = *change.tags;
        if (change.policy)
            version.policy = *change.policy;
        version.updated = m_clock.utc();
    }

    Status update(std::int64_t serial, const Version &version)
    {
        auto write = m_database.prepare("UPDATE versions SET updated = ?, enabled = ?, not_before = ?, expires = ?, content_type = ?, tags = ?, policy = ? WHERE serial = ?");
        if (!write)
            return tl::unexpected(write.error());
        write->bind(1, stored(version.updated)).bind(2, std::int64_t{version.attributes.enabled});
        bindTime(*write, 3, version.attributes.notBefore);
        bindTime(*write, 4, version.attributes.expires);
        return write->bind(5, version.contentType).bind(6, toJson(version.tags)).bind(7, toJson(version.policy)).bind(8, serial).run();
    }

    Status mark(std::string_view name, std::optional<UtcTime> deleted, std::optional<UtcTime> purge)
    {
        auto write = m_database.prepare("UPDATE items SET deleted = ?, purge = ? WHERE name = ?");
        if (!write)
            return tl::unexpected(write.error());
        bindTime(*write, 1, deleted);
        bindTime(*write, 2, purge);
        return write->bind(3, name).run();
    }

    Result<std::vector<Row>> rowsOf(sqlite::Statement &read)
    {
        std::vector<Row> rows;
        for (;;) {
            const auto row = read.step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                return rows;
            rows.push_back(rowOf(read));
        }
    }

    Result<Row> rowFor(Kind kind, std::string_view name, std::string_view version, bool deleted)
    {
        auto read = m_database.prepare("SELECT " + std::string{versionColumns} + " FROM items i JOIN versions v ON v.name = i.name WHERE i.name = ? AND i.deleted IS "
                                       + (deleted ? "NOT " : "") + "NULL" + (kind == Kind::Certificate ? " AND i.certificate = 1" : "")
                                       + (version.empty() ? "" : " AND v.version = ?") + " ORDER BY v.serial DESC LIMIT 1");
        if (!read)
            return tl::unexpected(read.error());
        read->bind(1, name);
        const auto lower = toLower(version);
        if (!version.empty())
            read->bind(2, lower);
        const auto found = read->step();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            return fail(ErrorKind::NotFound, deleted ? "vault.notDeleted" : "vault.notFound", {{"name", std::string{name}}});
        return rowOf(*read);
    }

    template<typename T, typename Make>
    Result<Page<T>> pageByName(Kind kind, std::string_view from, std::size_t count, std::string_view condition, const Make &make)
    {
        auto read = m_database.prepare("SELECT " + std::string{versionColumns} + " FROM items i JOIN versions v ON v.name = i.name WHERE " + std::string{condition}
                                       + (kind == Kind::Certificate ? " AND i.certificate = 1" : "")
                                       + " AND i.name > ? AND v.serial = (SELECT MAX(w.serial) FROM versions w WHERE w.name = i.name) ORDER BY i.name LIMIT ?");
        if (!read)
            return tl::unexpected(read.error());
        read->bind(1, from).bind(2, static_cast<std::int64_t>(count + 1));
        auto rows = rowsOf(*read);
        if (!rows)
            return tl::unexpected(rows.error());
        Page<T> page;
        std::string last;
        for (auto &row : *rows) {
            if (page.items.size() == count) {
                page.next = last;
                break;
            }
            last = row.version.name;
            page.items.push_back(make(std::move(row)));
        }
        return page;
    }

    Status dropOverdue()
    {
        auto drop = m_database.prepare("DELETE FROM items WHERE purge IS NOT NULL AND purge <= ?");
        if (!drop)
            return tl::unexpected(drop.error());
        return drop->bind(1, stored(m_clock.utc())).run();
    }

    std::mutex m_mutex;
    sqlite::Database m_database;
    Envelope m_envelope;
    const Clock &m_clock;
    Random &m_random;
};

} // namespace

Result<std::unique_ptr<Vault>> Vault::open(const std::string &path, const SecretString &key, const Clock &clock, Random &random)
{
    auto database = sqlite::Database::open(path);
    if (!database)
        return tl::unexpected(database.error());
    static const std::vector<sqlite::Migration> migrations{{1, vaultSchema}};
    if (auto migrated = database->migrate(migrations); !migrated)
        return tl::unexpected(migrated.error());
    // What is purged leaves no bytes behind in free pages.
    if (auto set = database->execute("PRAGMA secure_delete = ON"); !set)
        return tl::unexpected(set.error());
    return std::make_unique<SqliteVault>(*std::move(database), key, clock, random);
}

} // namespace gatehouse::vault
