// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/connection.h"

#include <QObject>

#include <vector>

namespace gatehouse::ui::shell {

class WindowDatabase;

//! The connections a person saved, and the local gateway's while it is up. Tokens are held in memory alone and asked for again after a
//! start; everything else is in the window's database.
class ConnectionList : public QObject
{
    Q_OBJECT

public:
    //! `database` may be nullptr: nothing is kept.
    explicit ConnectionList(WindowDatabase *database, QObject *parent = nullptr);

    const std::vector<remote::Connection> &all() const { return m_connections; }
    const remote::Connection *find(const std::string &id) const;
    //! Adds or replaces by id; the local one is not written to disk.
    void put(const remote::Connection &connection);
    void remove(const std::string &id);

signals:
    void changed();

private:
    WindowDatabase *m_database;
    std::vector<remote::Connection> m_connections;
};

} // namespace gatehouse::ui::shell
