// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/database.h"
#include "core/sqlite/failure.h"

#include <sqlite3.h>

#include <utility>

namespace gatehouse::sqlite {

Statement::Statement(Statement &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr)),
      m_bindResult(other.m_bindResult)
{
}

Statement &Statement::operator=(Statement &&other) noexcept
{
    if (this != &other) {
        sqlite3_finalize(m_statement);
        m_statement = std::exchange(other.m_statement, nullptr);
        m_bindResult = other.m_bindResult;
    }
    return *this;
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

Statement &Statement::bind(int index, std::int64_t value)
{
    return bound(sqlite3_bind_int64(rewound(), index, value));
}

Statement &Statement::bind(int index, std::string_view text)
{
    return bound(sqlite3_bind_text64(rewound(), index, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT,
                                     SQLITE_UTF8));
}

Statement &Statement::bindBlob(int index, std::string_view bytes)
{
    return bound(
        sqlite3_bind_blob64(rewound(), index, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_TRANSIENT));
}

Statement &Statement::bindNull(int index)
{
    return bound(sqlite3_bind_null(rewound(), index));
}

Result<bool> Statement::step()
{
    if (m_bindResult != 0) {
        const int result = std::exchange(m_bindResult, 0);
        return fail(ErrorKind::Internal, "sqlite.error", {{"reason", sqlite3_errstr(result)}});
    }
    const int result = sqlite3_step(m_statement);
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE) {
        sqlite3_reset(m_statement);
        return false;
    }
    auto failure = failureOf(sqlite3_db_handle(m_statement));
    sqlite3_reset(m_statement);
    return tl::unexpected(std::move(failure));
}

Status Statement::run()
{
    for (;;) {
        const auto row = step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
    }
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::string Statement::text(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return bytes ? std::string{bytes, size} : std::string{};
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

sqlite3_stmt *Statement::rewound()
{
    if (sqlite3_stmt_busy(m_statement))
        sqlite3_reset(m_statement);
    return m_statement;
}

Statement &Statement::bound(int result)
{
    if (result != SQLITE_OK && m_bindResult == SQLITE_OK)
        m_bindResult = result;
    return *this;
}

} // namespace gatehouse::sqlite
