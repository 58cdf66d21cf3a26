// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_frame.h"

#include "ui/shell/theme/style.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLocale>
#include <QPainter>
#include <QValueAxis>

namespace gatehouse::ui::charts {

ChartFrame::ChartFrame(QWidget *parent)
    : QChartView(parent)
    , m_time(new QValueAxis)
    , m_value(new QValueAxis)
{
    setFrameShape(NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setRenderHint(QPainter::Antialiasing);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportUpdateMode(FullViewportUpdate);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_value, Qt::AlignLeft);
    m_time->setVisible(false);
    m_value->setVisible(false);
}

const theme::Tokens &ChartFrame::tokens() const
{
    return theme::tokens(this);
}

void ChartFrame::setFrameMargins(Margins margins)
{
    m_margins = margins;
    placePlot();
}

void ChartFrame::setRange(qint64 fromMs, qint64 toMs, double highest)
{
    m_from = fromMs;
    m_to = std::max(toMs, fromMs + 1);
    m_scale = niceScale(highest);
    m_time->setRange(double(m_from), double(m_to));
    m_value->setRange(0, m_scale.maximum);
    const QFontMetrics metrics(tokens().font(theme::TextRole::Axis));
    m_margins.left = std::max(metrics.horizontalAdvance(valueLabel(m_scale.maximum, true)), metrics.horizontalAdvance(valueLabel(m_scale.step * 3, false))) + 10;
    placePlot();
    viewport()->update();
}

void ChartFrame::setUnit(const QString &unit)
{
    m_unit = unit;
}

void ChartFrame::attach(QAbstractSeries *series)
{
    chart()->addSeries(series);
    series->attachAxis(m_time);
    series->attachAxis(m_value);
}

QRectF ChartFrame::plot() const
{
    return chart()->plotArea();
}

double ChartFrame::xOf(qint64 timeMs) const
{
    return plot().left() + plot().width() * double(timeMs - m_from) / double(m_to - m_from);
}

double ChartFrame::yOf(double value) const
{
    return plot().bottom() - plot().height() * value / m_scale.maximum;
}

qint64 ChartFrame::timeAt(double x) const
{
    return m_from + qint64(double(m_to - m_from) * (x - plot().left()) / std::max(1.0, plot().width()));
}

void ChartFrame::placePlot()
{
    const QRectF area(m_margins.left, m_margins.top, std::max(10, width() - m_margins.left - m_margins.right),
                      std::max(10, height() - m_margins.top - m_margins.bottom));
    chart()->setPlotArea(area);
}

QString ChartFrame::valueLabel(double value, bool withUnit) const
{
    const int decimals = m_scale.step < 1 ? (m_scale.step < 0.1 ? 2 : m_scale.step * 10 == std::floor(m_scale.step * 10) ? 1 : 2)
        : m_scale.step == std::floor(m_scale.step) ? 0 : m_scale.step * 10 == std::floor(m_scale.step * 10) ? 1 : 2;
    const QString text = value == 0 ? QStringLiteral("0") : QLocale().toString(value, 'f', decimals);
    return withUnit && !m_unit.isEmpty() ? text + QLatin1Char(' ') + m_unit : text;
}

void ChartFrame::drawBackground(QPainter *painter, const QRectF &)
{
    const auto &t = tokens();
    const QRectF area = plot();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(t.font(theme::TextRole::Axis));
    for (int i = 0; i <= m_scale.steps(); ++i) {
        const double y = std::round(yOf(m_scale.step * i));
        painter->fillRect(QRectF(area.left(), y, area.width(), 1), i == 0 ? t.color.borderStrong : t.color.border);
        painter->setPen(t.color.text3);
        painter->drawText(QRectF(0, y - 10, area.left() - 8, 20), Qt::AlignRight | Qt::AlignVCenter, valueLabel(m_scale.step * i, i == m_scale.steps()));
    }
    const int room = QFontMetrics(painter->font()).horizontalAdvance(QStringLiteral("00:00 M"));
    for (const qint64 tick : timeTicks(m_from, m_to, std::max(2, int(area.width() / (room + 24))))) {
        const QString label = timeLabel(tick, m_to - m_from);
        const double half = painter->fontMetrics().horizontalAdvance(label) / 2.0 + 1;
        const double x = std::clamp(xOf(tick), half, width() - half);
        painter->setPen(t.color.text3);
        painter->drawText(QRectF(x - room, area.bottom() + 6, 2 * room, 18), Qt::AlignHCenter | Qt::AlignTop, label);
    }
    painter->restore();
}

void ChartFrame::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    painter->setFont(tokens().font(theme::TextRole::Axis));
    paintOver(*painter);
    if (theme::showsFocus(this))
        theme::drawFocusRing(*painter, QRectF(rect()).adjusted(0, 0, -1, -1), tokens().metric.controlRadius, tokens());
    painter->restore();
}

void ChartFrame::paintReadOut(QPainter &painter, double x, const QString &title, const QList<ReadOut> &rows)
{
    const auto &t = tokens();
    const QFont font = t.font(theme::TextRole::Axis);
    const QFont strong = t.font(theme::TextRole::AxisStrong);
    const QFontMetrics metrics(font);
    int width = QFontMetrics(strong).horizontalAdvance(title);
    for (const ReadOut &row : rows)
        width = std::max(width, metrics.horizontalAdvance(row.name) + metrics.horizontalAdvance(row.figure) + 36);
    const int line = 18;
    QRectF box(x + 12, plot().top() + 4, width + 20, line * double(rows.size() + 1) + 12);
    if (box.right() > this->width() - 4)
        box.moveRight(x - 12);
    box.moveLeft(std::max(2.0, box.left()));
    theme::drawRounded(painter, box, t.metric.controlRadius, t.color.raised, t.color.borderStrong);
    QRectF at(box.left() + 10, box.top() + 6, box.width() - 20, line);
    painter.setFont(strong);
    painter.setPen(t.color.text);
    painter.drawText(at, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(font);
    for (const ReadOut &row : rows) {
        at.translate(0, line);
        if (row.color.isValid())
            theme::drawRounded(painter, QRectF(at.left(), at.center().y() - 4, 8, 8), 2, row.color);
        painter.setPen(t.color.text2);
        painter.drawText(at.adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter.setPen(t.color.text);
        painter.drawText(at, Qt::AlignRight | Qt::AlignVCenter, row.figure);
    }
}

void ChartFrame::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    placePlot();
}

void ChartFrame::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        restyle();
        viewport()->update();
    }
}

} // namespace gatehouse::ui::charts
