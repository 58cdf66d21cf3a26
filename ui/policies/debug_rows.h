// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"
#include "ui/components/row_source.h"
#include "ui/shell/debug_session.h"

#include <QCoreApplication>

#include <vector>

namespace gatehouse::ui::policies {

//! The stack of a run that stands, innermost first: which policy, in which section of which scope. The key is the index.
class StackRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(StackRows)

public:
    StackRows(std::vector<remote::DebugFrame> frames, const resource::Configuration &configuration);
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_frames.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return QString::number(row); }

private:
    std::vector<remote::DebugFrame> m_frames;
    QStringList m_scopes;
};

//! What a run knows where it stands, as a tree; the key is the path.
class VariableRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(VariableRows)

public:
    explicit VariableRows(const std::vector<shell::DebugNode> &variables);
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_rows.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return m_rows[std::size_t(row)].path; }
    int depth(int row) const override { return m_rows[std::size_t(row)].depth; }
    bool isBranch(int row) const override { return m_rows[std::size_t(row)].isBranch; }

private:
    struct Row
    {
        QString path, name, type, value;
        int depth = 0;
        bool isBranch = false;
        bool isChanged = false;
    };
    void add(const std::vector<shell::DebugNode> &nodes, int depth);

    std::vector<Row> m_rows;
};

} // namespace gatehouse::ui::policies
