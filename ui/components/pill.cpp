// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/pill.h"

#include "ui/shell/theme/style.h"

#include <QPainter>

namespace gatehouse::ui::components {

namespace {

constexpr int padding = 8;
constexpr int dotSpace = 10;

} // namespace

int pillWidth(const QString &text, bool dot, const theme::Tokens &tokens)
{
    return QFontMetrics(tokens.font(theme::TextRole::Axis)).horizontalAdvance(text) + 2 * padding + (dot ? dotSpace : 0);
}

int drawPill(QPainter &painter, const QPoint &leftCenter, const QString &text, const theme::ToneColors &colors, bool dot, const theme::Tokens &tokens)
{
    const int width = pillWidth(text, dot, tokens);
    const QRect box(leftCenter.x(), leftCenter.y() - pillHeight / 2, width, pillHeight);
    theme::drawRounded(painter, box, pillHeight / 2.0, colors.soft);
    if (dot)
        theme::drawRounded(painter, QRectF(box.left() + padding, box.center().y() - 2, 6, 6), 3, colors.text);
    painter.save();
    painter.setFont(tokens.font(theme::TextRole::Axis));
    painter.setPen(colors.text);
    painter.drawText(box.adjusted(padding + (dot ? dotSpace : 0), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    painter.restore();
    return width;
}

void drawMethod(QPainter &painter, const QRect &box, const QString &method, const theme::Tokens &tokens)
{
    const theme::ToneColors colors = tokens.method(method);
    theme::drawRounded(painter, box, 4, colors.soft);
    painter.save();
    painter.setFont(tokens.font(theme::TextRole::Method));
    painter.setPen(colors.text);
    const QString text = method == QLatin1String("DELETE") ? QStringLiteral("DEL")
        : method == QLatin1String("OPTIONS") ? QStringLiteral("OPT") : method.left(5);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
}

Pill::Pill(const QString &text, theme::Tone tone, bool dot, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
    , m_tone(tone)
    , m_dot(dot)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Pill::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Pill::setTone(theme::Tone tone)
{
    m_tone = tone;
    update();
}

void Pill::setDot(bool dot)
{
    m_dot = dot;
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return {pillWidth(m_text, m_dot, theme::tokens(this)), pillHeight};
}

void Pill::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    drawPill(painter, QPoint(0, pillHeight / 2), m_text, t.tone(m_tone), m_dot, t);
}

MethodBadge::MethodBadge(const QString &method, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setMethod(method);
}

void MethodBadge::setMethod(const QString &method)
{
    m_method = method;
    setAccessibleName(method);
    update();
}

QSize MethodBadge::sizeHint() const
{
    return methodSize;
}

void MethodBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawMethod(painter, rect(), m_method, theme::tokens(this));
}

} // namespace gatehouse::ui::components
