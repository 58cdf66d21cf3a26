// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/matrix_table.h"

#include "ui/components/cell_delegate.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace gatehouse::ui::roles {

using components::RowModel;

MatrixTable::MatrixTable(QList<components::Column> columns, const QString &name, QWidget *parent)
    : DataTable(std::move(columns), name, parent), m_names(new QTableView(this))
{
    m_names->setModel(rows());
    m_names->setItemDelegate(itemDelegate());
    m_names->setSelectionMode(NoSelection); // a selection of its own: a view resets its model's, and this one is told of it last
    m_names->setFocusPolicy(Qt::NoFocus);
    m_names->setFrameShape(QFrame::NoFrame);
    m_names->setShowGrid(false);
    m_names->setEditTriggers(NoEditTriggers);
    m_names->setVerticalScrollMode(ScrollPerPixel);
    m_names->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_names->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_names->verticalHeader()->hide();
    m_names->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_names->horizontalHeader()->setDefaultAlignment(horizontalHeader()->defaultAlignment());
    m_names->horizontalHeader()->setHighlightSections(false);
    m_names->horizontalHeader()->setSectionsClickable(false);
    m_names->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    for (int column = 1; column < rows()->columnCount(); ++column)
        m_names->setColumnHidden(column, true);
    m_names->viewport()->installEventFilter(this);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_names->verticalScrollBar(), &QScrollBar::setValue);
    connect(m_names->verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(), &QScrollBar::setValue);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &MatrixTable::placeNames);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, &MatrixTable::placeNames);
    placeNames();
    setSelectionBehavior(SelectItems);
    setSelectionMode(SingleSelection);
    setSortingEnabled(false);
    horizontalHeader()->setSectionsClickable(false);
    connect(this, &DataTable::opened, this, [this] {
        if (currentIndex().column() > 0)
            emit toggled();
    });
}

void MatrixTable::placeNames()
{
    // Nothing is scrolled away: the table's own column is as good, and a screen reader finds but one.
    m_names->setVisible(horizontalScrollBar()->value() > 0);
    m_names->verticalHeader()->setDefaultSectionSize(verticalHeader()->defaultSectionSize());
    m_names->setColumnWidth(0, columnWidth(0));
    m_names->setGeometry(0, 0, columnWidth(0), viewport()->height() + horizontalHeader()->height());
    m_names->horizontalHeader()->setFixedHeight(horizontalHeader()->height());
    m_names->verticalScrollBar()->setValue(verticalScrollBar()->value());
}

void MatrixTable::resizeEvent(QResizeEvent *event)
{
    DataTable::resizeEvent(event);
    placeNames();
}

void MatrixTable::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    DataTable::scrollTo(index, hint);
    if (index.column() < 1)
        return;
    if (const int hidden = columnWidth(0) - visualRect(index).left(); hidden > 0)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - hidden);
}

bool MatrixTable::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_names->viewport() || (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::MouseButtonDblClick))
        return DataTable::eventFilter(watched, event);
    const auto position = static_cast<QMouseEvent *>(event)->pos();
    const auto index = m_names->indexAt(position);
    if (!index.isValid())
        return true;
    setFocus(Qt::MouseFocusReason);
    const auto chevron = components::CellDelegate::chevron(m_names->visualRect(index), index.data(RowModel::DepthRole).toInt());
    if (index.data(RowModel::BranchRole).toBool() && chevron.adjusted(-2, -8, 2, 8).contains(position))
        rows()->setExpanded(index.data(RowModel::KeyRole).toString(), !index.data(RowModel::ExpandedRole).toBool());
    else
        setCurrentIndex(index.siblingAtColumn(std::max(1, currentIndex().column())));
    return true;
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
        && (!currentIndex().data(RowModel::BranchRole).toBool() || currentIndex().data(RowModel::ExpandedRole).toBool())) {
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
