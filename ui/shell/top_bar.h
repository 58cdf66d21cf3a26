// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace gatehouse::ui::shell {

class ConnectionButton;
class ConnectionList;
class Session;

//! Above the page: its title, the entry of the command palette, the connection, the theme, the page's actions.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    TopBar(Session &session, ConnectionList &connections, QAction *palette, QAction *theme, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setActions(const QList<QAction *> &actions, QAction *primary);
    ConnectionButton *connectionButton() const { return m_connection; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_title;
    ConnectionButton *m_connection;
    QHBoxLayout *m_actions;
};

} // namespace gatehouse::ui::shell
