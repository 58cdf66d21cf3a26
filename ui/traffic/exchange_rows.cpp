// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/exchange_rows.h"

#include "ui/components/formats.h"
#include "ui/components/phase_timeline.h"
#include "ui/components/reasons.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::ui::traffic {

using components::Cell;
using components::CellKind;
using components::Column;
using components::fromUtf8;
using telemetry::ExchangeRecord;

QList<Column> ExchangeRows::columns()
{
    return {
        {tr("Time"), CellKind::Mono, 108, false, Qt::ElideRight},
        {tr("Request"), CellKind::Method, 300, true, Qt::ElideMiddle},
        {tr("Status"), CellKind::Pill, 64, false, Qt::ElideRight},
        {tr("API"), CellKind::Text, 84, false, Qt::ElideRight},
        {tr("Caller"), CellKind::Secondary, 96, false, Qt::ElideRight},
        {tr("Reason"), CellKind::Text, 116, false, Qt::ElideRight},
        {tr("Took"), CellKind::Figure, 76, false, Qt::ElideRight},
    };
}

bool ExchangeRows::append(std::vector<ExchangeRecord> records)
{
    m_records.insert(m_records.end(), std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()));
    if (m_records.size() <= m_limit)
        return true;
    m_records.erase(m_records.begin(), m_records.begin() + std::ptrdiff_t(m_records.size() - m_limit * 3 / 4));
    return false;
}

const ExchangeRecord *ExchangeRows::find(const QString &key) const
{
    const auto id = components::toUtf8(key);
    // The chosen row is nearly always among the newest.
    const auto it = std::find_if(m_records.rbegin(), m_records.rend(), [&](const ExchangeRecord &record) { return record.requestId == id; });
    return it == m_records.rend() ? nullptr : &*it;
}

QString ExchangeRows::key(int row) const
{
    return fromUtf8(record(row).requestId);
}

QString ExchangeRows::searchText(int row, int) const
{
    const auto &r = record(row);
    return fromUtf8(r.method + " " + r.path + " " + std::to_string(r.status) + " " + r.apiId + " " + r.operationId + " " + r.subscriptionId + " "
                    + r.productId + " " + r.reason + " " + r.clientAddress + " " + r.backendHost + " " + r.requestId)
        + " outcome:" + fromUtf8(telemetry::nameOf(r.outcome)) + (r.traceId.empty() ? " " : " is:traced ") + components::reasonText(r.reason);
}

QVariant ExchangeRows::sortValue(int row, int column) const
{
    const auto &r = record(row);
    switch (column) {
    case 0: return QVariant::fromValue(qint64(r.time.time_since_epoch().count()));
    case 2: return r.status;
    case 6: return QVariant::fromValue(qint64(r.phases.done));
    default: return cell(row, column).text + cell(row, column).secondary;
    }
}

Cell ExchangeRows::cell(int row, int column) const
{
    const auto &r = record(row);
    Cell cell;
    switch (column) {
    case 0:
        cell.text = components::clockText(r.time);
        cell.toolTip = components::dateTimeText(r.time);
        if (!r.traceId.empty()) {
            cell.icon = QStringLiteral("activity");
            cell.toolTip = tr("%1, traced").arg(cell.toolTip);
        }
        break;
    case 1:
        cell.text = fromUtf8(r.method);
        cell.secondary = fromUtf8(r.path);
        break;
    case 2:
        cell.text = r.status > 0 ? QString::number(r.status) : components::outcomeText(r.outcome);
        cell.tone = components::toneOfStatus(r.status);
        break;
    case 3: cell.text = fromUtf8(r.apiId); break;
    case 4: cell.text = fromUtf8(r.subscriptionId); break;
    case 5:
        cell.text = components::reasonText(r.reason);
        cell.tone = components::toneOfReason(r.reason);
        break;
    case 6: cell.text = r.phases.done < 0 ? QString() : components::durationText(r.phases.done); break;
    default: break;
    }
    return cell;
}

} // namespace gatehouse::ui::traffic
