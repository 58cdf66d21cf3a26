// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/keys/inventory.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>
#include <QList>

#include <optional>
#include <vector>

namespace gatehouse::ui::keys {

//! What the page shows: all subscriptions with what is known of the use of their keys.
struct KeysSnapshot
{
    std::vector<vault::InventoryRow> rows;
    vault::KeyUseReport report;
    std::optional<Error> useError; //!< of reading the use; the inventory stands without it
    UtcTime now{};

    const vault::InventoryRow *find(std::string_view id) const;
};

//! The rows of a snapshot that the filter lets through.
class KeyRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(KeyRows)

public:
    static QList<components::Column> columns();

    KeyRows(std::shared_ptr<const KeysSnapshot> snapshot, const vault::InventoryFilter &filter);

    int rowCount() const override { return int(m_shown.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;
    QVariant sortValue(int row, int column) const override;

private:
    const vault::InventoryRow &at(int row) const { return m_snapshot->rows[m_shown[std::size_t(row)]]; }

    std::shared_ptr<const KeysSnapshot> m_snapshot;
    std::vector<std::size_t> m_shown;
    std::uint64_t m_most = 0; //!< calls
};

//! "12 d", "5 h": the largest unit.
QString spanText(std::chrono::microseconds span);
QString scopeText(const vault::InventoryRow &row);
QString stateText(const std::string &state);
QString slotText(vault::Slot slot);
QString lastUseText(const vault::InventoryRow &row, UtcTime now);
//! Since when uses are counted, and where some may have been missed.
QString observationText(const KeysSnapshot &snapshot);

} // namespace gatehouse::ui::keys
