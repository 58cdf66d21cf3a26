// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/key_rows.h"

#include "core/base/text.h"
#include "ui/components/formats.h"

#include <algorithm>

namespace gatehouse::ui::keys {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using theme::Tone;
using vault::InventoryRow;
using vault::KeyInUse;

const InventoryRow *KeysSnapshot::find(std::string_view id) const
{
    const auto found = std::find_if(rows.begin(), rows.end(), [id](const InventoryRow &row) { return equalsIgnoreCase(row.id, id); });
    return found == rows.end() ? nullptr : &*found;
}

QString spanText(std::chrono::microseconds span)
{
    const auto seconds = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(span).count());
    if (seconds >= 2 * 86400)
        return KeyRows::tr("%1 d").arg(seconds / 86400);
    if (seconds >= 2 * 3600)
        return KeyRows::tr("%1 h").arg(seconds / 3600);
    if (seconds >= 120)
        return KeyRows::tr("%1 min").arg(seconds / 60);
    return KeyRows::tr("%1 s").arg(seconds);
}

QString scopeText(const InventoryRow &row)
{
    switch (row.scope) {
    case InventoryRow::AllApis: return KeyRows::tr("All APIs");
    case InventoryRow::Product: return KeyRows::tr("Product %1").arg(fromUtf8(row.scopeName));
    case InventoryRow::Api: return KeyRows::tr("API %1").arg(fromUtf8(row.scopeName));
    case InventoryRow::OtherScope: break;
    }
    return KeyRows::tr("Other");
}

QString stateText(const std::string &state)
{
    struct Word
    {
        std::string_view state;
        const char *text;
    };
    static constexpr std::array words{
        Word{"active", QT_TRANSLATE_NOOP("KeyRows", "Active")},       Word{"suspended", QT_TRANSLATE_NOOP("KeyRows", "Suspended")},
        Word{"expired", QT_TRANSLATE_NOOP("KeyRows", "Expired")},     Word{"submitted", QT_TRANSLATE_NOOP("KeyRows", "Submitted")},
        Word{"rejected", QT_TRANSLATE_NOOP("KeyRows", "Rejected")},   Word{"cancelled", QT_TRANSLATE_NOOP("KeyRows", "Cancelled")},
    };
    const auto found = std::ranges::find(words, std::string_view(state), &Word::state);
    return found == words.end() ? fromUtf8(state) : KeyRows::tr(found->text);
}

QString slotText(vault::Slot slot)
{
    return slot == vault::Slot::Primary ? KeyRows::tr("Primary key") : KeyRows::tr("Secondary key");
}

QString lastUseText(const InventoryRow &row, UtcTime now)
{
    if (row.lastUsed)
        return KeyRows::tr("%1 ago").arg(spanText(now - *row.lastUsed));
    return row.unusedSince ? KeyRows::tr("Not in %1").arg(spanText(now - *row.unusedSince)) : KeyRows::tr("Unknown");
}

QString observationText(const KeysSnapshot &snapshot)
{
    const auto &report = snapshot.report;
    if (snapshot.useError)
        return KeyRows::tr("How keys are used could not be read: %1").arg(components::errorText(*snapshot.useError));
    if (!report.knownSince)
        return KeyRows::tr("This service tells nothing about the use of keys.");
    if (!report.tellsKeys)
        return KeyRows::tr("Calls are of the service's reports: they know subscriptions, not which of the two keys was used.");
    auto text = KeyRows::tr("Uses are counted since %1.").arg(components::dateTimeText(*report.knownSince));
    if (!report.gaps.empty())
        text += " " + KeyRows::tr("Some may be missing: the gateway did not end in order %n time(s).", nullptr, int(report.gaps.size()));
    return text;
}

