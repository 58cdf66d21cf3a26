// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/network.h"
#include "ui/shell/page.h"

#include <memory>

namespace gatehouse::ui::components {
class DataTable;
}
namespace gatehouse::ui::shell {
class ConnectionList;
struct Services;
}

namespace gatehouse::ui::connections {

class ConnectionForm;

//! The gateways a person manages: the local one and saved ones by URL and token.
class ConnectionsPage : public shell::Page
{
    Q_OBJECT

public:
    ConnectionsPage(shell::Session &session, const shell::Services &services, QWidget *parent = nullptr);

    QString title() const override { return tr("Connections"); }
    QList<QAction *> pageActions() const override;
    QAction *primaryAction() const override { return m_new; }
    void activate() override { reload(); }
    bool isReady() const override;

    ConnectionForm *form() const { return m_form; }

private:
    void reload();
    void showCurrent();

    shell::Session &m_session;
    shell::ConnectionList &m_connections;
    QAction *m_new;
    components::DataTable *m_table;
    ConnectionForm *m_form;
};

} // namespace gatehouse::ui::connections
