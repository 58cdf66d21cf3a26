// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment_strip.h"

#include "core/remote/connection.h"
#include "ui/shell/environment.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/theme.h"

#include <QPainter>

namespace gatehouse::ui::shell {

EnvironmentStrip::EnvironmentStrip(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
{
    setFixedHeight(3);
    connect(&session, &Session::connectionChanged, this, qOverload<>(&QWidget::update));
}

void EnvironmentStrip::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    const auto *connection = m_session.connection();
    QPainter painter(this);
    painter.fillRect(rect(), connection ? t.tone(environmentTone(connection->environment)).text : t.color.canvas);
}

} // namespace gatehouse::ui::shell
