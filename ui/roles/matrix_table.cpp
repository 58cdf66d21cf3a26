// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/matrix_table.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace gatehouse::ui::roles {

MatrixTable::MatrixTable(QList<components::Column> columns, const QString &name, QWidget *parent)
    : DataTable(std::move(columns), name, parent)
{
    setSelectionBehavior(SelectItems);
    setSelectionMode(SingleSelection);
    setSortingEnabled(false);
    horizontalHeader()->setSectionsClickable(false);
    connect(this, &DataTable::opened, this, [this] {
        if (currentIndex().column() > 0)
            emit toggled();
    });
}

void MatrixTable::keyPressEvent(QKeyEvent *event)
{
    const bool inRoles = currentIndex().isValid() && currentIndex().column() > 0;
    if (inRoles && event->key() == Qt::Key_Space) {
        emit toggled();
        return;
    }
    if (inRoles && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        QTableView::keyPressEvent(event);
        return;
    }
    // An open branch has nothing more to fold: the arrow goes on into the roles.
    if (event->key() == Qt::Key_Right && currentIndex().isValid()
        && (!currentIndex().data(components::RowModel::BranchRole).toBool() || currentIndex().data(components::RowModel::ExpandedRole).toBool())) {
        QTableView::keyPressEvent(event);
        return;
    }
    DataTable::keyPressEvent(event);
}

void MatrixTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    DataTable::currentChanged(current, previous);
    emit cellChanged();
}

} // namespace gatehouse::ui::roles
