// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_model.h"

#include "ui/shell/fuzzy.h"

#include <algorithm>

namespace gatehouse::ui::shell {

namespace {

constexpr std::size_t shownLimit = 100;
constexpr int recentBonus = 60;

} // namespace

void PaletteModel::setItems(std::vector<PaletteItem> items, QStringList recent)
{
    beginResetModel();
    m_items = std::move(items);
    m_recent = std::move(recent);
    m_shown.clear();
    endResetModel();
    setQuery({});
}

void PaletteModel::setQuery(const QString &query)
{
    struct Hit
    {
        int item;
        int score;
    };
    const QString words = query.simplified().toLower();
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        int score = words.isEmpty() ? 0 : fuzzyScore(words, m_items[i].searchText);
        if (score < 0)
            continue;
        // The title weighs more than what else an item is found by.
        if (!words.isEmpty())
            score += std::max(0, fuzzyScore(words, m_items[i].title.toLower()));
        if (const auto recent = m_recent.indexOf(m_items[i].id); recent >= 0)
            score += recentBonus - int(std::min<qsizetype>(recent, 20));
        hits.push_back({int(i), score});
    }
    m_matches = int(hits.size());
    std::stable_sort(hits.begin(), hits.end(), [](const Hit &a, const Hit &b) { return a.score > b.score; });
    if (hits.size() > shownLimit)
        hits.resize(shownLimit);
    beginResetModel();
    m_shown.clear();
    for (const Hit &hit : hits)
        m_shown.push_back(hit.item);
    endResetModel();
}

const PaletteItem *PaletteModel::item(int row) const
{
    return row < 0 || row >= int(m_shown.size()) ? nullptr : &m_items[std::size_t(m_shown[std::size_t(row)])];
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    const PaletteItem *one = item(index.row());
    if (!one)
        return {};
    switch (role) {
    case Qt::DisplayRole: return one->title;
    case Qt::AccessibleTextRole: return QStringLiteral("%1, %2").arg(one->title, one->detail);
    case DetailRole: return one->detail;
    case IconRole: return one->icon;
    case KeysRole: return one->keys;
    default: return {};
    }
}

} // namespace gatehouse::ui::shell
