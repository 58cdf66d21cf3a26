// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/gateway_card.h"

#include "core/remote/local_gateway.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/shell/log_window.h"
#include "ui/shell/theme/style.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace gatehouse::ui::shell {

namespace {

using State = remote::LocalGateway::State;

theme::Tone toneOf(State state)
{
    switch (state) {
    case State::Running:
    case State::Attached: return theme::Tone::Success;
    case State::Starting:
    case State::Stopping: return theme::Tone::Info;
    case State::Failed: return theme::Tone::Danger;
    case State::Stopped: break;
    }
    return theme::Tone::Neutral;
}

QString textOf(State state)
{
    switch (state) {
    case State::Running: return GatewayCard::tr("Running");
    case State::Attached: return GatewayCard::tr("Attached");
    case State::Starting: return GatewayCard::tr("Starting");
    case State::Stopping: return GatewayCard::tr("Stopping");
    case State::Failed: return GatewayCard::tr("Failed");
    case State::Stopped: break;
    }
    return GatewayCard::tr("Stopped");
}

} // namespace

GatewayCard::GatewayCard(remote::LocalGateway &gateway, QWidget *parent)
    : QWidget(parent)
    , m_gateway(gateway)
    , m_state(new components::Pill({}, theme::Tone::Neutral, true))
    , m_address(new components::ElidedLabel)
    , m_start(addGatewayAction(QStringLiteral("play"), tr("Start the local gateway")))
    , m_stop(addGatewayAction(QStringLiteral("stop"), tr("Stop the local gateway")))
    , m_restart(addGatewayAction(QStringLiteral("restart"), tr("Restart the local gateway")))
    , m_log(addGatewayAction(QStringLiteral("terminal"), tr("Show the gateway's log")))
{
    m_log->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 10, 8);
    column->setSpacing(4);
    auto *top = new QHBoxLayout;
    top->addWidget(components::makeLabel(tr("Local gateway"), theme::TextRole::Heading));
    top->addStretch();
    top->addWidget(m_state);
    column->addLayout(top);
    theme::setTextRole(m_address, theme::TextRole::Secondary);
    theme::setTextLevel(m_address, 2);
    column->addWidget(m_address);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(2);
    buttons->setContentsMargins(-6, 0, 0, 0);
    for (QAction *action : gatewayActions()) {
        auto *button = components::makeIconButton({}, action->text());
        button->setDefaultAction(action);
        button->setIconSize({16, 16});
        button->setAccessibleName(action->text());
        connect(action, &QAction::changed, button, [button, action] { button->setVisible(action->isVisible()); });
        buttons->addWidget(button);
    }
    buttons->addStretch();
    column->addLayout(buttons);

    connect(m_start, &QAction::triggered, &m_gateway, &remote::LocalGateway::start);
    connect(m_stop, &QAction::triggered, &m_gateway, &remote::LocalGateway::stop);
    connect(m_restart, &QAction::triggered, &m_gateway, &remote::LocalGateway::restart);
    connect(m_log, &QAction::triggered, this, &GatewayCard::showLog);
    connect(&m_gateway, &remote::LocalGateway::stateChanged, this, &GatewayCard::refresh);
    refresh();
}

QAction *GatewayCard::addGatewayAction(const QString &icon, const QString &text)
{
    auto *action = new QAction(theme::icon(icon), text, this);
    action->setToolTip(text);
    addAction(action);
    return action;
}

void GatewayCard::refresh()
{
    const State state = m_gateway.state();
    m_state->setText(textOf(state));
    m_state->setTone(toneOf(state));
    QString address;
    if (const auto &endpoint = m_gateway.endpoint(); endpoint && m_gateway.isUp()) {
        if (!endpoint->gateway.empty())
            address = components::fromUtf8(endpoint->gateway.front());
        else if (!endpoint->gatewayTls.empty())
            address = components::fromUtf8(endpoint->gatewayTls.front());
    } else if (m_gateway.error()) {
        address = components::errorText(*m_gateway.error());
    }
    address.remove(QStringLiteral("http://"));
    m_address->setText(address.isEmpty() ? tr("Not listening") : address);
    const bool idle = state == State::Stopped || state == State::Failed;
    m_start->setVisible(idle);
    m_stop->setVisible(!idle);
    m_stop->setEnabled(state != State::Stopping);
    m_stop->setText(state == State::Attached ? tr("Let the attached gateway go") : tr("Stop the local gateway"));
    m_restart->setEnabled(m_gateway.isUp());
    setAccessibleName(tr("Local gateway: %1").arg(textOf(state)));
}

void GatewayCard::showLog()
{
    auto *window = new LogWindow(m_gateway, this->window());
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
}

void GatewayCard::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    theme::drawRounded(painter, rect(), t.metric.cardRadius, t.color.surface, t.color.border);
}

} // namespace gatehouse::ui::shell
