// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/failure.h"

#include <sqlite3.h>

namespace gatehouse::sqlite {

Error failureOf(sqlite3 *handle)
{
    const std::string reason = sqlite3_errmsg(handle);
    switch (sqlite3_errcode(handle) & 0xff) {
    case SQLITE_CONSTRAINT:
        return {ErrorKind::Conflict, "sqlite.constraint", {{"reason", reason}}, {}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorKind::Corrupt, "sqlite.corrupt", {{"reason", reason}}, {}};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return {ErrorKind::Unavailable, "sqlite.open", {{"reason", reason}}, {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorKind::Unavailable, "sqlite.busy", {{"reason", reason}}, {}};
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return {ErrorKind::Unavailable, "sqlite.disk", {{"reason", reason}}, {}};
    default:
        return {ErrorKind::Internal, "sqlite.error", {{"reason", reason}}, {}};
    }
}

} // namespace gatehouse::sqlite
