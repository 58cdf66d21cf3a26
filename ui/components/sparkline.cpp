// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace gatehouse::ui::components {

namespace {

//! At most two values a pixel: lowest and highest of each column.
QList<double> thinned(const QList<double> &values, int pixels)
{
    if (values.size() <= 2 * pixels || pixels < 1)
        return values;
    QList<double> result;
    for (int column = 0; column < pixels; ++column) {
        const auto first = values.begin() + values.size() * column / pixels;
        const auto last = values.begin() + values.size() * (column + 1) / pixels;
        const auto [low, high] = std::minmax_element(first, last, [](double a, double b) { return std::isnan(b) ? false : std::isnan(a) || a < b; });
        if (low < high)
            result << *low << *high;
        else
            result << *high << *low;
    }
    return result;
}

} // namespace

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void Sparkline::setValues(QList<double> values)
{
    m_values = std::move(values);
    update();
}

void Sparkline::setTone(theme::Tone tone)
{
    m_tone = tone;
    update();
}

void Sparkline::paintEvent(QPaintEvent *)
{
    const QList<double> values = thinned(m_values, width());
    double low = INFINITY;
    double high = -INFINITY;
    for (const double value : values) {
        if (std::isnan(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (values.size() < 2 || low > high)
        return;
    if (high == low) {
        high += 1;
        low -= 1;
    }
    const auto &t = theme::tokens(this);
    const QColor color = t.tone(m_tone).text;
    const QRectF area = QRectF(rect()).adjusted(1, 3, -1, -3);
    const auto x = [&](qsizetype i) { return area.left() + area.width() * double(i) / double(values.size() - 1); };
    const auto y = [&](double value) { return area.bottom() - area.height() * (value - low) / (high - low); };

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient shade(area.topLeft(), area.bottomLeft());
    QColor top = color;
    top.setAlphaF(0.16F);
    shade.setColorAt(0, top);
    top.setAlphaF(0);
    shade.setColorAt(1, top);
    QList<QLineF> lines;
    for (qsizetype i = 1; i < values.size(); ++i) {
        if (std::isnan(values[i]) || std::isnan(values[i - 1]))
            continue;
        const QPointF from(x(i - 1), y(values[i - 1]));
        const QPointF to(x(i), y(values[i]));
        lines << QLineF(from, to);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shade);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.drawPolygon(QPolygonF{from, to, QPointF(to.x(), area.bottom()), QPointF(from.x(), area.bottom())});
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::SquareCap));
    painter.drawLines(lines);
}

} // namespace gatehouse::ui::components
