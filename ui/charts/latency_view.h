// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"
#include "ui/charts/latency_chart.h"

class QAreaSeries;
class QLineSeries;

namespace gatehouse::ui::charts {

//! The QtCharts side of LatencyChart.
class LatencyView final : public ChartFrame
{
    Q_OBJECT

public:
    explicit LatencyView(QWidget *parent);

    void setData(QList<LatencyPoint> points, qint64 fromMs, qint64 toMs);
    void setThreshold(std::optional<double> value, const QString &label);
    const QList<LatencyPoint> &points() const { return m_points; }
    int drawnPoints() const { return m_drawn; }

signals:
    void rangeChosen(qint64 fromMs, qint64 toMs);

protected:
    void restyle() override;
    void paintOver(QPainter &painter) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void rebuild();
    void addLines(double LatencyPoint::*value, const QColor &color, double width);
    void addBand();
    void paintThreshold(QPainter &painter);
    void paintEndLabels(QPainter &painter);
    void paintHover(QPainter &painter);
    void paintSelection(QPainter &painter);
    int nearest(qint64 timeMs) const;

    QList<LatencyPoint> m_points;
    std::optional<double> m_threshold;
    QString m_thresholdLabel;
    int m_hovered = -1;
    double m_pressedAt = -1;
    double m_draggedTo = -1;
    int m_drawn = 0;
};

} // namespace gatehouse::ui::charts
