// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_database.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::ui::shell {

namespace {

const std::vector<sqlite::Migration> migrations{
    {1, "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE connections (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE staged (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"},
};

//! Staged changes may hold secrets, so the file is the owner's before SQLite writes to it; its WAL takes the same mode.
Status makePrivate(const std::filesystem::path &folder, const std::filesystem::path &file)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorKind::Unavailable, "sqlite.open", {{"reason", error.message()}});
    ::chmod(folder.c_str(), S_IRWXU);
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (handle < 0)
        return fail(ErrorKind::Unavailable, "sqlite.open", {{"reason", std::error_code(errno, std::generic_category()).message()}});
    ::fchmod(handle, S_IRUSR | S_IWUSR);
    ::close(handle);
    return {};
}

} // namespace

Result<std::unique_ptr<WindowDatabase>> WindowDatabase::open(const std::filesystem::path &folder)
{
    const auto file = folder / "window.sqlite";
    if (auto made = makePrivate(folder, file); !made)
        return tl::unexpected(made.error());
    auto database = sqlite::Database::open(file.string());
    if (!database)
        return tl::unexpected(database.error());
    if (auto migrated = database->migrate(migrations); !migrated)
        return tl::unexpected(migrated.error());
    std::unique_ptr<WindowDatabase> window(new WindowDatabase(std::move(*database)));
    if (auto loaded = window->load(); !loaded)
        return tl::unexpected(loaded.error());
    window->m_writer = std::thread([raw = window.get()] { raw->run(); });
    return window;
}

WindowDatabase::WindowDatabase(sqlite::Database database)
    : m_database(std::move(database))
{
}

WindowDatabase::~WindowDatabase()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    if (m_writer.joinable())
        m_writer.join();
}

Status WindowDatabase::load()
{
    for (const char *table : {"settings", "connections", "staged"}) {
        Table &rows = m_tables[table];
        auto select = m_database.prepare("SELECT key, value FROM " + std::string(table));
        if (!select)
            return tl::unexpected(select.error());
        for (;;) {
            auto row = select->step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            rows[select->text(0)] = select->text(1);
        }
    }
    return {};
}

const std::string *WindowDatabase::find(const std::string &table, const std::string &key) const
{
    const Table &all = rows(table);
    const auto found = all.find(key);
    return found == all.end() ? nullptr : &found->second;
}

void WindowDatabase::put(const std::string &table, const std::string &key, std::string value)
{
    std::string &kept = m_tables.at(table)[key];
    if (kept == value)
        return;
    kept = value;
    enqueue([table, key, value = std::move(value)](sqlite::Database &database) -> Status {
        auto statement = database.prepare("INSERT INTO " + table + " VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2");
        if (!statement)
            return tl::unexpected(statement.error());
        return statement->bind(1, std::string_view(key)).bind(2, std::string_view(value)).run();
    });
}

void WindowDatabase::remove(const std::string &table, const std::string &key)
{
    if (m_tables.at(table).erase(key) == 0)
        return;
    enqueue([table, key](sqlite::Database &database) -> Status {
        auto statement = database.prepare("DELETE FROM " + table + " WHERE key = ?1");
        if (!statement)
            return tl::unexpected(statement.error());
        return statement->bind(1, std::string_view(key)).run();
    });
}

Status WindowDatabase::flush()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_writes.empty() && !m_busy; });
    return m_status;
}

void WindowDatabase::enqueue(Write write)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_writes.push_back(std::move(write));
    }
    m_changed.notify_all();
}

void WindowDatabase::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_stopping || !m_writes.empty(); });
        if (m_writes.empty())
            return;
        Write write = std::move(m_writes.front());
        m_writes.pop_front();
        m_busy = true;
        lock.unlock();
        Status status = write(m_database);
        lock.lock();
        m_busy = false;
        if (!status && m_status)
            m_status = status; // the first failure is the telling one
        m_changed.notify_all();
    }
}

} // namespace gatehouse::ui::shell
