// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace gatehouse::ui::charts {

class StackedBarView;

//! Counts of one category (a reason of failure) per bar.
struct BarSeries
{
    QString name;
    QList<double> values; //!< one a bar
};

//! Stacked bars over time, at most four categories: the largest three and "Other" when there are more. Legend below, read-out under
//! the pointer. No more than 120 bars are drawn; more are added up in neighbours.
class StackedBarChart : public QWidget
{
    Q_OBJECT

public:
    explicit StackedBarChart(QWidget *parent = nullptr);

    //! Bar i covers `fromMs + i * stepMs`.
    void setData(QList<BarSeries> series, qint64 fromMs, qint64 stepMs);
    QSize sizeHint() const override { return {360, 280}; }
    QSize minimumSizeHint() const override { return {220, 140}; }
    //! As drawn.
    const QList<BarSeries> &drawnSeries() const;

signals:
    //! A click on a bar: the range it covers and the category under the pointer ("" between).
    void barClicked(qint64 fromMs, qint64 toMs, const QString &category);

private:
    void describe();
    StackedBarView *m_view;
};

} // namespace gatehouse::ui::charts
