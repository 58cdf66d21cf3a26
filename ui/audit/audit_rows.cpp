// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/audit_rows.h"

#include "ui/components/formats.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace gatehouse::ui::audit {

using components::Cell;
using components::CellKind;
using components::Column;
using components::DiffDocument;
using components::fromUtf8;
using remote::AuditEntry;
using theme::Tone;

namespace {

QString bodyText(const std::optional<json::value> &body)
{
    if (!body || body->is_null())
        return {};
    // A policy reads as its own text, as it does in Review.
    if (const auto *properties = member(*body, "properties"); properties && properties->is_object()) {
        const auto format = stringMember(properties->get_object(), "format");
        if (format == "rawxml" || format == "xml")
            return fromUtf8(stringMember(properties->get_object(), "value"));
    }
    return fromUtf8(toPrettyJson(*body));
}

Tone toneOfOutcome(std::string_view outcome)
{
    return outcome == "succeeded" ? Tone::Success : outcome == "refused" ? Tone::Warning : Tone::Danger;
}

QString outcomeText(std::string_view outcome)
{
    if (outcome == "succeeded")
        return AuditRows::tr("Done");
    if (outcome == "refused")
        return AuditRows::tr("Refused");
    if (outcome == "failed")
        return AuditRows::tr("Failed");
    return fromUtf8(outcome);
}

} // namespace

QString actionText(std::string_view action)
{
    struct Name
    {
        std::string_view action;
        const char *text;
    };
    static constexpr std::array names{
        Name{"put", QT_TRANSLATE_NOOP("AuditRows", "Write")},
        Name{"patch", QT_TRANSLATE_NOOP("AuditRows", "Change")},
        Name{"delete", QT_TRANSLATE_NOOP("AuditRows", "Delete")},
        Name{"import", QT_TRANSLATE_NOOP("AuditRows", "Import")},
        Name{"listSecrets", QT_TRANSLATE_NOOP("AuditRows", "Read keys")},
        Name{"listValue", QT_TRANSLATE_NOOP("AuditRows", "Read value")},
        Name{"regeneratePrimaryKey", QT_TRANSLATE_NOOP("AuditRows", "New primary key")},
        Name{"regenerateSecondaryKey", QT_TRANSLATE_NOOP("AuditRows", "New secondary key")},
        Name{"denied", QT_TRANSLATE_NOOP("AuditRows", "Denied")},
    };
    const auto it = std::ranges::find(names, action, &Name::action);
    return it == names.end() ? fromUtf8(action) : AuditRows::tr(it->text);
}

QString whoText(const resource::Principal &principal)
{
    return fromUtf8(principal.display.empty() ? principal.subject : principal.display);
}

DiffDocument diffOf(const AuditEntry &entry)
{
    const auto &record = entry.record;
    DiffDocument document;
    document.id = fromUtf8(record.resourceId);
    document.before = bodyText(record.before);
    document.after = bodyText(record.after);
    document.kind = document.before.isEmpty() && document.after.isEmpty() ? DiffDocument::Action
        : document.before.isEmpty()                                       ? DiffDocument::Added
        : document.after.isEmpty()                                        ? DiffDocument::Removed
                                                                          : DiffDocument::Changed;
    if (document.kind == DiffDocument::Action)
        document.note = actionText(record.action);
    return document;
}

QList<Column> AuditRows::columns()
{
    return {
        {tr("No."), CellKind::Figure, 60, false, Qt::ElideRight},
        {tr("Time"), CellKind::Mono, 170, false, Qt::ElideRight},
        {tr("Who"), CellKind::Strong, 190, false, Qt::ElideRight},
        {tr("Action"), CellKind::Text, 140, false, Qt::ElideRight},
        {tr("Resource"), CellKind::Mono, 260, true, Qt::ElideMiddle},
        {tr("Outcome"), CellKind::Pill, 100, false, Qt::ElideRight},
    };
}

void AuditRows::append(std::vector<AuditEntry> entries)
{
    m_entries.insert(m_entries.end(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
}

const AuditEntry *AuditRows::find(const QString &key) const
{
    const auto sequence = key.toULongLong();
    const auto it = std::ranges::find(m_entries, sequence, &AuditEntry::sequence);
    return it == m_entries.end() ? nullptr : &*it;
}

QString AuditRows::key(int row) const
{
    return QString::number(m_entries[std::size_t(row)].sequence);
}

Cell AuditRows::cell(int row, int column) const
{
    const auto &entry = m_entries[std::size_t(row)];
    const auto &record = entry.record;
    Cell cell;
    switch (column) {
    case 0: cell.text = QString::number(entry.sequence); break;
    case 1:
        cell.text = components::dateTimeText(record.time);
        cell.toolTip = fromUtf8(toIso(record.time));
        break;
    case 2:
        cell.text = whoText(record.principal);
        if (record.principal.breakGlass)
            cell.icon = "key", cell.toolTip = tr("Came in by the token file (break-glass)");
        break;
    case 3: cell.text = actionText(record.action); break;
    case 4: cell.text = record.resourceId.empty() ? tr("service") : fromUtf8(record.resourceId); break;
    case 5:
        cell.text = outcomeText(record.outcome);
        cell.tone = toneOfOutcome(record.outcome);
        cell.dot = true;
        cell.toolTip = record.errorCode.empty() ? QString::number(record.status) : QString::number(record.status) + " " + fromUtf8(record.errorCode);
        break;
    default: break;
    }
    return cell;
}

} // namespace gatehouse::ui::audit
