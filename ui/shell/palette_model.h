// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>

#include <functional>
#include <vector>

namespace gatehouse::ui::shell {

//! One line of the palette: an action or an object.
struct PaletteItem
{
    QString id; //!< for "recent": stable, "action:theme", "object:apis/orders"
    QString title;
    QString detail;
    QString icon;
    QString keys; //!< its shortcut
    QString searchText; //!< lower case; title, detail and more
    std::function<void()> run;
};

//! What the palette shows for a query: recent first without one, best first with one, no more than 100.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { DetailRole = Qt::UserRole + 1, IconRole, KeysRole };

    using QAbstractListModel::QAbstractListModel;

    void setItems(std::vector<PaletteItem> items, QStringList recent);
    void setQuery(const QString &query);
    int matchCount() const { return m_matches; }
    const PaletteItem *item(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<PaletteItem> m_items;
    QStringList m_recent;
    std::vector<int> m_shown;
    int m_matches = 0;
};

} // namespace gatehouse::ui::shell
