// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scale.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::ui::charts {

int Scale::steps() const
{
    return int(std::lround(maximum / step));
}

Scale niceScale(double highest, int steps)
{
    if (!(highest > 0) || std::isinf(highest))
        return {1.0 * steps, 1};
    const double raw = highest / steps;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 1.25, 2.0, 2.5, 5.0, 10.0}) {
        const double step = factor * power;
        // A hair of room, so that a line at the very top is not cut.
        if (step * steps >= highest * (1 - 1e-9))
            return {step * steps, step};
    }
    return {10 * power * steps, 10 * power};
}

QList<qint64> timeTicks(qint64 fromMs, qint64 toMs, int limit)
{
    constexpr qint64 minute = 60'000;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    constexpr std::array<qint64, 15> steps{minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour,
                                           3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 30 * day};
    QList<qint64> ticks;
    if (toMs <= fromMs || limit < 1)
        return ticks;
    const auto fits = [&](qint64 step) { return (toMs - fromMs) / step <= limit; };
    const auto found = std::find_if(steps.begin(), steps.end(), fits);
    const qint64 step = found == steps.end() ? steps.back() : *found;
    const qint64 offset = qint64(QDateTime::fromMSecsSinceEpoch(fromMs).offsetFromUtc()) * 1'000;
    qint64 tick = (fromMs + offset) / step * step - offset;
    if (tick < fromMs)
        tick += step;
    for (; tick <= toMs && ticks.size() < limit; tick += step)
        ticks << tick;
    return ticks;
}

QString timeLabel(qint64 atMs, qint64 rangeMs)
{
    constexpr qint64 hour = 3'600'000;
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs);
    if (rangeMs > 48 * hour)
        return QLocale().toString(at, QStringLiteral("d MMM"));
    return at.toString(QStringLiteral("HH:mm"));
}

} // namespace gatehouse::ui::charts
