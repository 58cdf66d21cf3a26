// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/exchange_record.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>
#include <QList>

#include <vector>

namespace gatehouse::ui::traffic {

//! The records of the live tail, oldest first. Grows at its end; drops the oldest quarter when it is above `limit`. The view's model is told by
//! RowModel::sourceAppended() or sourceChanged().
class ExchangeRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(ExchangeRows)

public:
    explicit ExchangeRows(std::size_t limit = 20'000) : m_limit(limit) { }
    static QList<components::Column> columns();

    //! True: rows were only added. False: old ones went, so the model has to look at everything again.
    bool append(std::vector<telemetry::ExchangeRecord> records);
    void clear() { m_records.clear(); }
    const telemetry::ExchangeRecord &record(int row) const { return m_records[std::size_t(row)]; }
    //! nullptr when it is not there (any more).
    const telemetry::ExchangeRecord *find(const QString &key) const;

    int rowCount() const override { return int(m_records.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;
    QString searchText(int row, int columns) const override;
    QVariant sortValue(int row, int column) const override;

private:
    std::size_t m_limit;
    std::vector<telemetry::ExchangeRecord> m_records;
};

} // namespace gatehouse::ui::traffic
