// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/apply.h"
#include "ui/components/row_source.h"

#include <vector>

namespace gatehouse::ui::shell {

//! The items of a publish with how each went, as rows of a table.
class PublishRows final : public components::RowSource
{
public:
    enum Column { Kind, Resource, Outcome, Detail };
    static QList<components::Column> columns();

    explicit PublishRows(std::vector<resource::ChangeItem> items);

    //! Why the items will be refused, in their order; "" : they will not.
    void setRefusals(const QStringList &reasons) { m_refusals = reasons; }
    void start(int index) { m_running = index; }
    void take(const std::vector<remote::ItemResult> &results);

    int rowCount() const override { return int(m_items.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override;

private:
    components::Cell outcome(int row) const;

    std::vector<resource::ChangeItem> m_items;
    std::vector<remote::ItemResult> m_results;
    QStringList m_refusals;
    int m_running = -1;
};

} // namespace gatehouse::ui::shell
