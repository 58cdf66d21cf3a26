// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/rotation_rows.h"

#include "ui/components/formats.h"
#include "ui/keys/rotate_dialog.h"

#include <algorithm>

namespace gatehouse::ui::keys {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using theme::Tone;
using vault::Rotation;

QList<Column> RotationRows::columns()
{
    return {
        {tr("Subscription"), CellKind::Strong, 150, false, Qt::ElideRight},
        {tr("State"), CellKind::Pill, 110, false, Qt::ElideRight},
        {tr("Where it stands"), CellKind::Text, 320, true, Qt::ElideRight},
        {tr("At the latest"), CellKind::Mono, 170, false, Qt::ElideRight},
        {tr("Written to"), CellKind::Text, 200, false, Qt::ElideMiddle},
    };
}

RotationRows::RotationRows(std::vector<Rotation> rotations, UtcTime now) : m_rotations(std::move(rotations)), m_now(now)
{
    std::reverse(m_rotations.begin(), m_rotations.end()); // newest first
    std::stable_partition(m_rotations.begin(), m_rotations.end(), [](const Rotation &one) { return !isOver(one.step); });
}

QString RotationRows::key(int row) const
{
    return fromUtf8(m_rotations[std::size_t(row)].id);
}

Cell RotationRows::cell(int row, int column) const
{
    const auto &one = m_rotations[std::size_t(row)];
    Cell cell;
    switch (column) {
    case 0: cell.text = fromUtf8(one.rule.subscription); break;
    case 1:
        cell.dot = true;
        if (one.step == vault::RotationStep::Done) {
            cell.text = tr("Done");
            cell.tone = one.unproved ? Tone::Warning : Tone::Success;
        } else if (one.step == vault::RotationStep::Cancelled) {
            cell.text = tr("Cancelled");
        } else if (!one.failure.empty()) {
            cell.text = tr("Failed");
            cell.tone = Tone::Danger;
            cell.toolTip = rotationErrorText(Error{ErrorKind::Unavailable, one.failure, {}, {}});
        } else {
            cell.text = one.step == vault::RotationStep::Waiting ? tr("Waits") : tr("Under way");
            cell.tone = Tone::Info;
        }
        break;
    case 2:
        cell.text = rotationStepText(one, m_now);
        cell.toolTip = cell.text;
        break;
    case 3:
        if (one.step == vault::RotationStep::Waiting && !one.rule.insist)
            cell.text = components::dateTimeText(*one.deadline());
        else if (one.finished)
            cell.text = components::dateTimeText(*one.finished);
        break;
    case 4: {
        QStringList places;
        for (const auto &target : one.rule.targets)
            places << fromUtf8(target.text());
        cell.text = places.join(QStringLiteral(", "));
        cell.toolTip = places.join('\n');
        break;
    }
    default: break;
    }
    return cell;
}

} // namespace gatehouse::ui::keys
