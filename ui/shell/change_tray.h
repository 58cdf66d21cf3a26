// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace gatehouse::ui::shell {

class Session;

//! The bar at the foot of the window while changes are staged: how many, what they do, Discard, Review, Publish.
class ChangeTray : public QWidget
{
    Q_OBJECT

public:
    explicit ChangeTray(Session &session, QWidget *parent = nullptr);

    QAction *discardAction() const { return m_discard; }
    QAction *reviewAction() const { return m_review; }
    QAction *publishAction() const { return m_publish; }
    QString summary() const;

signals:
    void reviewWanted();
    void publishWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void confirmDiscard();

    Session &m_session;
    QLabel *m_count;
    QLabel *m_detail;
    QAction *m_discard;
    QAction *m_review;
    QAction *m_publish;
    QPushButton *m_publishButton = nullptr;
};

} // namespace gatehouse::ui::shell
