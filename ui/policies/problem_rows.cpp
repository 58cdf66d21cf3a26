// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/problem_rows.h"

namespace gatehouse::ui::policies {

using components::Cell;
using components::CellKind;

QList<components::Column> ProblemRows::columns()
{
    return {
        {tr("Kind"), CellKind::Pill, 96, false, Qt::ElideRight},
        {tr("Line"), CellKind::Figure, 56, false, Qt::ElideRight},
        {tr("Problem"), CellKind::Text, 300, true, Qt::ElideRight},
    };
}

Cell ProblemRows::cell(int row, int column) const
{
    const auto &problem = m_problems[std::size_t(row)];
    Cell cell;
    switch (column) {
    case 0:
        cell.dot = true;
        cell.text = problem.severity == Severity::Error ? tr("Error") : problem.severity == Severity::Warning ? tr("Warning") : tr("Note");
        cell.tone = problem.severity == Severity::Error     ? theme::Tone::Danger
                    : problem.severity == Severity::Warning ? theme::Tone::Warning
                                                            : theme::Tone::Info;
        break;
    case 1: cell.text = QString::number(problem.line); break;
    default:
        cell.text = problem.text;
        cell.toolTip = tr("%1\nLine %2, column %3").arg(problem.text).arg(problem.line).arg(problem.column);
        break;
    }
    return cell;
}

QVariant ProblemRows::sortValue(int row, int column) const
{
    return column == 1 ? QVariant(m_problems[std::size_t(row)].line) : QVariant(cell(row, column).text);
}

} // namespace gatehouse::ui::policies
