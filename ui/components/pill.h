// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QWidget>

namespace gatehouse::ui::components {

//! A rounded word in a tone, with a dot when it is a state.
class Pill : public QWidget
{
    Q_OBJECT

public:
    explicit Pill(const QString &text = {}, theme::Tone tone = theme::Tone::Neutral, bool dot = false, QWidget *parent = nullptr);

    void setText(const QString &text);
    void setTone(theme::Tone tone);
    void setDot(bool dot);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    theme::Tone m_tone;
    bool m_dot;
};

//! The badge of an HTTP method as a widget.
class MethodBadge : public QWidget
{
    Q_OBJECT

public:
    explicit MethodBadge(const QString &method = {}, QWidget *parent = nullptr);
    void setMethod(const QString &method);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_method;
};

//! What widgets and delegates share. `left` is where the pill begins, centred on the row; gives its width.
int drawPill(QPainter &painter, const QPoint &leftCenter, const QString &text, const theme::ToneColors &colors, bool dot, const theme::Tokens &tokens);
int pillWidth(const QString &text, bool dot, const theme::Tokens &tokens);
constexpr int pillHeight = 22;
//! Draws the badge in a 42 x 18 box; DELETE becomes DEL.
void drawMethod(QPainter &painter, const QRect &box, const QString &method, const theme::Tokens &tokens);
constexpr QSize methodSize{42, 18};

} // namespace gatehouse::ui::components
