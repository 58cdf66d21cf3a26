// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/sqlite/database.h"
#include "core/sqlite/failure.h"

#include <sqlite3.h>

#include <filesystem>

namespace gatehouse::sqlite {

namespace {

//! A whole copy through SQLite's own backup, written beside and renamed so that a half copy never has the name.
Status backUp(sqlite3 *source, const std::string &target)
{
    const auto partial = target + ".part";
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    auto copy = Database::open(partial, Mode::ReadWrite);
    if (!copy)
        return tl::unexpected(copy.error());
    const auto done = copy->copyFrom(source);
    copy = fail(ErrorKind::Internal, "sqlite.closed"); // closes the file before it gets its name
    std::error_code failure;
    if (done)
        std::filesystem::rename(partial, target, failure);
    if (!done || failure) {
        std::filesystem::remove(partial, ignored);
        return done ? Status{fail(ErrorKind::Unavailable, "sqlite.backup", {{"reason", failure.message()}})} : done;
    }
    return {};
}

} // namespace

Status Database::copyFrom(sqlite3 *source)
{
    sqlite3_backup *backup = sqlite3_backup_init(m_handle, "main", source, "main");
    if (!backup)
        return tl::unexpected(failureOf(m_handle));
    sqlite3_backup_step(backup, -1);
    if (sqlite3_backup_finish(backup) != SQLITE_OK)
        return tl::unexpected(failureOf(m_handle));
    // One file without a log beside it.
    return value("PRAGMA journal_mode=DELETE").map([](const std::string &) {});
}

Status Database::migrate(const std::vector<Migration> &migrations)
{
    const auto text = value("PRAGMA user_version");
    if (!text)
        return tl::unexpected(text.error());
    const auto current = toInteger(*text).value_or(0);
    const auto newest = migrations.empty() ? 0 : migrations.back().version;
    if (current > newest)
        return fail(ErrorKind::Unsupported, "sqlite.newerSchema",
                    {{"found", std::to_string(current)}, {"known", std::to_string(newest)}});
    if (auto done = useWriteAheadLog(); !done)
        return done;
    const char *path = sqlite3_db_filename(m_handle, "main");
    for (const auto &migration : migrations) {
        if (migration.version <= current)
            continue;
        // Version 0 is a file just made: there is nothing to keep.
        const auto before = value("PRAGMA user_version");
        if (!before)
            return tl::unexpected(before.error());
        if (*before != "0" && path && *path) {
            if (auto kept = backUp(m_handle, std::string{path} + ".v" + *before + ".bak"); !kept)
                return kept;
        }
        auto done = transaction([&]() -> Status {
            if (auto made = execute(migration.sql); !made)
                return made;
            return execute("PRAGMA user_version=" + std::to_string(migration.version));
        });
        if (!done)
            return tl::unexpected(
                std::move(done.error()).within("migrating to schema " + std::to_string(migration.version)));
    }
    return {};
}

} // namespace gatehouse::sqlite
