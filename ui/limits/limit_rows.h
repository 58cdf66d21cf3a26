// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_set.h"
#include "ui/components/row_source.h"
#include "ui/limits/limit_catalog.h"

#include <QCoreApplication>
#include <QList>

#include <memory>
#include <vector>

namespace gatehouse::ui::limits {

//! Everything the page shows of one configuration; made in the background, then immutable.
struct LimitSnapshot
{
    struct OperationRow
    {
        QString apiId, apiName, operationId, operationName, method, path;
        std::vector<EffectiveLimit> limits; //!< without a product's key
        std::vector<std::pair<QString, std::vector<EffectiveLimit>>> byProduct; //!< product display name
    };
    std::vector<Limit> limits;
    std::vector<std::size_t> operations; //!< by limit: how many operations meet it
    std::vector<QString> scopeNames; //!< by limit: "All APIs", "Orders API", "Orders API / Get order", "Product Starter"
    std::vector<OperationRow> rows; //!< by API, then operation
    QStringList unreadable; //!< documents that could not be read

    const Limit *find(const QString &key) const;
};

std::shared_ptr<const LimitSnapshot> makeSnapshot(std::shared_ptr<const resource::Configuration> configuration);

//! Limits as they stand in documents.
class LimitRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(LimitRows)

public:
    //! Documents with staged changes are marked.
    LimitRows(std::shared_ptr<const LimitSnapshot> snapshot, const resource::ChangeSet &changes);
    static QList<components::Column> columns();

    int rowCount() const override;
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;
    QVariant sortValue(int row, int column) const override;

private:
    std::shared_ptr<const LimitSnapshot> m_snapshot;
    std::vector<bool> m_staged;
};

//! APIs and their operations with what is effective there: a tree in pre-order.
class OperationRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(OperationRows)

public:
    explicit OperationRows(std::shared_ptr<const LimitSnapshot> snapshot);
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_rows.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;
    int depth(int row) const override { return m_rows[std::size_t(row)].operation < 0 ? 0 : 1; }
    bool isBranch(int row) const override { return m_rows[std::size_t(row)].operation < 0; }

private:
    struct Row
    {
        int first; //!< of the API: its first operation's index
        int operation; //!< -1: the API itself
    };
    components::Cell apiCell(const LimitSnapshot::OperationRow &first, int column) const;
    components::Cell operationCell(const LimitSnapshot::OperationRow &operation, int column) const;
    std::shared_ptr<const LimitSnapshot> m_snapshot;
    std::vector<Row> m_rows;
};

//! "100 calls / 60 s": as written where it is computed.
QString rateText(const Limit &limit);
//! "per subscription", "per @(context.Request.IpAddress)".
QString countedByText(const Limit &limit);

} // namespace gatehouse::ui::limits
