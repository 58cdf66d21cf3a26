// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decimate.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::ui::charts {

QList<QPointF> decimate(const QList<QPointF> &points, int limit)
{
    if (points.size() <= limit)
        return points;
    if (limit < 4)
        return {points.first(), points.last()};
    // First and last stand by themselves; each column between gives its lowest and highest in their order.
    const qsizetype columns = (limit - 2) / 2;
    const qsizetype inner = points.size() - 2;
    QList<QPointF> result;
    result.reserve(limit);
    result << points.first();
    for (qsizetype column = 0; column < columns; ++column) {
        const auto first = points.begin() + 1 + inner * column / columns;
        const auto last = points.begin() + 1 + inner * (column + 1) / columns;
        if (first == last)
            continue;
        const auto [low, high] = std::minmax_element(first, last, [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); });
        result << *std::min(low, high);
        if (low != high)
            result << *std::max(low, high);
    }
    result << points.last();
    return result;
}

QList<QList<QPointF>> decimatedRuns(const QList<QPointF> &points, int limit)
{
    QList<QList<QPointF>> runs;
    qsizetype total = 0;
    bool open = false;
    for (const QPointF &point : points) {
        if (std::isnan(point.y())) {
            open = false;
            continue;
        }
        if (!open)
            runs.append(QList<QPointF>());
        open = true;
        runs.last() << point;
        ++total;
    }
    if (total <= limit)
        return runs;
    for (QList<QPointF> &run : runs)
        run = decimate(run, std::max(2, int(run.size() * limit / total)));
    return runs;
}

} // namespace gatehouse::ui::charts
