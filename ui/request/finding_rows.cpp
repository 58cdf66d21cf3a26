// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/finding_rows.h"

#include "ui/components/formats.h"

namespace gatehouse::ui::request {

using components::Cell;
using components::CellKind;
using components::fromUtf8;

QList<components::Column> FindingRows::columns()
{
    return {
        {tr("Kind"), CellKind::Pill, 90, false, Qt::ElideRight},
        {tr("Problem"), CellKind::Text, 220, true, Qt::ElideRight},
        {tr("Where"), CellKind::Mono, 120, false, Qt::ElideLeft},
    };
}

Cell FindingRows::cell(int row, int column) const
{
    const auto &finding = at(row);
    const auto place = finding.line > 0 ? QStringLiteral("%1:%2").arg(fromUtf8(finding.resource)).arg(finding.line) : fromUtf8(finding.resource);
    Cell cell;
    switch (column) {
    case 0:
        cell.dot = true;
        cell.text = finding.severity == "error" ? tr("Error") : finding.severity == "warning" ? tr("Warning") : tr("Note");
        cell.tone = finding.severity == "error" ? theme::Tone::Danger : finding.severity == "warning" ? theme::Tone::Warning : theme::Tone::Info;
        break;
    case 1: cell.text = fromUtf8(finding.message); break;
    default: cell.text = place; break;
    }
    cell.toolTip = fromUtf8(finding.message) + QLatin1Char('\n') + place;
    return cell;
}

} // namespace gatehouse::ui::request
