// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/stacked_bar_chart.h"

#include "ui/charts/stacked_bar_view.h"

#include <QLocale>
#include <QVBoxLayout>

#include <numeric>

namespace gatehouse::ui::charts {

StackedBarChart::StackedBarChart(QWidget *parent)
    : QWidget(parent)
    , m_view(new StackedBarView(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    connect(m_view, &StackedBarView::barClicked, this, &StackedBarChart::barClicked);
    describe();
}

void StackedBarChart::setData(QList<BarSeries> series, qint64 fromMs, qint64 stepMs)
{
    m_view->setData(series, fromMs, stepMs);
    describe();
}

const QList<BarSeries> &StackedBarChart::drawnSeries() const
{
    return m_view->series();
}

void StackedBarChart::describe()
{
    QStringList parts;
    for (const BarSeries &one : m_view->series())
        parts << QStringLiteral("%1: %2").arg(one.name, QLocale().toString(std::accumulate(one.values.begin(), one.values.end(), 0.0), 'f', 0));
    for (QWidget *widget : {static_cast<QWidget *>(this), static_cast<QWidget *>(m_view)}) {
        widget->setAccessibleName(tr("Counts by reason over time"));
        widget->setAccessibleDescription(parts.isEmpty() ? tr("Nothing in this range.") : parts.join(QStringLiteral(", ")));
    }
}

} // namespace gatehouse::ui::charts
