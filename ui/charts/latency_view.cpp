// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/latency_view.h"

#include "ui/charts/decimate.h"
#include "ui/shell/theme/style.h"

#include <QAreaSeries>
#include <QChart>
#include <QKeyEvent>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScatterSeries>

#include <cmath>

namespace gatehouse::ui::charts {

namespace {

constexpr int seriesLimit = 1'000;
constexpr int dragDistance = 8;

QString figure(double milliseconds)
{
    if (std::isnan(milliseconds))
        return QStringLiteral("–");
    return QLocale().toString(milliseconds, 'f', milliseconds < 10 ? 1 : 0) + QStringLiteral(" ms");
}

} // namespace

LatencyView::LatencyView(QWidget *parent)
    : ChartFrame(parent)
{
    setUnit(QStringLiteral("ms"));
    setFrameMargins({.left = 52, .top = 12, .right = 40, .bottom = 28});
    setRange(0, 1, 1);
}

void LatencyView::setData(QList<LatencyPoint> points, qint64 fromMs, qint64 toMs)
{
    m_points = std::move(points);
    m_hovered = -1;
    double highest = m_threshold.value_or(0) * 1.1;
    for (const LatencyPoint &point : std::as_const(m_points)) {
        if (!std::isnan(point.p99))
            highest = std::max(highest, point.p99);
    }
    setRange(fromMs, toMs, highest);
    rebuild();
}

void LatencyView::setThreshold(std::optional<double> value, const QString &label)
{
    m_threshold = value;
    m_thresholdLabel = label;
    setData(m_points, from(), to());
}

void LatencyView::restyle()
{
    rebuild();
}

void LatencyView::rebuild()
{
    chart()->removeAllSeries();
    m_drawn = 0;
    addBand();
    addLines(&LatencyPoint::p50, tokens().color.p50, 1.5);
    addLines(&LatencyPoint::p95, tokens().color.p95, 2);
    addLines(&LatencyPoint::p99, tokens().color.p99, 1.5);
}

void LatencyView::addLines(double LatencyPoint::*value, const QColor &color, double width)
{
    QList<QPointF> points;
    points.reserve(m_points.size());
    for (const LatencyPoint &point : std::as_const(m_points))
        points << QPointF(double(point.timeMs), point.*value);
    int drawn = 0;
    QScatterSeries *alone = nullptr;
    for (const auto &run : decimatedRuns(points, seriesLimit)) {
        drawn += int(run.size());
        if (run.size() == 1) {
            if (!alone) {
                alone = new QScatterSeries;
                alone->setMarkerSize(4);
                alone->setColor(color);
                alone->setBorderColor(Qt::transparent);
                attach(alone);
            }
            alone->append(run.first());
            continue;
        }
        auto *line = new QLineSeries;
        QPen pen(color, width);
        pen.setCapStyle(Qt::SquareCap);
        line->setPen(pen);
        line->replace(run);
        attach(line);
    }
    m_drawn = std::max(m_drawn, drawn);
}

//! From p50 to p95: the middle of what callers see.
void LatencyView::addBand()
{
    QList<QPointF> low;
    QList<QPointF> high;
    for (const LatencyPoint &point : std::as_const(m_points)) {
        low << QPointF(double(point.timeMs), point.p50);
        high << QPointF(double(point.timeMs), point.p95);
    }
    const auto lows = decimatedRuns(low, seriesLimit / 2);
    const auto highs = decimatedRuns(high, seriesLimit / 2);
    for (qsizetype i = 0; i < std::min(lows.size(), highs.size()); ++i) {
        if (lows[i].size() < 2 || highs[i].size() < 2)
            continue;
        auto *area = new QAreaSeries;
        auto *upper = new QLineSeries(area);
        auto *lower = new QLineSeries(area);
        upper->replace(highs[i]);
        lower->replace(lows[i]);
        area->setUpperSeries(upper);
        area->setLowerSeries(lower);
        area->setPen(Qt::NoPen);
        QColor fill = tokens().color.accent;
        fill.setAlphaF(tokens().isDark() ? 0.13F : 0.09F);
        area->setBrush(fill);
        attach(area);
    }
}

void LatencyView::paintOver(QPainter &painter)
{
    paintSelection(painter);
    paintThreshold(painter);
    paintEndLabels(painter);
    paintHover(painter);
}

void LatencyView::paintThreshold(QPainter &painter)
{
    if (!m_threshold)
        return;
    const QColor color = tokens().color.danger.text;
    const double y = std::round(yOf(*m_threshold)) + 0.5;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(color, 1, Qt::DashLine));
    painter.drawLine(QPointF(plot().left(), y), QPointF(plot().right(), y));
    painter.drawText(QPointF(plot().left() + 6, y - 5), m_thresholdLabel);
    painter.setRenderHint(QPainter::Antialiasing);
}

