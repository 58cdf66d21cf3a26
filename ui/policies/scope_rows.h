// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/row_source.h"
#include "ui/policies/policy_scopes.h"

#include <QCoreApplication>
#include <QSet>

namespace gatehouse::ui::policies {

//! The tree of scopes with a mark at those that have an own document.
class ScopeRows final : public components::RowSource
{
    Q_DECLARE_TR_FUNCTIONS(ScopeRows)

public:
    //! `edited`: keys of documents with changes that are not staged yet.
    ScopeRows(std::vector<ScopeEntry> entries, QSet<QString> edited);
    static QList<components::Column> columns();

    int rowCount() const override { return int(m_entries.size()); }
    components::Cell cell(int row, int column) const override;
    QString key(int row) const override { return at(row).key; }
    QString searchText(int row, int columns) const override;
    int depth(int row) const override { return at(row).depth; }
    bool isBranch(int row) const override;
    const ScopeEntry &at(int row) const { return m_entries[std::size_t(row)]; }
    const ScopeEntry *find(const QString &key) const;

private:
    components::Cell mark(const ScopeEntry &entry) const;

    std::vector<ScopeEntry> m_entries;
    QSet<QString> m_edited;
};

} // namespace gatehouse::ui::policies
