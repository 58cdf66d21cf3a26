// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/connection_button.h"

#include "core/remote/connection.h"
#include "ui/components/formats.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/environment.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/style.h"

#include <QMenu>
#include <QPainter>

namespace gatehouse::ui::shell {

ConnectionButton::ConnectionButton(Session &session, ConnectionList &connections, QWidget *parent)
    : QPushButton(parent)
    , m_session(session)
    , m_connections(connections)
{
    setMenu(new QMenu(this));
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(menu(), &QMenu::aboutToShow, this, &ConnectionButton::fillMenu);
    connect(&m_session, &Session::connectionChanged, this, &ConnectionButton::refresh);
    refresh();
}

void ConnectionButton::refresh()
{
    const auto *connection = m_session.connection();
    setText(connection ? components::fromUtf8(connection->name) : tr("No connection"));
    setToolTip(connection ? QStringLiteral("%1 · %2").arg(environmentText(connection->environment), components::fromUtf8(connection->url)) : QString());
    setAccessibleName(connection ? tr("Connection: %1, %2").arg(text(), environmentText(connection->environment)) : tr("No connection"));
    update();
}

void ConnectionButton::fillMenu()
{
    menu()->clear();
    const auto *current = m_session.connection();
    for (const remote::Connection &one : m_connections.all()) {
        auto *action = menu()->addAction(components::fromUtf8(one.name) + QLatin1Char('\t') + environmentText(one.environment));
        action->setCheckable(true);
        action->setChecked(current && current->id == one.id);
        // Without a token or a person there is nothing to show: the connections page asks for it.
        connect(action, &QAction::triggered, this, [this, id = one.id] {
            const remote::Connection *chosen = m_connections.find(id);
            if (chosen && chosen->hasAccess())
                m_session.setConnection(*chosen);
            else
                emit manageWanted();
        });
    }
    menu()->addSeparator();
    menu()->addAction(theme::icon(QStringLiteral("connections")), tr("Manage connections…"), this, &ConnectionButton::manageWanted);
}

QSize ConnectionButton::sizeHint() const
{
    const auto &t = theme::tokens(this);
    const int width = QFontMetrics(t.font(theme::TextRole::BodyStrong)).horizontalAdvance(text());
    return {std::clamp(width + 68, 168, 280), t.metric.controlHeight};
}

void ConnectionButton::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    theme::drawRounded(painter, rect(), t.metric.controlRadius, underMouse() ? t.color.hover : t.color.surface, t.color.control);
    const auto *connection = m_session.connection();
    const theme::Tone tone = connection ? environmentTone(connection->environment) : theme::Tone::Neutral;
    theme::drawRounded(painter, QRectF(12, height() / 2.0 - 4, 8, 8), 4, t.tone(tone).text);
    painter.setFont(t.font(theme::TextRole::BodyStrong));
    painter.setPen(t.color.text);
    const QRect room = rect().adjusted(30, 0, -32, 0);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    theme::paintIcon(&painter, QRect(width() - 26, (height() - 16) / 2, 16, 16), QStringLiteral("chevron-down"), t.color.text2);
    if (theme::showsFocus(this))
        theme::drawFocusRing(painter, rect(), t.metric.controlRadius, t);
}

} // namespace gatehouse::ui::shell
