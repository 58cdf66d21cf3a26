// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include <limits>
#include <optional>

namespace gatehouse::ui::charts {

class LatencyView;

//! One instant of the percentiles, in milliseconds; NaN where there was no request.
struct LatencyPoint
{
    qint64 timeMs = 0; //!< since the epoch, UTC
    double p50 = std::numeric_limits<double>::quiet_NaN();
    double p95 = std::numeric_limits<double>::quiet_NaN();
    double p99 = std::numeric_limits<double>::quiet_NaN();
    qint64 requests = 0;
};

//! p50, p95 and p99 over time: direct labels at the lines' ends, a band from p50 to p95, an optional threshold, gaps where nothing was measured,
//! a read-out under the pointer (or by Left and Right). Any number of points; no more than 1,000 a series are drawn.
class LatencyChart : public QWidget
{
    Q_OBJECT

public:
    explicit LatencyChart(QWidget *parent = nullptr);

    //! The axis spans `fromMs` to `toMs` even where there are no points.
    void setData(QList<LatencyPoint> points, qint64 fromMs, qint64 toMs);
    void setThreshold(std::optional<double> milliseconds, const QString &label = {});
    const QList<LatencyPoint> &points() const;
    //! Series as drawn, for tests: the points of one percentile in all runs.
    int drawnPoints() const;
    QSize sizeHint() const override { return {560, 280}; }
    QSize minimumSizeHint() const override { return {240, 140}; }

signals:
    //! A range chosen by dragging.
    void rangeChosen(qint64 fromMs, qint64 toMs);

private:
    void describe();
    LatencyView *m_view;
};

} // namespace gatehouse::ui::charts
