// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace gatehouse::remote {
class LocalGateway;
}

namespace gatehouse::ui::shell {

//! The local gateway's log, followed while the view is at its end.
class LogWindow : public QDialog
{
    Q_OBJECT

public:
    explicit LogWindow(remote::LocalGateway &gateway, QWidget *parent);

private:
    QPlainTextEdit *m_text;
};

} // namespace gatehouse::ui::shell
