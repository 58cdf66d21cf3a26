// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/filter_edit.h"

#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>

namespace gatehouse::ui::components {

FilterEdit::FilterEdit(const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    setTextMargins(22, 0, 0, 0);
    auto *find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WindowShortcut);
    connect(find, &QAction::triggered, this, [this] {
        setFocus(Qt::ShortcutFocusReason);
        selectAll();
    });
    addAction(find);
}

QSize FilterEdit::sizeHint() const
{
    return {320, theme::tokens(this).metric.controlHeight};
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (!text().isEmpty())
            clear();
        else if (m_target)
            m_target->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (m_target && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Return)) {
        m_target->setFocus(Qt::TabFocusReason);
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    theme::paintIcon(&painter, QRect(10, (height() - 16) / 2, 16, 16), QStringLiteral("search"), theme::tokens(this).color.text2);
}

} // namespace gatehouse::ui::components
