// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connections_page.h"

#include "ui/components/card.h"
#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/connections/connection_form.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/environment.h"
#include "ui/shell/services.h"
#include "ui/shell/session.h"
#include "ui/shell/sign_ins.h"
#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QSplitter>
#include <QUuid>

namespace gatehouse::ui::connections {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using components::toUtf8;
using remote::Connection;

namespace {

class ConnectionRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionsPage)

public:
    ConnectionRows(std::vector<Connection> connections, std::string current) : m_connections(std::move(connections)), m_current(std::move(current)) { }

    static QList<Column> columns()
    {
        return {
            {tr("Name"), CellKind::Strong, 200, true, Qt::ElideRight},
            {tr("Environment"), CellKind::Pill, 120, false, Qt::ElideRight},
            {tr("URL"), CellKind::Mono, 240, false, Qt::ElideMiddle},
            {tr("State"), CellKind::Secondary, 200, false, Qt::ElideRight},
        };
    }
    int rowCount() const override { return int(m_connections.size()); }
    QString key(int row) const override { return fromUtf8(m_connections[std::size_t(row)].id); }
    Cell cell(int row, int column) const override
    {
        const auto &connection = m_connections[std::size_t(row)];
        Cell cell;
        switch (column) {
        case 0:
            cell.text = fromUtf8(connection.name);
            cell.icon = connection.isLocal ? "terminal" : "gateways";
            break;
        case 1:
            cell.text = shell::environmentText(connection.environment);
            cell.tone = shell::environmentTone(connection.environment);
            cell.dot = true;
            break;
        case 2:
            cell.text = fromUtf8(connection.url);
            cell.toolTip = fromUtf8(connection.scope);
            break;
        case 3:
            cell.text = stateText(connection);
            cell.toolTip = cell.text;
            break;
        default: break;
        }
        return cell;
    }

private:
    QString stateText(const Connection &connection) const
    {
        const bool here = connection.id == m_current;
        if (connection.person)
            return here ? tr("This window, as %1").arg(fromUtf8(connection.person->name())) : tr("Signed in as %1").arg(fromUtf8(connection.person->name()));
        if (here)
            return tr("This window");
        if (connection.hasAccess())
            return tr("Ready");
        return connection.signIn.empty() ? tr("Token needed") : tr("Sign-in needed");
    }

    std::vector<Connection> m_connections;
    std::string m_current;
};

} // namespace

ConnectionsPage::ConnectionsPage(shell::Session &session, const shell::Services &services, QWidget *parent)
    : Page(parent), m_session(session), m_connections(services.connections), m_new(new QAction(theme::icon("plus"), tr("New connection"), this))
{
    m_new->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_N));
    m_table = new components::DataTable(ConnectionRows::columns(), tr("Connections"), this);
    m_form = new ConnectionForm(services.network, services.signIns, this);
    auto *card = new components::Card({}, this);
    card->setEdgeToEdge(true);
    card->body()->addWidget(m_table);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(16);
    split->addWidget(card);
    split->addWidget(m_form);
    split->setStretchFactor(0, 1);
    split->setSizes({720, 440});
    split->setChildrenCollapsible(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 4, 24, 24);
    layout->addWidget(split);

    connect(m_table, &components::DataTable::currentKeyChanged, this, &ConnectionsPage::showCurrent);
    connect(m_table, &components::DataTable::opened, this, [this] { emit m_form->connectWanted(m_form->connection()); });
    connect(m_new, &QAction::triggered, this, [this] {
        m_table->clearSelection();
        m_form->showConnection({});
        m_form->nameField()->setFocus();
    });
    connect(m_form, &ConnectionForm::saved, this, [this](Connection connection) {
        if (connection.id.empty())
            connection.id = toUtf8(QUuid::createUuid().toString(QUuid::WithoutBraces));
        m_connections.put(connection);
        m_table->setCurrentKey(fromUtf8(connection.id));
    });
    connect(m_form, &ConnectionForm::signInWanted, this, [this, signIns = services.signIns](Connection connection, shell::SignIns::Way way) {
        if (connection.id.empty())
            connection.id = toUtf8(QUuid::createUuid().toString(QUuid::WithoutBraces));
        m_connections.put(connection);
        m_table->setCurrentKey(fromUtf8(connection.id));
        signIns->signIn(connection.id, way);
    });
    connect(m_form, &ConnectionForm::connectWanted, this, [this](Connection connection) {
        if (connection.id.empty())
            connection.id = toUtf8(QUuid::createUuid().toString(QUuid::WithoutBraces));
        m_connections.put(connection);
        m_session.setConnection(connection);
    });
    connect(m_form, &ConnectionForm::removed, this, [this](const Connection &connection) {
        const auto answer = QMessageBox::question(this, tr("Delete connection"), tr("Delete the connection %1? The gateway itself stays as it is.").arg(fromUtf8(connection.name)));
        if (answer == QMessageBox::Yes)
            m_connections.remove(connection.id);
    });
    connect(&m_connections, &shell::ConnectionList::changed, this, &ConnectionsPage::reload);
    connect(&m_session, &shell::Session::connectionChanged, this, &ConnectionsPage::reload);
}

QList<QAction *> ConnectionsPage::pageActions() const
{
    return {m_new};
}

bool ConnectionsPage::isReady() const
{
    return !m_form->isTesting();
}

void ConnectionsPage::reload()
{
    const auto *current = m_session.connection();
    m_table->setSource(std::make_shared<ConnectionRows>(m_connections.all(), current ? current->id : std::string{}));
    if (m_table->currentKey().isEmpty() && current)
        m_table->setCurrentKey(fromUtf8(current->id));
    showCurrent();
}

void ConnectionsPage::showCurrent()
{
    const auto *connection = m_connections.find(toUtf8(m_table->currentKey()));
    if (connection)
        m_form->showConnection(*connection);
}

} // namespace gatehouse::ui::connections
