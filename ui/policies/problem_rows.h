// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/row_source.h"
#include "ui/policies/problem.h"

#include <QCoreApplication>

namespace gatehouse::ui::policies {

//! The findings of the text on show; the key is their index.
class ProblemRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(ProblemRows)

public:
    explicit ProblemRows(std::vector<Problem> problems) : m_problems(std::move(problems)) { }
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_problems.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return QString::number(row); }
    QVariant sortValue(int row, int column) const override;

private:
    std::vector<Problem> m_problems;
};

} // namespace gatehouse::ui::policies
