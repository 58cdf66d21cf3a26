// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/log_window.h"

#include "core/remote/local_gateway.h"
#include "ui/shell/theme/theme.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace gatehouse::ui::shell {

LogWindow::LogWindow(remote::LocalGateway &gateway, QWidget *parent)
    : QDialog(parent)
    , m_text(new QPlainTextEdit)
{
    setWindowTitle(tr("Log of the local gateway"));
    resize(860, 480);
    m_text->setReadOnly(true);
    m_text->setMaximumBlockCount(1'000);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAccessibleName(windowTitle());
    theme::setTextRole(m_text, theme::TextRole::Mono);
    m_text->setPlainText(gateway.log().join(QLatin1Char('\n')));
    m_text->moveCursor(QTextCursor::End);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_text);
    connect(&gateway, &remote::LocalGateway::logAdded, m_text, &QPlainTextEdit::appendPlainText);
}

} // namespace gatehouse::ui::shell
