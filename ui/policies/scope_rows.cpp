// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/scope_rows.h"

#include <algorithm>

namespace gatehouse::ui::policies {

using components::Cell;
using components::CellKind;
using components::Column;

namespace {

QString iconOf(ScopeKind kind)
{
    switch (kind) {
    case ScopeKind::Global: return QStringLiteral("gateways");
    case ScopeKind::Workspace: return QStringLiteral("folder");
    case ScopeKind::Product: return QStringLiteral("products");
    case ScopeKind::Api: return QStringLiteral("apis");
    case ScopeKind::Fragment: return QStringLiteral("policies");
    case ScopeKind::Operation:
    case ScopeKind::Group: break;
    }
    return {};
}

} // namespace

ScopeRows::ScopeRows(std::vector<ScopeEntry> entries, QSet<QString> edited) : m_entries(std::move(entries)), m_edited(std::move(edited)) { }

QList<Column> ScopeRows::columns()
{
    return {
        {tr("Scope"), CellKind::Method, 200, true, Qt::ElideRight},
        {tr("Own policy"), CellKind::Pill, 84, false, Qt::ElideRight},
    };
}

bool ScopeRows::isBranch(int row) const
{
    const auto &entry = at(row);
    return entry.kind == ScopeKind::Group || (row + 1 < rowCount() && at(row + 1).depth > entry.depth);
}

const ScopeEntry *ScopeRows::find(const QString &key) const
{
    const auto found = std::ranges::find_if(m_entries, [&](const auto &entry) { return entry.key.compare(key, Qt::CaseInsensitive) == 0; });
    return found == m_entries.end() ? nullptr : &*found;
}

QString ScopeRows::searchText(int row, int) const
{
    const auto &entry = at(row);
    return entry.name + QLatin1Char(' ') + entry.method + QLatin1Char(' ') + entry.detail + QLatin1Char(' ') + mark(entry).text;
}

Cell ScopeRows::mark(const ScopeEntry &entry) const
{
    Cell cell;
    if (entry.kind == ScopeKind::Group)
        return cell;
    if (m_edited.contains(entry.key)) {
        cell.text = tr("Edited");
        cell.tone = theme::Tone::Warning;
        cell.toolTip = tr("Changed here and not staged yet");
    } else if (entry.isStaged) {
        cell.text = entry.hasDocument ? tr("Staged") : tr("Removed");
        cell.tone = theme::Tone::Info;
        cell.toolTip = tr("A change of it waits in the tray");
    } else if (entry.hasDocument) {
        cell.text = tr("Own");
        cell.toolTip = tr("This scope has a policy of its own");
    }
    cell.dot = !cell.text.isEmpty();
    return cell;
}

Cell ScopeRows::cell(int row, int column) const
{
    const auto &entry = at(row);
    if (column == 1)
        return mark(entry);
    Cell cell;
    cell.text = entry.method;
    cell.secondary = entry.name;
    cell.icon = iconOf(entry.kind);
    cell.toolTip = entry.detail.isEmpty() ? entry.name : entry.name + QLatin1Char('\n') + entry.detail;
    return cell;
}

} // namespace gatehouse::ui::policies
