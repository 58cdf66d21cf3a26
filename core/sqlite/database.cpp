// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/database.h"

#include "core/sqlite/failure.h"

#include <sqlite3.h>

#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::sqlite {

namespace {

constexpr int busyMillis = 5000;

//! Runs one or more statements without rows of interest.
Status run(sqlite3 *handle, const std::string &sql)
{
    if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected(failureOf(handle));
    return {};
}

//! SQLite makes a file that others may read, and its log beside it with the rights of the file. A failure shows when it
//! is opened.
void makePrivateFile(const std::string &path)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        ::close(file);
}

} // namespace

Result<Database> Database::open(const std::string &path, Mode mode)
{
    if (mode == Mode::ReadWrite)
        makePrivateFile(path);
    const int flags = (mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3 *handle = nullptr;
    const int result = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Database database(handle); // SQLite gives a handle to close even when it fails
    if (result != SQLITE_OK)
        return fail(ErrorKind::Unavailable, "sqlite.open", {{"reason", sqlite3_errstr(result)}});
    sqlite3_busy_timeout(handle, busyMillis);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (auto done = database.execute("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF");
        !done)
        return tl::unexpected(done.error());
    if (mode == Mode::ReadWrite) {
        // A file with a schema may be a newer program's and stays byte for byte as it is until migrate() has looked.
        const auto version = database.value("PRAGMA user_version");
        if (!version)
            return tl::unexpected(version.error());
        if (*version == "0") {
            if (const auto done = database.useWriteAheadLog(); !done)
                return tl::unexpected(done.error());
        }
    }
    return database;
}

Database::Database(Database &&other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) { }

Database &Database::operator=(Database &&other) noexcept
{
    if (this != &other) {
        sqlite3_close_v2(m_handle);
        m_handle = std::exchange(other.m_handle, nullptr);
    }
    return *this;
}

Database::~Database()
{
    sqlite3_close_v2(m_handle);
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr)
        != SQLITE_OK)
        return tl::unexpected(failureOf(m_handle));
    return Statement(statement);
}

Status Database::execute(std::string_view sql)
{
    return run(m_handle, std::string{sql});
}

Result<std::string> Database::value(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    const auto row = statement->step();
    if (!row)
        return tl::unexpected(row.error());
    return *row ? statement->text(0) : std::string{};
}

Status Database::useWriteAheadLog()
{
    auto journal = value("PRAGMA journal_mode");
    if (journal && *journal != "wal")
        journal = value("PRAGMA journal_mode=WAL");
    return journal.map([](const std::string &) {});
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

Status Database::transaction(const std::function<Status()> &work)
{
    if (auto begun = execute("BEGIN IMMEDIATE"); !begun)
        return begun;
    auto done = work();
    if (done)
        done = execute("COMMIT");
    if (!done && inTransaction())
        static_cast<void>(execute("ROLLBACK")); // what failed first is the news
    return done;
}

std::int64_t Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

std::int64_t Database::changes() const
{
    return sqlite3_changes64(m_handle);
}

} // namespace gatehouse::sqlite
