// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"
#include "ui/charts/stacked_bar_chart.h"

namespace gatehouse::ui::charts {

//! The QtCharts side of StackedBarChart.
class StackedBarView final : public ChartFrame
{
    Q_OBJECT

public:
    explicit StackedBarView(QWidget *parent);

    void setData(const QList<BarSeries> &series, qint64 fromMs, qint64 stepMs);
    const QList<BarSeries> &series() const { return m_series; }
    QColor colorOf(int category) const;

signals:
    void barClicked(qint64 fromMs, qint64 toMs, const QString &category);

protected:
    void restyle() override;
    void paintOver(QPainter &painter) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void paintLegend(QPainter &painter);
    int bars() const;
    double total(int bar) const;

    QList<BarSeries> m_series;
    qint64 m_start = 0;
    qint64 m_step = 1;
    QValueAxis *m_bars = nullptr;
    int m_hovered = -1;
};

//! The three largest and the rest as `other`; at most four.
QList<BarSeries> topCategories(QList<BarSeries> series, const QString &other);
//! Neighbours added up until no more than `limit` bars are left; `factor` says how many went into one.
QList<BarSeries> merged(const QList<BarSeries> &series, int limit, int &factor);

} // namespace gatehouse::ui::charts
