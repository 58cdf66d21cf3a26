// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace gatehouse::remote {
class LocalGateway;
}
namespace gatehouse::ui::components {
class ElidedLabel;
class Pill;
}

namespace gatehouse::ui::shell {

//! The local gateway at the foot of the side bar: its state, its address, and start, stop, restart and log.
class GatewayCard : public QWidget
{
    Q_OBJECT

public:
    explicit GatewayCard(remote::LocalGateway &gateway, QWidget *parent = nullptr);

    QList<QAction *> gatewayActions() const { return {m_start, m_stop, m_restart, m_log}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QAction *addGatewayAction(const QString &icon, const QString &text);
    void refresh();
    void showLog();

    remote::LocalGateway &m_gateway;
    components::Pill *m_state;
    components::ElidedLabel *m_address;
    QAction *m_start;
    QAction *m_stop;
    QAction *m_restart;
    QAction *m_log;
};

} // namespace gatehouse::ui::shell
