// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/stacked_bar_view.h"

#include "ui/shell/theme/style.h"

#include <QBarSet>
#include <QChart>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedBarSeries>
#include <QValueAxis>

#include <algorithm>
#include <numeric>

namespace gatehouse::ui::charts {

namespace {

constexpr int barLimit = 120;
constexpr int legendHeight = 28;

double sum(const QList<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

QList<BarSeries> topCategories(QList<BarSeries> series, const QString &other)
{
    if (series.size() <= 4)
        return series;
    std::stable_sort(series.begin(), series.end(), [](const BarSeries &a, const BarSeries &b) { return sum(a.values) > sum(b.values); });
    BarSeries rest{other, {}};
    for (qsizetype i = 3; i < series.size(); ++i) {
        rest.values.resize(std::max(rest.values.size(), series[i].values.size()));
        for (qsizetype bar = 0; bar < series[i].values.size(); ++bar)
            rest.values[bar] += series[i].values[bar];
    }
    series.resize(3);
    series << rest;
    return series;
}

QList<BarSeries> merged(const QList<BarSeries> &series, int limit, int &factor)
{
    qsizetype bars = 0;
    for (const BarSeries &one : series)
        bars = std::max(bars, one.values.size());
    factor = std::max(1, int((bars + limit - 1) / limit));
    QList<BarSeries> result;
    for (const BarSeries &one : series) {
        BarSeries folded{one.name, QList<double>((bars + factor - 1) / factor, 0)};
        for (qsizetype bar = 0; bar < one.values.size(); ++bar)
            folded.values[bar / factor] += one.values[bar];
        result << folded;
    }
    return result;
}

StackedBarView::StackedBarView(QWidget *parent)
    : ChartFrame(parent)
{
    setFrameMargins({.left = 40, .top = 12, .right = 8, .bottom = 28 + legendHeight});
    setRange(0, 1, 1);
}

int StackedBarView::bars() const
{
    return m_series.isEmpty() ? 0 : int(m_series.first().values.size());
}

double StackedBarView::total(int bar) const
{
    return std::accumulate(m_series.begin(), m_series.end(), 0.0, [bar](double value, const BarSeries &one) { return value + one.values[bar]; });
}

QColor StackedBarView::colorOf(int category) const
{
    return tokens().color.categories[std::size_t(category) % tokens().color.categories.size()];
}

void StackedBarView::setData(const QList<BarSeries> &series, qint64 fromMs, qint64 stepMs)
{
    int factor = 1;
    m_series = merged(topCategories(series, tr("Other")), barLimit, factor);
    m_start = fromMs;
    m_step = std::max<qint64>(1, stepMs * factor);
    m_hovered = -1;
    double highest = 0;
    for (int bar = 0; bar < bars(); ++bar)
        highest = std::max(highest, total(bar));
    setRange(m_start, m_start + m_step * std::max(1, bars()), std::max(highest, 4.0));
    rebuild();
}

void StackedBarView::restyle()
{
    rebuild();
}

void StackedBarView::resizeEvent(QResizeEvent *event)
{
    ChartFrame::resizeEvent(event);
    rebuild();
}

void StackedBarView::rebuild()
{
    chart()->removeAllSeries();
    if (bars() == 0)
        return;
    auto *stack = new QStackedBarSeries;
    for (int category = 0; category < m_series.size(); ++category) {
        auto *set = new QBarSet(m_series[category].name);
        set->append(m_series[category].values);
        set->setColor(colorOf(category));
        set->setBorderColor(tokens().color.surface);
        stack->append(set);
    }
    stack->setBarWidth(plot().width() / bars() > 12 ? 0.62 : 0.86);
    chart()->addSeries(stack);
    // The bars count from 0 on an axis of their own, which stays hidden; time is what the frame paints.
    for (QAbstractAxis *axis : chart()->axes(Qt::Vertical))
        stack->attachAxis(axis);
    if (!m_bars) {
        m_bars = new QValueAxis(this);
        m_bars->setVisible(false);
        chart()->addAxis(m_bars, Qt::AlignTop);
    }
    m_bars->setRange(-0.5, bars() - 0.5);
    stack->attachAxis(m_bars);
}

void StackedBarView::paintOver(QPainter &painter)
{
    paintLegend(painter);
    if (m_hovered < 0 || m_hovered >= bars())
        return;
    const qint64 from = m_start + m_step * m_hovered;
    const double left = xOf(from);
    QColor fill = tokens().color.text;
    fill.setAlphaF(0.06F);
    painter.fillRect(QRectF(left, plot().top(), xOf(from + m_step) - left, plot().height()), fill);
    QList<ReadOut> rows;
    for (int category = int(m_series.size()) - 1; category >= 0; --category)
        rows.append({colorOf(category), m_series[category].name, QLocale().toString(m_series[category].values[m_hovered], 'f', 0)});
    paintReadOut(painter, (left + xOf(from + m_step)) / 2, QDateTime::fromMSecsSinceEpoch(from).toString(QStringLiteral("dd.MM. HH:mm")), rows);
}

void StackedBarView::paintLegend(QPainter &painter)
{
    const auto &t = tokens();
    painter.setFont(t.font(theme::TextRole::Axis));
    const QFontMetrics metrics(painter.font());
    double x = plot().left();
    const double y = height() - legendHeight / 2.0;
    const double room = (width() - x) / std::max<qsizetype>(1, m_series.size());
    for (int category = 0; category < m_series.size(); ++category) {
        const QString text = metrics.elidedText(m_series[category].name, Qt::ElideRight, std::max(30, int(std::max(room, width() - x - 20)) - 22));
        theme::drawRounded(painter, QRectF(x, y - 4, 8, 8), 2, colorOf(category));
        painter.setPen(t.color.text2);
        painter.drawText(QRectF(x + 13, y - 9, metrics.horizontalAdvance(text) + 4, 18), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += metrics.horizontalAdvance(text) + 29;
    }
}

void StackedBarView::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = plot().contains(event->position()) && bars() > 0 ? std::clamp(int((timeAt(event->position().x()) - m_start) / m_step), 0, bars() - 1) : -1;
    viewport()->update();
}

void StackedBarView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_hovered < 0)
        return;
    const double value = scale().maximum * (plot().bottom() - event->position().y()) / plot().height();
    double reached = 0;
    QString category;
    for (const BarSeries &one : std::as_const(m_series)) {
        reached += one.values[m_hovered];
        if (value <= reached) {
            category = one.name;
            break;
        }
    }
    emit barClicked(m_start + m_step * m_hovered, m_start + m_step * (m_hovered + 1), category);
}

void StackedBarView::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    viewport()->update();
    ChartFrame::leaveEvent(event);
}

void StackedBarView::keyPressEvent(QKeyEvent *event)
{
    const int last = bars() - 1;
    switch (event->key()) {
    case Qt::Key_Left: m_hovered = m_hovered < 0 ? last : std::max(0, m_hovered - 1); break;
    case Qt::Key_Right: m_hovered = m_hovered < 0 ? last : std::min(last, m_hovered + 1); break;
    case Qt::Key_Escape: m_hovered = -1; break;
    case Qt::Key_Return:
        if (m_hovered >= 0)
            emit barClicked(m_start + m_step * m_hovered, m_start + m_step * (m_hovered + 1), {});
        break;
    default: event->ignore(); return;
    }
    viewport()->update();
}

} // namespace gatehouse::ui::charts
