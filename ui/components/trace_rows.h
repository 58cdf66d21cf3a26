// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/trace.h"
#include "ui/components/diff_document.h"
#include "ui/components/row_source.h"

#include <QCoreApplication>

#include <vector>

namespace gatehouse::ui::components {

//! A trace as rows: the sections that ran as branches, below each its steps in order.
class TraceRows final : public RowSource
{
    Q_DECLARE_TR_FUNCTIONS(TraceRows)

public:
    enum Columns { Policy, Scope, Effect, When, Cost };
    //! A row's stretch in shares of the whole, 0 to 1.
    struct Span
    {
        double from = 0;
        double to = 0;
        bool isPoint = false; //!< it says when, not how long
    };

    explicit TraceRows(remote::Trace trace);
    static QList<Column> columns();

    const remote::Trace &trace() const { return m_trace; }
    std::chrono::microseconds total() const { return m_total; }
    //! nullptr: a section, or no such row.
    const remote::TraceStep *step(int row) const;
    const remote::TraceStep *step(const QString &key) const;
    Span span(int row) const;
    bool isFailed(int row) const;
    //! The step that failed or took longest: where to look first. "" when there is none.
    QString firstToLookAt() const;

    int rowCount() const override { return int(m_rows.size()); }
    Cell cell(int row, int column) const override;
    QString key(int row) const override;
    int depth(int row) const override { return m_rows[std::size_t(row)].step < 0 ? 0 : 1; }
    bool isBranch(int row) const override { return m_rows[std::size_t(row)].step < 0; }

private:
    struct Row
    {
        int step = -1; //!< below 0: a section
        std::string section;
        std::chrono::microseconds from{};
        std::chrono::microseconds to{};
        bool isFailed = false;
        bool hasDuration = true;
    };
    Cell sectionCell(const Row &row, int column) const;
    Cell stepCell(const Row &row, const remote::TraceStep &step, int column) const;

    remote::Trace m_trace;
    std::vector<Row> m_rows;
    std::chrono::microseconds m_total{};
};

//! "header X-Tier = gold · variable t = 42"; many changes are counted by kind. "" for none.
QString effectText(const remote::TraceStep &step);
//! "path /a → /b" of one change.
QString changeText(const remote::TraceChange &change);
//! For the house's diff view, one a change.
QList<DiffDocument> diffDocuments(const remote::TraceStep &step);
QString scopeText(std::string_view scope);
QString sectionText(std::string_view section);

} // namespace gatehouse::ui::components