void LatencyView::paintEndLabels(QPainter &painter)
{
    struct Label
    {
        QString text;
        QColor color;
        QPointF end;
        double y;
    };
    QList<Label> labels;
    const auto add = [&](const QString &text, double LatencyPoint::*value, const QColor &color) {
        for (qsizetype i = m_points.size(); i-- > 0;) {
            if (std::isnan(m_points[i].*value))
                continue;
            const QPointF end(xOf(m_points[i].timeMs), yOf(m_points[i].*value));
            labels.append({text, color, end, end.y()});
            return;
        }
    };
    add(QStringLiteral("p99"), &LatencyPoint::p99, tokens().color.p99);
    add(QStringLiteral("p95"), &LatencyPoint::p95, tokens().color.p95);
    add(QStringLiteral("p50"), &LatencyPoint::p50, tokens().color.p50);
    // Kept apart from below upwards, the lowest where it belongs.
    constexpr double apart = 14;
    for (qsizetype i = labels.size() - 1; i-- > 0;)
        labels[i].y = std::min(labels[i].y, labels[i + 1].y - apart);
    painter.setFont(tokens().font(theme::TextRole::AxisStrong));
    for (const Label &label : std::as_const(labels)) {
        theme::drawRounded(painter, QRectF(label.end.x() - 3, label.end.y() - 3, 6, 6), 3, label.color);
        painter.setPen(tokens().color.text2);
        painter.drawText(QRectF(plot().right() + 9, label.y - 9, 34, 18), Qt::AlignLeft | Qt::AlignVCenter, label.text);
    }
}

void LatencyView::paintHover(QPainter &painter)
{
    if (m_hovered < 0 || m_hovered >= m_points.size())
        return;
    const LatencyPoint &point = m_points[m_hovered];
    const double x = xOf(point.timeMs);
    painter.fillRect(QRectF(std::round(x), plot().top(), 1, plot().height()), tokens().color.control);
    for (const auto &[value, color] : {std::pair{point.p50, tokens().color.p50}, {point.p95, tokens().color.p95}, {point.p99, tokens().color.p99}}) {
        if (!std::isnan(value))
            theme::drawRounded(painter, QRectF(x - 4, yOf(value) - 4, 8, 8), 4, color, tokens().color.surface);
    }
    const QString title = QDateTime::fromMSecsSinceEpoch(point.timeMs).toString(QStringLiteral("dd.MM. HH:mm"));
    paintReadOut(painter, x, title,
                 {{tokens().color.p99, QStringLiteral("p99"), figure(point.p99)},
                  {tokens().color.p95, QStringLiteral("p95"), figure(point.p95)},
                  {tokens().color.p50, QStringLiteral("p50"), figure(point.p50)},
                  {{}, tr("Requests"), QLocale().toString(point.requests)}});
}

void LatencyView::paintSelection(QPainter &painter)
{
    if (m_pressedAt < 0 || m_draggedTo < 0)
        return;
    QColor fill = tokens().color.accent;
    fill.setAlphaF(0.15F);
    painter.fillRect(QRectF(QPointF(std::min(m_pressedAt, m_draggedTo), plot().top()), QPointF(std::max(m_pressedAt, m_draggedTo), plot().bottom())), fill);
}

int LatencyView::nearest(qint64 timeMs) const
{
    if (m_points.isEmpty())
        return -1;
    const auto found = std::lower_bound(m_points.begin(), m_points.end(), timeMs, [](const LatencyPoint &point, qint64 time) { return point.timeMs < time; });
    int i = int(std::min<qsizetype>(found - m_points.begin(), m_points.size() - 1));
    if (i > 0 && timeMs - m_points[i - 1].timeMs < m_points[i].timeMs - timeMs)
        --i;
    return i;
}

void LatencyView::mouseMoveEvent(QMouseEvent *event)
{
    const bool inside = plot().adjusted(-6, -6, 6, 6).contains(event->position());
    m_hovered = inside ? nearest(timeAt(event->position().x())) : -1;
    if (m_pressedAt >= 0 && std::abs(event->position().x() - m_pressedAt) > dragDistance)
        m_draggedTo = std::clamp(event->position().x(), plot().left(), plot().right());
    viewport()->update();
}

void LatencyView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && plot().contains(event->position()))
        m_pressedAt = event->position().x();
}

void LatencyView::mouseReleaseEvent(QMouseEvent *)
{
    if (m_pressedAt >= 0 && m_draggedTo >= 0) {
        const auto [low, high] = std::minmax({m_pressedAt, m_draggedTo});
        emit rangeChosen(timeAt(low), timeAt(high));
    }
    m_pressedAt = -1;
    m_draggedTo = -1;
    viewport()->update();
}

void LatencyView::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    viewport()->update();
    ChartFrame::leaveEvent(event);
}

void LatencyView::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_points.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left: m_hovered = m_hovered < 0 ? last : std::max(0, m_hovered - 1); break;
    case Qt::Key_Right: m_hovered = m_hovered < 0 ? last : std::min(last, m_hovered + 1); break;
    case Qt::Key_Home: m_hovered = last < 0 ? -1 : 0; break;
    case Qt::Key_End: m_hovered = last; break;
    case Qt::Key_Escape: m_hovered = -1; break;
    default: event->ignore(); return;
    }
    viewport()->update();
}

} // namespace gatehouse::ui::charts
