// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>

namespace gatehouse::ui::charts {

//! Points to draw instead of `points` (ascending x): lowest and highest of each of `limit / 2` columns, in order, first and last kept.
//! No more than `limit`; a shorter list comes back as it is.
QList<QPointF> decimate(const QList<QPointF> &points, int limit = 1000);
//! Runs without NaN, each decimated in proportion, together no more than `limit` plus two a run.
QList<QList<QPointF>> decimatedRuns(const QList<QPointF> &points, int limit = 1000);

} // namespace gatehouse::ui::charts
