// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QList>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <functional>

class QAction;

namespace gatehouse::ui::shell {

class Session;

//! One picture of the tour beside the page's first: `prepare` brings the page into a state; the picture is taken when isReady() again.
struct TourScene
{
    QString name; //!< part of the file name: "import-dialog"
    std::function<void()> prepare;
    std::function<QWidget *()> target; //!< what to picture; null: the whole window
    std::function<void()> leave = nullptr; //!< takes back what the next scenes should not have
};

//! Something the command palette can find beside actions: an API, an operation, a subscription.
struct PaletteObject
{
    QString title;
    QString detail; //!< second text: the path, the kind
    QString icon;
    QString id; //!< given back to Page::reveal
    QString searchText; //!< more to be found by: URLs, ids
};

//! A page of the window. Made when it is first shown, with the window's session, which outlives it; the connection behind the session may
//! change while it lives (Session::connectionChanged). Actions given by pageActions() stand in the top bar while the page is shown, the primary one last; every
//! action has a text, an icon, a shortcut where it makes sense, and is in the command palette by itself.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(QWidget *parent = nullptr) : QWidget(parent) { }

    virtual QString title() const = 0;
    virtual QList<QAction *> pageActions() const { return {}; }
    //! One of pageActions(): drawn filled.
    virtual QAction *primaryAction() const { return nullptr; }

    //! The page became visible: load, start following. May be called again and again.
    virtual void activate() { }
    //! It is hidden now: stop polling and following.
    virtual void deactivate() { }
    //! Nothing is loading that a picture should wait for.
    virtual bool isReady() const { return true; }

    //! Shows the object of that service-relative id (or of a palette object); false when it is none of this page's.
    virtual bool reveal(const QString &id)
    {
        Q_UNUSED(id)
        return false;
    }
    virtual QList<PaletteObject> paletteObjects() const { return {}; }
    virtual QList<TourScene> tourScenes() { return {}; }

signals:
    void titleChanged();
    void pageActionsChanged();
    //! Shows another page at an object: navigate("traffic", "apis/orders").
    void navigate(const QString &pageKey, const QString &id);
    //! A number beside the navigation entry; 0 takes it away.
    void badgeChanged(int count);
};

//! How a page enters the window. `app/gatehouse/pages.cpp` lists them; the order and group in the side bar come from there.
struct PageEntry
{
    QString key; //!< "apis"
    QString label; //!< translated, in the side bar
    QString icon;
    QString group; //!< translated heading; "" : the first group, without one
    std::function<Page *(Session &session)> make;
    bool atBottom = false; //!< Settings, Connections
    QStringList collections; //!< whose objects the page can reveal: {"apis", "operations"}; the palette opens them here
};

} // namespace gatehouse::ui::shell
