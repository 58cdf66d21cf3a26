// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/latency_chart.h"

#include "ui/charts/latency_view.h"

#include <QVBoxLayout>

#include <cmath>

namespace gatehouse::ui::charts {

LatencyChart::LatencyChart(QWidget *parent)
    : QWidget(parent)
    , m_view(new LatencyView(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    connect(m_view, &LatencyView::rangeChosen, this, &LatencyChart::rangeChosen);
    describe();
}

void LatencyChart::setData(QList<LatencyPoint> points, qint64 fromMs, qint64 toMs)
{
    m_view->setData(std::move(points), fromMs, toMs);
    describe();
}

void LatencyChart::setThreshold(std::optional<double> milliseconds, const QString &label)
{
    m_view->setThreshold(milliseconds, label);
    describe();
}

const QList<LatencyPoint> &LatencyChart::points() const
{
    return m_view->points();
}

int LatencyChart::drawnPoints() const
{
    return m_view->drawnPoints();
}

void LatencyChart::describe()
{
    const LatencyPoint *last = nullptr;
    const LatencyPoint *worst = nullptr;
    for (const LatencyPoint &point : m_view->points()) {
        if (std::isnan(point.p99))
            continue;
        last = &point;
        if (!worst || point.p99 > worst->p99)
            worst = &point;
    }
    const QString name = tr("Latency percentiles over time");
    const QString text = !last ? tr("No requests in this range.")
                               : tr("Last p50 %1 ms, p95 %2 ms, p99 %3 ms; highest p99 %4 ms at %5.")
                                     .arg(last->p50, 0, 'f', 0)
                                     .arg(last->p95, 0, 'f', 0)
                                     .arg(last->p99, 0, 'f', 0)
                                     .arg(worst->p99, 0, 'f', 0)
                                     .arg(timeLabel(worst->timeMs, 0));
    for (QWidget *widget : {static_cast<QWidget *>(this), static_cast<QWidget *>(m_view)}) {
        widget->setAccessibleName(name);
        widget->setAccessibleDescription(text);
    }
}

} // namespace gatehouse::ui::charts
