// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace gatehouse::ui::shell {

class NavigationButton;

//! The navigation: groups of pages with their headings, what belongs at the bottom, and below it the local gateway's card. 232 px wide.
class SideBar : public QWidget
{
    Q_OBJECT

public:
    explicit SideBar(const QList<PageEntry> &entries, QWidget *parent = nullptr);

    void setCurrent(const QString &key);
    void setBadge(const QString &key, int count);
    //! Below everything: the card of the local gateway.
    void setFooter(QWidget *footer);
    NavigationButton *button(const QString &key) const { return m_buttons.value(key); }
    //! Keys from the top, as Ctrl+1 to Ctrl+9 count them.
    const QStringList &order() const { return m_order; }

signals:
    void chosen(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addEntry(QVBoxLayout *layout, const PageEntry &entry);

    QHash<QString, NavigationButton *> m_buttons;
    QStringList m_order;
    QVBoxLayout *m_layout;
};

} // namespace gatehouse::ui::shell