QList<Column> KeyRows::columns()
{
    return {
        {tr("Subscription"), CellKind::Strong, 190, true, Qt::ElideRight},
        {tr("Owner"), CellKind::Text, 72, false, Qt::ElideRight},
        {tr("Opens"), CellKind::Text, 84, false, Qt::ElideRight},
        {tr("State"), CellKind::Pill, 80, false, Qt::ElideRight},
        {tr("Age"), CellKind::Figure, 48, false, Qt::ElideRight},
        {tr("Last used"), CellKind::Text, 88, false, Qt::ElideRight},
        {tr("Calls, 30 d"), CellKind::Bar, 84, false, Qt::ElideRight},
        {tr("On key"), CellKind::Pill, 88, false, Qt::ElideRight},
    };
}

KeyRows::KeyRows(std::shared_ptr<const KeysSnapshot> snapshot, const vault::InventoryFilter &filter) : m_snapshot(std::move(snapshot))
{
    for (std::size_t i = 0; i < m_snapshot->rows.size(); ++i) {
        const auto &row = m_snapshot->rows[i];
        m_most = std::max(m_most, row.calls.value_or(0));
        if (matches(row, filter, m_snapshot->now))
            m_shown.push_back(i);
    }
}

QString KeyRows::key(int row) const
{
    return "subscriptions/" + fromUtf8(at(row).id);
}

Cell KeyRows::cell(int row, int column) const
{
    const auto &one = at(row);
    const auto now = m_snapshot->now;
    Cell cell;
    switch (column) {
    case 0:
        cell.text = fromUtf8(one.displayName);
        cell.toolTip = fromUtf8(one.id);
        break;
    case 1: cell.text = one.owner.empty() ? QStringLiteral("–") : fromUtf8(one.owner); break;
    case 2: cell.text = scopeText(one); break;
    case 3:
        cell.text = stateText(one.state);
        cell.tone = one.state == "active" ? Tone::Success : one.state == "submitted" ? Tone::Info : Tone::Neutral;
        cell.dot = true;
        break;
    case 4:
        cell.text = one.oldest ? spanText(now - *one.oldest) : tr("Unknown");
        if (one.oldest)
            cell.toolTip = tr("The older key was made %1.").arg(components::dateTimeText(*one.oldest));
        break;
    case 5:
        cell.text = lastUseText(one, now);
        if (one.lastUsed)
            cell.toolTip = components::dateTimeText(*one.lastUsed);
        break;
    case 6:
        cell.text = one.calls ? components::countText(double(*one.calls)) : tr("Unknown");
        cell.fraction = one.calls && m_most > 0 ? double(*one.calls) / double(m_most) : -1;
        cell.tone = Tone::Accent;
        break;
    case 7:
        switch (one.inUse) {
        case KeyInUse::Unknown: cell.text = tr("Unknown"); break;
        case KeyInUse::None: cell.text = tr("Unused"); break;
        case KeyInUse::Primary: cell.text = tr("Primary"); break;
        case KeyInUse::Secondary: cell.text = tr("Secondary"); break;
        case KeyInUse::Both: cell.text = tr("Both"); break;
        }
        cell.tone = one.inUse == KeyInUse::Unknown || one.inUse == KeyInUse::None ? Tone::Neutral : Tone::Info;
        if (one.onOldKey) {
            cell.tone = Tone::Warning;
            cell.text = tr("%1, old").arg(cell.text);
            cell.toolTip = tr("Calls still come on the older key, though a newer one was made after it.");
        }
        break;
    default: break;
    }
    return cell;
}

QVariant KeyRows::sortValue(int row, int column) const
{
    const auto &one = at(row);
    const auto seconds = [](const std::optional<UtcTime> &time) {
        return time ? QVariant(qlonglong(time->time_since_epoch().count())) : QVariant(qlonglong(-1));
    };
    switch (column) {
    case 4: return one.oldest ? QVariant(qlonglong((m_snapshot->now - *one.oldest).count())) : QVariant(qlonglong(-1));
    case 5: return seconds(one.lastUsed);
    case 6: return one.calls ? QVariant(qlonglong(*one.calls)) : QVariant(qlonglong(-1));
    default: return cell(row, column).text;
    }
}

} // namespace gatehouse::ui::keys
