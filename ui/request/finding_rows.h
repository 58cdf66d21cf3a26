// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/trial_client.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>

#include <vector>

namespace gatehouse::ui::request {

//! What a gateway says about the changes of a trial; the key is the index.
class FindingRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(FindingRows)

public:
    explicit FindingRows(std::vector<remote::TrialFinding> findings) : m_findings(std::move(findings)) { }
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_findings.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return QString::number(row); }
    const remote::TrialFinding &at(int row) const { return m_findings[std::size_t(row)]; }

private:
    std::vector<remote::TrialFinding> m_findings;
};

} // namespace gatehouse::ui::request
