// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sqlite/database.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace gatehouse::ui::shell {

//! The window's own SQLite file (mode 600): settings, connections without their tokens, and staged changes. Read whole when opened, then kept in memory;
//! writes go to a thread of their own in order, so that no fsync holds the window up. The destructor writes what is left.
class WindowDatabase
{
public:
    using Table = std::map<std::string, std::string>;

    //! Opens or makes `window.sqlite` in the folder, which is made too (mode 700).
    static Result<std::unique_ptr<WindowDatabase>> open(const std::filesystem::path &folder);
    ~WindowDatabase();
    WindowDatabase(const WindowDatabase &) = delete;
    WindowDatabase &operator=(const WindowDatabase &) = delete;

    //! `table` is "settings", "connections" or "staged". Used on one thread, the window's.
    const Table &rows(const std::string &table) const { return m_tables.at(table); }
    const std::string *find(const std::string &table, const std::string &key) const;
    void put(const std::string &table, const std::string &key, std::string value);
    void remove(const std::string &table, const std::string &key);
    //! Waits until everything is on disk; for tests and for the end.
    Status flush();

private:
    using Write = std::function<Status(sqlite::Database &)>;

    explicit WindowDatabase(sqlite::Database database);
    Status load();
    void enqueue(Write write);
    void run();

    sqlite::Database m_database; //!< of the writer once it runs
    std::map<std::string, Table> m_tables;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Write> m_writes;
    bool m_busy = false;
    bool m_stopping = false;
    Status m_status;
    std::thread m_writer;
};

} // namespace gatehouse::ui::shell
