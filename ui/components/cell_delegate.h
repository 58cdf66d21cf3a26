// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace gatehouse::ui::components {

//! Paints the cells of a RowModel by their column's kind; also for any model that gives RowModel's CellRole and KindRole.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    //! Where the chevron of a branch is, inside the cell of column 0.
    static QRect chevron(const QRect &cell, int depth);
};

} // namespace gatehouse::ui::components
