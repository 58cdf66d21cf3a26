// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QLabel>

class QPushButton;
class QToolButton;

namespace gatehouse::ui::components {

//! A label in a role and colour level of the theme; plain text.
QLabel *makeLabel(const QString &text, theme::TextRole role = theme::TextRole::Body, int level = 1, QWidget *parent = nullptr);
//! Wraps and grows with its width.
QLabel *makeParagraph(const QString &text, theme::TextRole role = theme::TextRole::Secondary, int level = 2, QWidget *parent = nullptr);

QPushButton *makeButton(const QString &text, theme::ButtonRank rank = theme::ButtonRank::Secondary, const QString &icon = {},
                        QWidget *parent = nullptr);
//! A square button of one icon; `name` is its tool tip and accessible name.
QToolButton *makeIconButton(const QString &icon, const QString &name, QWidget *parent = nullptr);

//! One line that shortens itself with "…" (at the middle for paths) and has its whole text as tool tip then.
class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text = {}, Qt::TextElideMode mode = Qt::ElideRight, QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QString m_text;
    Qt::TextElideMode m_mode;
};

} // namespace gatehouse::ui::components
