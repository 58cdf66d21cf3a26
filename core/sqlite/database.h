// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace gatehouse::sqlite {

enum class Mode { ReadWrite, ReadOnly };

class Database;

//! A prepared statement; reset by its next bind. Bound to its database's thread rules and lifetime.
class Statement
{
public:
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) noexcept;
    ~Statement();

    //! Parameters count from 1.
    Statement &bind(int index, std::int64_t value);
    Statement &bind(int index, std::string_view text);
    Statement &bindBlob(int index, std::string_view bytes);
    Statement &bindNull(int index);

    //! True: a row is there. False: done. Resets by itself when done.
    Result<bool> step();
    //! For statements without rows.
    Status run();
    void reset();

    std::int64_t integer(int column) const;
    std::string text(int column) const; //!< also for blobs
    bool isNull(int column) const;

private:
    friend class Database;
    explicit Statement(sqlite3_stmt *statement) : m_statement(statement) { }
    sqlite3_stmt *rewound();
    Statement &bound(int result);

    sqlite3_stmt *m_statement = nullptr;
    int m_bindResult = 0; //!< the first bind that failed; step() tells it
};

struct Migration
{
    int version; //!< 1, 2, ...: stored in user_version
    std::string_view sql;
};

//! One connection: made with mode 600, WAL, synchronous=FULL, foreign keys on, busy timeout 5 s. Used by one thread at
//! a time. Failures: Unavailable "sqlite.open", "sqlite.busy" or "sqlite.disk", Corrupt "sqlite.corrupt", Conflict
//! "sqlite.constraint", Internal "sqlite.error" (args: reason).
class Database
{
public:
    static Result<Database> open(const std::string &path, Mode mode = Mode::ReadWrite);
    Database(Database &&other) noexcept;
    Database &operator=(Database &&other) noexcept;
    ~Database();

    Result<Statement> prepare(std::string_view sql);
    Status execute(std::string_view sql);
    //! The first column of the first row as text; "" when there is no row.
    Result<std::string> value(std::string_view sql);
    //! BEGIN IMMEDIATE, `work`, COMMIT; ROLLBACK when it fails.
    Status transaction(const std::function<Status()> &work);
    //! False after a failure that made SQLite roll back by itself (disk full).
    bool inTransaction() const;
    std::int64_t lastInsertId() const;
    std::int64_t changes() const;

    //! Brings the schema to the newest version in one transaction each, after a backup beside the file ("x.db.v1.bak").
    //! A newer schema than the program knows: Unsupported "sqlite.newerSchema", the file untouched.
    Status migrate(const std::vector<Migration> &migrations);
    //! Replaces this database's content by the other's: a consistent copy, also while others write.
    Status copyFrom(sqlite3 *source);

private:
    Status useWriteAheadLog();
    explicit Database(sqlite3 *handle) : m_handle(handle) { }
    sqlite3 *m_handle = nullptr;
};

} // namespace gatehouse::sqlite
