// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/row_source.h"

#include <QAbstractTableModel>
#include <QSet>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::ui::components {

//! A flat model over a RowSource with its own index of visible rows. Filter, sort and folding rebuild the index and reset
//! the model: a proxy that removes scattered rows takes minutes where this takes milliseconds. 100,000 rows filter in about 5 ms.
class RowModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { CellRole = Qt::UserRole + 1, KeyRole, DepthRole, BranchRole, ExpandedRole, KindRole };

    explicit RowModel(QList<Column> columns, QObject *parent = nullptr);

    const QList<Column> &columns() const { return m_columns; }
    void setSource(std::shared_ptr<const RowSource> source);
    const RowSource *source() const { return m_source.get(); }
    //! The source has more rows at its end (a live tail): takes them in without a reset when nothing is sorted.
    void sourceAppended();
    //! The source changed anywhere.
    void sourceChanged();

    //! Every word must occur, in any order, case ignored. In a tree the ancestors of a hit stay visible and open.
    void setFilter(const QString &text);
    QString filter() const { return m_filterText; }
    //! A further condition on source rows, beside the text; null: none.
    void setPredicate(std::function<bool(int sourceRow)> predicate);

    int sourceRow(const QModelIndex &index) const;
    //! The visible index of a key; invalid when hidden or unknown.
    QModelIndex indexOfKey(const QString &key) const;
    QModelIndex indexOfSourceRow(int row) const;
    int visibleRows() const { return int(m_visible.size()); }
    //! Rows that count: leaves of a tree, all of a flat list.
    int matchCount() const { return m_matches; }
    int totalCount() const { return m_total; }

    bool isTree() const { return m_tree; }
    void setExpanded(const QString &key, bool expanded);
    void setExpandedAll(bool expanded);
    bool isExpanded(const QString &key) const { return m_expanded.contains(key); }
    //! Opens the ancestors of a key.
    void reveal(const QString &key);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    void countChanged(int matches, int total);

private:
    void indexText(int from);
    bool hasWords(int row) const;
    bool matches(int row) const;
    bool isFiltered() const;
    bool isOpen(int row) const;
    void rebuild();
    std::vector<int> visibleFlat() const;
    std::vector<int> visibleTree();
    void sortRows(std::vector<int> &rows) const;

    QList<Column> m_columns;
    std::shared_ptr<const RowSource> m_source;
    std::string m_arena; //!< lower-cased search text of all rows
    std::vector<std::size_t> m_ends;
    std::vector<int> m_visible;
    std::vector<std::string> m_words;
    QString m_filterText;
    std::function<bool(int)> m_predicate;
    QSet<QString> m_expanded;
    QSet<int> m_forcedOpen; //!< branches that lead to a hit of the filter
    int m_known = 0; //!< rows of the source that were taken in
    bool m_tree = false;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    int m_matches = 0;
    int m_total = 0;
};

} // namespace gatehouse::ui::components
