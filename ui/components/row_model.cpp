// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/row_model.h"

#include <algorithm>
#include <numeric>

namespace gatehouse::ui::components {

QString RowSource::searchText(int row, int columns) const
{
    QString text;
    for (int column = 0; column < columns; ++column) {
        const Cell one = cell(row, column);
        text += one.text + QLatin1Char(' ') + one.secondary + QLatin1Char(' ');
    }
    return text;
}

RowModel::RowModel(QList<Column> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{
}

void RowModel::setSource(std::shared_ptr<const RowSource> source)
{
    beginResetModel();
    m_source = std::move(source);
    m_arena.clear();
    m_ends.clear();
    rebuild();
    endResetModel();
    emit countChanged(m_matches, m_total);
}

void RowModel::sourceChanged()
{
    setSource(m_source);
}

void RowModel::sourceAppended()
{
    if (!m_source || m_tree || m_sortColumn >= 0)
        return sourceChanged();
    const int first = m_known;
    const int last = m_source->rowCount();
    std::vector<int> added;
    m_known = last;
    if (!m_words.empty())
        indexText(int(m_ends.size()));
    for (int row = first; row < last; ++row) {
        if (matches(row))
            added.push_back(row);
    }
    if (!added.empty()) {
        beginInsertRows({}, int(m_visible.size()), int(m_visible.size() + added.size()) - 1);
        m_visible.insert(m_visible.end(), added.begin(), added.end());
        endInsertRows();
    }
    m_total = last;
    m_matches = int(m_visible.size());
    emit countChanged(m_matches, m_total);
}

void RowModel::setFilter(const QString &text)
{
    if (text == m_filterText)
        return;
    m_filterText = text;
    m_words.clear();
    for (const QString &word : text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts))
        m_words.push_back(word.toStdString());
    beginResetModel();
    rebuild();
    endResetModel();
    emit countChanged(m_matches, m_total);
}

void RowModel::setPredicate(std::function<bool(int)> predicate)
{
    beginResetModel();
    m_predicate = std::move(predicate);
    rebuild();
    endResetModel();
    emit countChanged(m_matches, m_total);
}

int RowModel::sourceRow(const QModelIndex &index) const
{
    return index.isValid() ? m_visible[std::size_t(index.row())] : -1;
}

QModelIndex RowModel::indexOfKey(const QString &key) const
{
    const auto found = std::find_if(m_visible.begin(), m_visible.end(), [&](int row) { return m_source->key(row) == key; });
    return found == m_visible.end() ? QModelIndex() : index(int(found - m_visible.begin()), 0);
}

QModelIndex RowModel::indexOfSourceRow(int row) const
{
    const auto found = std::find(m_visible.begin(), m_visible.end(), row);
    return found == m_visible.end() ? QModelIndex() : index(int(found - m_visible.begin()), 0);
}

void RowModel::setExpanded(const QString &key, bool expanded)
{
    if (m_expanded.contains(key) == expanded)
        return;
    beginResetModel();
    if (expanded)
        m_expanded.insert(key);
    else
        m_expanded.remove(key);
    rebuild();
    endResetModel();
}

void RowModel::setExpandedAll(bool expanded)
{
    beginResetModel();
    m_expanded.clear();
    for (int row = 0; expanded && m_source && row < m_known; ++row) {
        if (m_source->isBranch(row))
            m_expanded.insert(m_source->key(row));
    }
    rebuild();
    endResetModel();
}

void RowModel::reveal(const QString &key)
{
    if (!m_source || !m_tree)
        return;
    std::vector<int> ancestors;
    for (int row = 0; row < m_known; ++row) {
        ancestors.resize(std::size_t(std::min<int>(m_source->depth(row), int(ancestors.size()))));
        if (m_source->key(row) == key) {
            beginResetModel();
            for (const int ancestor : ancestors)
                m_expanded.insert(m_source->key(ancestor));
            rebuild();
            endResetModel();
            return;
        }
        ancestors.push_back(row);
    }
}

int RowModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_visible.size());
}

int RowModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant RowModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_source)
        return {};
    const int row = m_visible[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return m_source->cell(row, index.column()).text;
    case Qt::ToolTipRole: {
        const QString tip = m_source->cell(row, index.column()).toolTip;
        return tip.isEmpty() ? QVariant() : tip;
    }
    case Qt::AccessibleTextRole: {
        const Cell cell = m_source->cell(row, index.column());
        return cell.secondary.isEmpty() ? cell.text : cell.text + QLatin1Char(' ') + cell.secondary;
    }
    case Qt::TextAlignmentRole: {
        const CellKind kind = m_columns[index.column()].kind;
        return int((kind == CellKind::Figure || kind == CellKind::Bar ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case CellRole: return QVariant::fromValue(m_source->cell(row, index.column()));
    case KeyRole: return m_source->key(row);
    case KindRole: return int(m_columns[index.column()].kind);
    case DepthRole: return m_tree ? m_source->depth(row) : -1;
    case BranchRole: return m_tree && m_source->isBranch(row);
    case ExpandedRole: return m_tree && isOpen(row);
    default: return {};
    }
}

QVariant RowModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const Column &column = m_columns[section];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return int((column.kind == CellKind::Figure || column.kind == CellKind::Bar ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

void RowModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < m_columns.size() ? column : -1;
    m_sortOrder = order;
    if (m_tree)
        return;
    beginResetModel();
    rebuild();
    endResetModel();
}

//! Made when the first word is typed, and grown with the source.
void RowModel::indexText(int from)
{
    for (int row = from; row < m_known; ++row) {
        const QByteArray text = m_source->searchText(row, int(m_columns.size())).toLower().toUtf8();
        m_arena.append(text.constData(), std::size_t(text.size()));
        m_ends.push_back(m_arena.size());
    }
}

bool RowModel::hasWords(int row) const
{
    if (m_words.empty())
        return true;
    const std::size_t begin = row == 0 ? 0 : m_ends[std::size_t(row) - 1];
    const auto text = std::string_view(m_arena).substr(begin, m_ends[std::size_t(row)] - begin);
    const auto occurs = [text](const std::string &word) { return text.find(word) != std::string_view::npos; };
    return std::all_of(m_words.begin(), m_words.end(), occurs);
}

bool RowModel::matches(int row) const
{
    return hasWords(row) && (!m_predicate || m_predicate(row));
}

bool RowModel::isFiltered() const
{
    return !m_words.empty() || m_predicate;
}

bool RowModel::isOpen(int row) const
{
    return m_expanded.contains(m_source->key(row)) || (isFiltered() && m_forcedOpen.contains(row));
}

void RowModel::rebuild()
{
    m_known = m_source ? m_source->rowCount() : 0;
    m_tree = false;
    for (int row = 0; row < m_known && !m_tree; ++row)
        m_tree = m_source->isBranch(row);
    if (!m_words.empty())
        indexText(int(m_ends.size()));
    m_visible = m_tree ? visibleTree() : visibleFlat();
    if (!m_tree) {
        sortRows(m_visible);
        m_total = m_known;
        m_matches = int(m_visible.size());
    }
}

std::vector<int> RowModel::visibleFlat() const
{
    std::vector<int> rows;
    rows.reserve(std::size_t(m_known));
    for (int row = 0; row < m_known; ++row) {
        if (matches(row))
            rows.push_back(row);
    }
    return rows;
}

//! A row shows when it or a row above or below it matches, and every row above it is open. What leads to a hit is forced open.
std::vector<int> RowModel::visibleTree()
{
    m_forcedOpen.clear();
    m_total = 0;
    m_matches = 0;
    std::vector<char> hit(std::size_t(m_known), 1);
    std::vector<char> leads(std::size_t(m_known), 0);
    std::vector<char> below; // by depth: a hit among the rows after, deeper than this
    for (int row = m_known - 1; row >= 0; --row) {
        const auto depth = std::size_t(m_source->depth(row));
        const bool branch = m_source->isBranch(row);
        below.resize(std::max(below.size(), depth + 2), 0);
        // A predicate judges leaves; a branch is a hit by its words alone, and what is below it then needs no words.
        const bool self = !isFiltered() || (branch ? !m_words.empty() && hasWords(row) : matches(row));
        const bool hitBelow = below[depth + 1];
        std::fill(below.begin() + std::ptrdiff_t(depth) + 1, below.end(), 0);
        hit[std::size_t(row)] = self;
        leads[std::size_t(row)] = branch && hitBelow;
        below[depth] = below[depth] || self || hitBelow;
        m_total += branch ? 0 : 1;
        m_matches += !branch && self ? 1 : 0;
    }
    std::vector<int> rows;
    std::vector<char> openAt; // by depth: children show
    std::vector<char> hitAt; // by depth: an ancestor matched itself
    for (int row = 0; row < m_known; ++row) {
        const auto depth = std::size_t(m_source->depth(row));
        openAt.resize(depth, 1);
        hitAt.resize(depth, 0);
        const bool reached = depth == 0 || openAt[depth - 1];
        const bool inHit = depth > 0 && hitAt[depth - 1];
        const bool fits = m_source->isBranch(row) || !m_predicate || m_predicate(row);
        const bool shown = reached && (hit[std::size_t(row)] || leads[std::size_t(row)] || (inHit && fits));
        if (isFiltered() && leads[std::size_t(row)])
            m_forcedOpen.insert(row);
        openAt.push_back(shown && m_source->isBranch(row) && isOpen(row));
        hitAt.push_back(inHit || (isFiltered() && hit[std::size_t(row)]));
        if (shown)
            rows.push_back(row);
    }
    return rows;
}

void RowModel::sortRows(std::vector<int> &rows) const
{
    if (m_sortColumn < 0 || m_sortColumn >= m_columns.size())
        return;
    std::vector<double> numbers;
    std::vector<QString> texts;
    numbers.reserve(rows.size());
    bool numeric = true;
    for (const int row : rows) {
        const QVariant value = m_source->sortValue(row, m_sortColumn);
        numeric = numeric && value.typeId() != QMetaType::QString;
        if (!numeric)
            break;
        numbers.push_back(value.toDouble());
    }
    if (!numeric) {
        texts.reserve(rows.size());
        for (const int row : rows)
            texts.push_back(m_source->sortValue(row, m_sortColumn).toString().toLower());
    }
    std::vector<int> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    const bool up = m_sortOrder == Qt::AscendingOrder;
    const auto less = [&](int a, int b) {
        const auto x = std::size_t(up ? a : b);
        const auto y = std::size_t(up ? b : a);
        return numeric ? numbers[x] < numbers[y] : texts[x] < texts[y];
    };
    std::stable_sort(order.begin(), order.end(), less);
    std::vector<int> sorted(rows.size());
    std::transform(order.begin(), order.end(), sorted.begin(), [&](int i) { return rows[std::size_t(i)]; });
    rows = std::move(sorted);
}

} // namespace gatehouse::ui::components
