// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/debug_rows.h"

#include "ui/components/formats.h"
#include "ui/policies/policy_scopes.h"

namespace gatehouse::ui::policies {

using components::Cell;
using components::CellKind;
using components::fromUtf8;

StackRows::StackRows(std::vector<remote::DebugFrame> frames, const resource::Configuration &configuration) : m_frames(std::move(frames))
{
    for (const auto &frame : m_frames) {
        const auto document = shell::DebugSession::documentOf(frame.scopeId);
        m_scopes << (document ? scopeTitle(configuration, *document) : fromUtf8(frame.scopeId));
    }
}

QList<components::Column> StackRows::columns()
{
    return {
        {tr("Policy"), CellKind::Mono, 150, true, Qt::ElideRight},
        {tr("Scope"), CellKind::Text, 130, false, Qt::ElideRight},
        {tr("Section"), CellKind::Secondary, 76, false, Qt::ElideRight},
    };
}

Cell StackRows::cell(int row, int column) const
{
    const auto &frame = m_frames[std::size_t(row)];
    Cell cell;
    switch (column) {
    case 0:
        cell.text = frame.index > 1 ? QStringLiteral("%1 [%2]").arg(fromUtf8(frame.name)).arg(frame.index) : fromUtf8(frame.name);
        if (row == 0)
            cell.icon = QStringLiteral("chevron-right");
        break;
    case 1: cell.text = m_scopes[row]; break;
    default: cell.text = fromUtf8(frame.section); break;
    }
    cell.toolTip = tr("%1 in %2 of %3").arg(fromUtf8(frame.name), fromUtf8(frame.section), m_scopes[row]);
    return cell;
}

VariableRows::VariableRows(const std::vector<shell::DebugNode> &variables)
{
    add(variables, 0);
}

void VariableRows::add(const std::vector<shell::DebugNode> &nodes, int depth)
{
    for (const auto &node : nodes) {
        const auto &variable = node.variable;
        m_rows.push_back({fromUtf8(node.path), fromUtf8(variable.name), fromUtf8(variable.type), fromUtf8(variable.value), depth, variable.nestedCount > 0, node.isChanged});
        add(node.children, depth + 1);
    }
}

QList<components::Column> VariableRows::columns()
{
    return {
        {tr("Name"), CellKind::Mono, 170, false, Qt::ElideRight},
        {tr("Value"), CellKind::Mono, 200, true, Qt::ElideRight},
    };
}

Cell VariableRows::cell(int row, int column) const
{
    const auto &one = m_rows[std::size_t(row)];
    Cell cell;
    cell.text = column == 0 ? one.name : QString(one.value).replace(QLatin1Char('\n'), QStringLiteral("⏎"));
    if (one.isChanged && !one.isBranch)
        cell.tone = theme::Tone::Warning;
    cell.toolTip = QStringLiteral("%1: %2\n%3").arg(one.path, one.type, one.value.left(2000));
    if (one.isChanged && !one.isBranch)
        cell.toolTip += QLatin1Char('\n') + tr("Changed since the stop before");
    return cell;
}

} // namespace gatehouse::ui::policies
