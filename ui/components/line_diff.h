// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace gatehouse::ui::components {

struct DiffLine
{
    enum Kind { Same, Removed, Added, Skipped } kind = Same;
    int before = 0; //!< line number in the text before, from 1; 0: none
    int after = 0;
    QString text; //!< of Skipped: empty, `count` says how many
    int count = 0;
};

//! The unified difference of two texts by lines (Myers), with `context` equal lines around each change; a negative context keeps all.
//! Texts above 20,000 lines are compared after their common start and end only, as one replaced block.
QList<DiffLine> lineDiff(const QString &before, const QString &after, int context = 3);

} // namespace gatehouse::ui::components
