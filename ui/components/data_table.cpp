// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/data_table.h"

#include "ui/components/cell_delegate.h"
#include "ui/shell/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

namespace gatehouse::ui::components {

DataTable::DataTable(QList<Column> columns, const QString &name, QWidget *parent)
    : QTableView(parent)
    , m_rows(new RowModel(std::move(columns), this))
{
    setAccessibleName(name);
    // Connected before the view hears of a reset, so that what it had is kept in time.
    connect(m_rows, &RowModel::modelAboutToBeReset, this, &DataTable::beforeReset);
    setModel(m_rows);
    connect(m_rows, &RowModel::modelReset, this, &DataTable::afterReset);
    connect(m_rows, &RowModel::rowsInserted, this, [this] {
        if (m_following)
            scrollToBottom();
    });
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) { emit opened(index.data(RowModel::KeyRole).toString()); });
    setItemDelegate(new CellDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(44);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setCornerButtonEnabled(false);
    setSortingEnabled(true);
    applyMetrics();
    layOutColumns();
}

void DataTable::applyMetrics()
{
    const auto &metric = theme::tokens(this).metric;
    verticalHeader()->setMinimumSectionSize(metric.rowHeight);
    verticalHeader()->setDefaultSectionSize(metric.rowHeight);
    horizontalHeader()->setFixedHeight(metric.headerHeight);
}

void DataTable::layOutColumns()
{
    for (int column = 0; column < m_rows->columns().size(); ++column) {
        const Column &one = m_rows->columns()[column];
        horizontalHeader()->setSectionResizeMode(column, one.stretch ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (!one.stretch)
            horizontalHeader()->resizeSection(column, std::max(one.width, horizontalHeader()->sectionSizeHint(column)));
    }
}

QString DataTable::currentKey() const
{
    return currentIndex().data(RowModel::KeyRole).toString();
}

bool DataTable::setCurrentKey(const QString &key)
{
    QModelIndex index = m_rows->indexOfKey(key);
    if (!index.isValid()) {
        m_rows->reveal(key);
        index = m_rows->indexOfKey(key);
    }
    if (!index.isValid())
        return false;
    setCurrentIndex(index);
    scrollTo(index);
    return true;
}

QStringList DataTable::selectedKeys() const
{
    QStringList keys;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        keys << index.data(RowModel::KeyRole).toString();
    return keys;
}

void DataTable::setFollowing(bool on)
{
    if (on == m_following)
        return;
    m_following = on;
    if (on)
        scrollToBottom();
    emit followingChanged(on);
}

QString DataTable::selectedText() const
{
    QStringList lines;
    QStringList header;
    for (const Column &column : m_rows->columns())
        header << column.title;
    lines << header.join(QLatin1Char('\t'));
    auto rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < m_rows->columnCount(); ++column)
            cells << row.siblingAtColumn(column).data(Qt::AccessibleTextRole).toString();
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

bool DataTable::fold(bool expand)
{
    const QModelIndex current = currentIndex();
    if (!m_rows->isTree() || !current.isValid())
        return false;
    const bool open = current.siblingAtColumn(0).data(RowModel::ExpandedRole).toBool();
    if (current.data(RowModel::BranchRole).toBool() && open != expand) {
        m_rows->setExpanded(current.data(RowModel::KeyRole).toString(), expand);
        return true;
    }
    if (expand)
        return false;
    // Left on a leaf or a closed branch goes to its parent.
    const int depth = current.data(RowModel::DepthRole).toInt();
    for (int row = current.row() - 1; row >= 0; --row) {
        const QModelIndex above = m_rows->index(row, 0);
        if (above.data(RowModel::DepthRole).toInt() < depth) {
            setCurrentIndex(above);
            return true;
        }
    }
    return false;
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(selectedText());
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        emit opened(currentKey());
        return;
    }
    if (event->key() == Qt::Key_Right && fold(true))
        return;
    if (event->key() == Qt::Key_Left && fold(false))
        return;
    if (event->key() == Qt::Key_End && event->modifiers() == Qt::NoModifier && !m_rows->isTree())
        setFollowing(m_following);
    QTableView::keyPressEvent(event);
}

void DataTable::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (index.isValid() && index.column() == 0 && index.data(RowModel::BranchRole).toBool()) {
        const int depth = index.data(RowModel::DepthRole).toInt();
        if (CellDelegate::chevron(visualRect(index), depth).adjusted(-2, -8, 2, 8).contains(event->pos())) {
            m_rows->setExpanded(index.data(RowModel::KeyRole).toString(), !index.data(RowModel::ExpandedRole).toBool());
            return;
        }
    }
    QTableView::mousePressEvent(event);
}

void DataTable::wheelEvent(QWheelEvent *event)
{
    QTableView::wheelEvent(event);
    if (m_following && verticalScrollBar()->value() < verticalScrollBar()->maximum())
        setFollowing(false);
}

void DataTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange && m_rows)
        applyMetrics();
}

void DataTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (m_resetting)
        return;
    report();
}

void DataTable::report()
{
    const QString key = currentKey();
    if (key == m_reportedKey)
        return;
    m_reportedKey = key;
    emit currentKeyChanged(key);
}

void DataTable::beforeReset()
{
    m_keptKey = currentKey();
    m_keptRow = m_rows->sourceRow(currentIndex());
    m_resetting = true;
}

void DataTable::afterReset()
{
    const RowSource *source = m_rows->source();
    if (source && !m_keptKey.isEmpty()) {
        const bool sameRow = m_keptRow >= 0 && m_keptRow < source->rowCount() && source->key(m_keptRow) == m_keptKey;
        const QModelIndex index = sameRow ? m_rows->indexOfSourceRow(m_keptRow) : m_rows->indexOfKey(m_keptKey);
        if (index.isValid()) {
            setCurrentIndex(index);
            scrollTo(index);
        }
    }
    m_resetting = false;
    horizontalHeader()->setSortIndicatorShown(!m_rows->isTree());
    if (m_following)
        scrollToBottom();
    report();
}

} // namespace gatehouse::ui::components
