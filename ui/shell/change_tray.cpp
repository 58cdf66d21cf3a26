// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/change_tray.h"

#include "core/remote/connection.h"
#include "ui/components/formats.h"
#include "ui/components/icon_label.h"
#include "ui/components/labels.h"
#include "ui/shell/rights.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/style.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>

namespace gatehouse::ui::shell {

ChangeTray::ChangeTray(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_count(components::makeLabel({}, theme::TextRole::Heading))
    , m_detail(components::makeLabel({}, theme::TextRole::Secondary, 2))
    , m_discard(new QAction(tr("Discard"), this))
    , m_review(new QAction(tr("Review"), this))
    , m_publish(new QAction(tr("Publish"), this))
{
    setFixedHeight(56);
    m_discard->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));
    m_review->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    m_publish->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_S));
    m_discard->setIcon(theme::icon(QStringLiteral("undo")));
    m_review->setIcon(theme::icon(QStringLiteral("eye")));
    m_publish->setIcon(theme::icon(QStringLiteral("upload")));
    const auto &metric = theme::tokens(this).metric;
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric.pageMargin, 0, metric.pageMargin, 0);
    row->setSpacing(metric.space2);
    auto *icon = new components::IconLabel(QStringLiteral("edit"), 18);
    icon->setTone(theme::Tone::Accent);
    row->addWidget(icon);
    row->addWidget(m_count);
    row->addWidget(m_detail);
    row->addStretch();
    for (QAction *action : {m_discard, m_review, m_publish}) {
        addAction(action);
        auto *button = components::makeButton(action->text(), action == m_publish ? theme::ButtonRank::Primary : theme::ButtonRank::Secondary);
        button->setToolTip(QStringLiteral("%1 (%2)").arg(action->text(), action->shortcut().toString(QKeySequence::NativeText)));
        if (action == m_publish)
            m_publishButton = button;
        button->setAccessibleDescription(button->toolTip());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        row->addWidget(button);
    }
    connect(m_discard, &QAction::triggered, this, &ChangeTray::confirmDiscard);
    connect(m_review, &QAction::triggered, this, &ChangeTray::reviewWanted);
    connect(m_publish, &QAction::triggered, this, &ChangeTray::publishWanted);
    connect(&m_session, &Session::changesChanged, this, &ChangeTray::refresh);
    connect(&m_session.rights(), &Rights::changed, this, &ChangeTray::refresh);
    refresh();
}

QString ChangeTray::summary() const
{
    int created = 0;
    int changed = 0;
    int deleted = 0;
    int actions = 0;
    for (const auto &item : m_session.changes().items()) {
        created += item.kind == resource::ChangeKind::Put && !item.before;
        changed += item.kind == resource::ChangeKind::Put && item.before;
        deleted += item.kind == resource::ChangeKind::Delete;
        actions += item.kind == resource::ChangeKind::Action;
    }
    QStringList parts;
    if (created)
        parts << tr("%n new", nullptr, created);
    if (changed)
        parts << tr("%n changed", nullptr, changed);
    if (deleted)
        parts << tr("%n deleted", nullptr, deleted);
    if (actions)
        parts << tr("%n action(s)", nullptr, actions);
    if (const int refused = m_session.rights().refused(m_session.changes()))
        parts << tr("%n not allowed", nullptr, refused);
    return parts.join(QStringLiteral(" · "));
}

void ChangeTray::refresh()
{
    const int count = int(m_session.changes().items().size());
    m_count->setText(tr("%n change(s) staged", nullptr, count));
    m_detail->setText(summary());
    setAccessibleName(m_count->text());
    for (QAction *action : {m_discard, m_review, m_publish})
        action->setEnabled(count > 0);
    // What would be refused whole is not sent; of the rest the review says which.
    QString reason;
    if (count > 0 && m_session.rights().refused(m_session.changes()) == count)
        reason = m_session.rights().whyNot(m_session.changes().items().front());
    offer(m_publish, count > 0, reason);
    offer(m_publishButton, count > 0, reason);
    setVisible(count > 0);
}

void ChangeTray::confirmDiscard()
{
    const int count = int(m_session.changes().items().size());
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Discard changes"), tr("Discard %n staged change(s)?", nullptr, count), QMessageBox::Cancel, window());
    box->setInformativeText(summary());
    auto *discard = box->addButton(tr("Discard"), QMessageBox::AcceptRole);
    theme::setRank(discard, theme::ButtonRank::Danger);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(discard, &QAbstractButton::clicked, &m_session, &Session::discardAll);
    box->open();
}

void ChangeTray::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    painter.fillRect(rect(), t.color.raised);
    painter.fillRect(QRect(0, 0, width(), 1), t.color.border);
    painter.fillRect(QRect(0, 0, 3, height()), t.color.accent);
}

} // namespace gatehouse::ui::shell
