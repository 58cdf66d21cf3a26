// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/data_table.h"

namespace gatehouse::ui::roles {

//! A DataTable in which cells are chosen, not rows: arrows move between cells, and fold in the first column, which stays in sight.
class MatrixTable : public components::DataTable
{
    Q_OBJECT

public:
    MatrixTable(QList<components::Column> columns, const QString &name, QWidget *parent = nullptr);

    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

signals:
    //! Space, Enter or a double click on a cell beside the first column.
    void toggled();
    //! Another cell is current.
    void cellChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void placeNames();

    QTableView *m_names; //!< the first column once more, above what is scrolled away
};

} // namespace gatehouse::ui::roles
