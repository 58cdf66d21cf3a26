// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/palette_model.h"
#include "ui/shell/page.h"
#include "ui/shell/services.h"
#include "ui/shell/session.h"

#include <QHash>
#include <QKeySequence>
#include <QMainWindow>

class QStackedWidget;

namespace gatehouse::ui::components {
class ToastHost;
}

namespace gatehouse::ui::shell {

class ChangeTray;
class CommandPalette;
class ReviewDialog;
class SideBar;
class TopBar;

//! One window: navigation, the pages, the change tray and the palette over one Session. Several may live in one process.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Services services, QList<PageEntry> entries, QWidget *parent = nullptr);
    ~MainWindow() override;

    Session &session() { return *m_session; }
    const QList<PageEntry> &entries() const { return m_entries; }
    //! Makes the page when it is shown for the first time. Unknown keys do nothing.
    void showPage(const QString &key, const QString &reveal = {});
    QString currentKey() const { return m_current; }
    Page *currentPage() const;
    Page *page(const QString &key) const { return m_pages.value(key); }
    void openPalette();
    //! nullptr when nothing is staged.
    ReviewDialog *openReview(bool publishAtOnce = false);
    CommandPalette *palette() const { return m_palette; }
    ChangeTray *tray() const { return m_tray; }
    components::ToastHost &toasts() const { return *m_toasts; }

signals:
    void newWindowWanted();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    QAction *addWindowAction(const QString &icon, const QString &text, const QKeySequence &keys);
    void addActions();
    void layOut();
    Page *makePage(const PageEntry &entry);
    const PageEntry *entry(const QString &key) const;
    void removePageActions(Page *page);
    void yieldShortcuts();
    void refreshTopBar();
    void refreshTitle();
    void followGateway();
    std::vector<PaletteItem> actionItems();
    void loadObjectItems();
    void revealObject(const QString &id);

    Services m_services;
    QList<PageEntry> m_entries;
    std::unique_ptr<Session> m_session; //!< outlives the pages: see the destructor
    QHash<QString, Page *> m_pages;
    QString m_current;
    QList<std::pair<QAction *, QKeySequence>> m_windowActions;
    QAction *m_paletteAction;
    QAction *m_themeAction;
    SideBar *m_sideBar;
    TopBar *m_topBar;
    QStackedWidget *m_stack;
    ChangeTray *m_tray;
    CommandPalette *m_palette;
    components::ToastHost *m_toasts;
    components::TaskSlot m_objects;
};

} // namespace gatehouse::ui::shell
