// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace gatehouse::ui::charts {

//! An axis from 0 to a round number with round steps.
struct Scale
{
    double maximum = 1;
    double step = 0.25;
    int steps() const;
};

//! The smallest round axis that holds `highest`, in `steps` steps of 1, 1.25, 2, 2.5 or 5 times a power of ten.
Scale niceScale(double highest, int steps = 4);
//! Round local times in the range, no more than `limit`: whole minutes, hours or days.
QList<qint64> timeTicks(qint64 fromMs, qint64 toMs, int limit);
//! "14:05", or "24 Nov" where the range spans days.
QString timeLabel(qint64 atMs, qint64 rangeMs);

} // namespace gatehouse::ui::charts
