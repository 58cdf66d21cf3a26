// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/segmented_control.h"

#include "ui/shell/theme/style.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace gatehouse::ui::components {

namespace {

constexpr int segmentPadding = 9;
constexpr int segmentHeight = 28;

} // namespace

SegmentedControl::SegmentedControl(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    describe();
}

void SegmentedControl::addSegment(const QString &text, const QVariant &value, const QString &toolTip)
{
    m_segments.append({text, value, toolTip});
    if (m_current < 0)
        m_current = 0;
    describe();
    updateGeometry();
    update();
}

void SegmentedControl::setCurrentIndex(int index)
{
    if (index == m_current || index < 0 || index >= m_segments.size())
        return;
    m_current = index;
    describe();
    update();
    emit currentChanged(index);
}

QVariant SegmentedControl::currentData() const
{
    return m_current < 0 ? QVariant() : m_segments[m_current].data;
}

void SegmentedControl::setCurrentData(const QVariant &value)
{
    for (int i = 0; i < m_segments.size(); ++i) {
        if (m_segments[i].data == value)
            setCurrentIndex(i);
    }
}

QList<QRect> SegmentedControl::rects() const
{
    const QFontMetrics metrics(theme::tokens(this).font(theme::TextRole::BodyStrong));
    QList<QRect> result;
    int x = 0;
    for (const Segment &segment : m_segments) {
        const int width = metrics.horizontalAdvance(segment.text) + 2 * segmentPadding;
        result << QRect(x, 0, width, segmentHeight);
        x += width + 2;
    }
    return result;
}

QSize SegmentedControl::sizeHint() const
{
    const auto all = rects();
    return {all.isEmpty() ? 0 : all.last().right() + 1, segmentHeight};
}

int SegmentedControl::at(const QPoint &position) const
{
    const auto all = rects();
    for (int i = 0; i < all.size(); ++i) {
        if (all[i].contains(position))
            return i;
    }
    return -1;
}

void SegmentedControl::describe()
{
    setAccessibleName(m_current < 0 ? m_name : m_name + QStringLiteral(": ") + m_segments[m_current].text);
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    painter.setFont(t.font(theme::TextRole::BodyStrong));
    const auto all = rects();
    for (int i = 0; i < all.size(); ++i) {
        if (i == m_current)
            theme::drawRounded(painter, all[i], t.metric.controlRadius, t.color.surface, t.color.borderStrong);
        else if (i == m_hovered)
            theme::drawRounded(painter, all[i], t.metric.controlRadius, t.color.hover);
        painter.setPen(i == m_current ? t.color.text : t.color.text2);
        painter.drawText(all[i], Qt::AlignCenter, m_segments[i].text);
    }
    if (theme::showsFocus(this) && m_current >= 0)
        theme::drawFocusRing(painter, all[m_current], t.metric.controlRadius, t);
}

void SegmentedControl::mousePressEvent(QMouseEvent *event)
{
    setCurrentIndex(at(event->pos()));
}

void SegmentedControl::mouseMoveEvent(QMouseEvent *event)
{
    const int hovered = at(event->pos());
    if (hovered != m_hovered) {
        m_hovered = hovered;
        update();
    }
}

void SegmentedControl::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void SegmentedControl::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left: setCurrentIndex(m_current - 1); break;
    case Qt::Key_Right: setCurrentIndex(m_current + 1); break;
    case Qt::Key_Home: setCurrentIndex(0); break;
    case Qt::Key_End: setCurrentIndex(int(m_segments.size()) - 1); break;
    default: QWidget::keyPressEvent(event);
    }
}

bool SegmentedControl::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int i = at(help->pos());
        if (i >= 0 && !m_segments[i].toolTip.isEmpty())
            QToolTip::showText(help->globalPos(), m_segments[i].toolTip, this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace gatehouse::ui::components
