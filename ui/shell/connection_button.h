// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace gatehouse::ui::shell {

class ConnectionList;
class Session;

//! The connection of the window with its environment's colour; opens a menu of all connections.
class ConnectionButton : public QPushButton
{
    Q_OBJECT

public:
    ConnectionButton(Session &session, ConnectionList &connections, QWidget *parent = nullptr);

    QSize sizeHint() const override;

signals:
    //! "Manage connections" was chosen.
    void manageWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void fillMenu();

    Session &m_session;
    ConnectionList &m_connections;
};

} // namespace gatehouse::ui::shell
