// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "core/remote/local_gateway.h"
#include "ui/components/formats.h"
#include "ui/components/toast.h"
#include "ui/shell/change_tray.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/connection_button.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/environment.h"
#include "ui/shell/environment_strip.h"
#include "ui/shell/gateway_card.h"
#include "ui/shell/palette_objects.h"
#include "ui/shell/review_dialog.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/theme/theme.h"
#include "ui/shell/top_bar.h"

#include <QAction>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPointer>
#include <QPushButton>
#include <QSet>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui::shell {

namespace {

constexpr int recentLimit = 20;
const auto recentKey = QStringLiteral("palette.recent");

} // namespace

MainWindow::MainWindow(Services services, QList<PageEntry> entries, QWidget *parent)
    : QMainWindow(parent)
    , m_services(std::move(services))
    , m_entries(std::move(entries))
    , m_session(std::make_unique<Session>(m_services.network, m_services.staging))
    , m_paletteAction(addWindowAction(QStringLiteral("search"), tr("Search or run a command"), QKeySequence(Qt::CTRL | Qt::Key_K)))
    , m_themeAction(addWindowAction({}, tr("Switch between light and dark"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)))
    , m_sideBar(new SideBar(m_entries))
    , m_topBar(new TopBar(*m_session, m_services.connections, m_paletteAction, m_themeAction))
    , m_stack(new QStackedWidget)
    , m_tray(new ChangeTray(*m_session))
    , m_palette(nullptr)
    , m_toasts(new components::ToastHost(this))
{
    setWindowIcon(theme::icon(QStringLiteral("gatehouse"), theme::Tone::Accent));
    resize(1440, 900);
    setMinimumSize(960, 600);
    layOut();
    m_palette = new CommandPalette(this);
    addActions();

    connect(m_sideBar, &SideBar::chosen, this, [this](const QString &key) { showPage(key); });
    connect(m_tray, &ChangeTray::reviewWanted, this, [this] { openReview(); });
    connect(m_tray, &ChangeTray::publishWanted, this, [this] { openReview(true); });
    connect(m_topBar->connectionButton(), &ConnectionButton::manageWanted, this, [this] { showPage(QStringLiteral("connections")); });
    connect(m_session.get(), &Session::connectionChanged, this, &MainWindow::refreshTitle);
    // Whoever signs in for this window's connection goes on in it.
    connect(&m_services.connections, &ConnectionList::changed, m_session.get(), [this] {
        const auto *current = m_session->connection();
        const auto *known = current ? m_services.connections.find(current->id) : nullptr;
        if (known && known->person && known->person != current->person)
            m_session->setConnection(*known);
    });
    connect(m_session.get(), &Session::stagingFailed, this, [this](const Error &error) {
        m_toasts->show(theme::Tone::Danger, tr("Changes staged earlier could not be read. %1").arg(components::errorText(error)));
    });
    const auto keepTrayFree = [this] { m_toasts->setBottomMargin(m_session->changes().empty() ? 0 : m_tray->height()); };
    connect(m_session.get(), &Session::changesChanged, m_toasts, keepTrayFree);
    connect(m_palette, &CommandPalette::ran, this, [this](const QString &id) {
        QStringList recent = m_services.settings.list(recentKey);
        recent.removeAll(id);
        recent.prepend(id);
        m_services.settings.set(recentKey, recent.mid(0, recentLimit));
    });
    connect(&m_services.theme, &theme::Theme::changed, this, &MainWindow::refreshTopBar);
    if (m_services.gateway)
        connect(m_services.gateway, &remote::LocalGateway::stateChanged, this, &MainWindow::followGateway);
    if (const QByteArray geometry = m_services.settings.bytes(QStringLiteral("window.geometry")); !geometry.isEmpty())
        restoreGeometry(geometry);
    refreshTitle();
    followGateway();
    if (!m_entries.isEmpty())
        showPage(m_entries.first().key);
}

MainWindow::~MainWindow()
{
    // Pages hold a reference to the session, so they go before it.
    delete takeCentralWidget();
}

void MainWindow::layOut()
{
    auto *central = new QWidget;
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_topBar);
    right->addWidget(m_stack, 1);
    right->addWidget(m_tray);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_sideBar);
    row->addLayout(right, 1);
    auto *all = new QVBoxLayout(central);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(new EnvironmentStrip(*m_session));
    all->addLayout(row, 1);
    setCentralWidget(central);
    if (m_services.gateway) {
        auto *card = new GatewayCard(*m_services.gateway);
        QMainWindow::addActions(card->gatewayActions());
        m_sideBar->setFooter(card);
    }
}

QAction *MainWindow::addWindowAction(const QString &icon, const QString &text, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    if (!icon.isEmpty())
        action->setIcon(theme::icon(icon));
    action->setShortcut(keys);
    addAction(action);
    m_windowActions.append({action, keys});
    return action;
}

void MainWindow::addActions()
{
    connect(m_paletteAction, &QAction::triggered, this, &MainWindow::openPalette);
    connect(m_themeAction, &QAction::triggered, &m_services.theme, &theme::Theme::toggleScheme);
    auto *refresh = addWindowAction(QStringLiteral("refresh"), tr("Read everything again"), QKeySequence(Qt::Key_F5));
    connect(refresh, &QAction::triggered, m_session.get(), &Session::refresh);
    auto *window = addWindowAction(QStringLiteral("window"), tr("New window"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N));
    connect(window, &QAction::triggered, this, &MainWindow::newWindowWanted);
    auto *close = addWindowAction(QStringLiteral("close"), tr("Close the window"), QKeySequence(Qt::CTRL | Qt::Key_W));
    connect(close, &QAction::triggered, this, &QWidget::close);
    auto *density = addWindowAction(QStringLiteral("more"), tr("Switch between comfortable and compact"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
    connect(density, &QAction::triggered, &m_services.theme, [theme = &m_services.theme] {
        theme->setDensity(theme->density() == theme::Density::Compact ? theme::Density::Comfortable : theme::Density::Compact);
    });
    const QStringList order = m_sideBar->order();
    for (qsizetype i = 0; i < order.size(); ++i) {
        const PageEntry *one = entry(order[i]);
        const QKeySequence keys = i < 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)) : QKeySequence();
        auto *action = addWindowAction(one->icon, tr("Go to %1").arg(one->label), keys);
        connect(action, &QAction::triggered, this, [this, key = one->key] { showPage(key); });
    }
}

const PageEntry *MainWindow::entry(const QString &key) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const PageEntry &one) { return one.key == key; });
    return found == m_entries.end() ? nullptr : &*found;
}

Page *MainWindow::currentPage() const
{
    return m_pages.value(m_current);
}

Page *MainWindow::makePage(const PageEntry &entry)
{
    Page *page = entry.make(*m_session);
    m_pages[entry.key] = page;
    m_stack->addWidget(page);
    connect(page, &Page::titleChanged, this, &MainWindow::refreshTopBar);
    connect(page, &Page::pageActionsChanged, this, &MainWindow::refreshTopBar);
    connect(page, &Page::badgeChanged, this, [this, key = entry.key](int count) { m_sideBar->setBadge(key, count); });
    connect(page, &Page::navigate, this, &MainWindow::showPage);
    return page;
}

void MainWindow::showPage(const QString &key, const QString &reveal)
{
    const PageEntry *one = entry(key);
    if (!one)
        return;
    Page *page = m_pages.contains(key) ? m_pages[key] : makePage(*one);
    if (key != m_current) {
        if (Page *before = currentPage()) {
            before->deactivate();
            removePageActions(before);
        }
        m_current = key;
        m_stack->setCurrentWidget(page);
        m_sideBar->setCurrent(key);
        QMainWindow::addActions(page->pageActions());
        page->activate();
        yieldShortcuts();
        refreshTopBar();
        refreshTitle();
    }
    if (!reveal.isEmpty())
        page->reveal(reveal);
}

//! A page's shortcuts count while it is shown.
void MainWindow::removePageActions(Page *page)
{
    for (QAction *action : page->pageActions())
        removeAction(action);
}

//! Two actions with one key would both be dead: the page's is the nearer one.
void MainWindow::yieldShortcuts()
{
    const auto all = actions();
    for (const auto &one : std::as_const(m_windowActions)) {
        const bool isTaken = std::any_of(all.begin(), all.end(), [&one](const QAction *other) {
            return other != one.first && !one.second.isEmpty() && other->shortcut() == one.second;
        });
        one.first->setShortcut(isTaken ? QKeySequence() : one.second);
    }
}

void MainWindow::refreshTopBar()
{
    m_themeAction->setIcon(theme::icon(m_services.theme.scheme() == theme::Scheme::Dark ? QStringLiteral("sun") : QStringLiteral("moon")));
    if (Page *page = currentPage()) {
        m_topBar->setTitle(page->title());
        QMainWindow::addActions(page->pageActions());
        m_topBar->setActions(page->pageActions(), page->primaryAction());
    }
}

void MainWindow::refreshTitle()
{
    const auto *connection = m_session->connection();
    const QString where = connection ? QStringLiteral("%1 (%2)").arg(components::fromUtf8(connection->name), environmentText(connection->environment)) : tr("No connection");
    const PageEntry *one = entry(m_current);
    setWindowTitle(one ? QStringLiteral("%1 – %2 – Gatehouse").arg(one->label, where) : QStringLiteral("%1 – Gatehouse").arg(where));
}

//! The local gateway came up, perhaps at another address than before: its connection is offered, and taken when nothing else is shown.
void MainWindow::followGateway()
{
    if (!m_services.gateway || !m_services.gateway->isUp() || !m_services.gateway->connection())
        return;
    const remote::Connection &local = *m_services.gateway->connection();
    m_services.connections.put(local);
    if (!m_session->connection() || m_session->connection()->id == local.id)
        m_session->setConnection(local);
}

void MainWindow::openPalette()
{
    m_palette->open(actionItems(), m_services.settings.list(recentKey));
    loadObjectItems();
}

std::vector<PaletteItem> MainWindow::actionItems()
{
    std::vector<PaletteItem> items;
    QList<QAction *> all = actions() + m_tray->actions();
    for (QAction *action : all) {
        if (action == m_paletteAction || action->text().isEmpty() || !action->isEnabled() || !action->isVisible())
            continue;
        PaletteItem item;
        item.title = QString(action->text()).remove(QLatin1Char('&'));
        item.id = QStringLiteral("action:") + item.title;
        item.detail = tr("Command");
        item.icon = action->icon().name().isEmpty() ? QStringLiteral("chevron-right") : action->icon().name();
        item.keys = action->shortcut().toString(QKeySequence::NativeText);
        item.searchText = item.title.toLower();
        item.run = [guard = QPointer<QAction>(action)] {
            if (guard)
                guard->trigger();
        };
        items.push_back(std::move(item));
    }
    return items;
}

void MainWindow::loadObjectItems()
{
    std::vector<PaletteObject> own;
    for (Page *page : std::as_const(m_pages)) {
        for (PaletteObject &object : page->paletteObjects())
            own.push_back(std::move(object));
    }
    using Items = std::vector<PaletteItem>;
    m_objects = components::runInBackground<Items>(
        this,
        [configuration = m_session->effective(), own = std::move(own)](std::stop_token, const components::Progress &) {
            // What a page says of an object is better than what the configuration alone tells.
            Items items;
            std::vector<PaletteObject> objects = own;
            QSet<QString> known;
            for (const PaletteObject &object : own)
                known.insert(object.id.toLower());
            for (PaletteObject &object : paletteObjects(*configuration)) {
                if (!known.contains(object.id.toLower()))
                    objects.push_back(std::move(object));
            }
            for (PaletteObject &object : objects) {
                PaletteItem item;
                item.id = QStringLiteral("object:") + object.id;
                item.searchText = (object.title + QLatin1Char(' ') + object.detail + QLatin1Char(' ') + object.searchText).toLower();
                item.title = std::move(object.title);
                item.detail = std::move(object.detail);
                item.icon = std::move(object.icon);
                items.push_back(std::move(item));
            }
            return items;
        },
        [this](Items items) {
            for (PaletteItem &item : items)
                item.run = [this, id = item.id.mid(int(strlen("object:")))] { revealObject(id); };
            m_palette->addItems(std::move(items));
        });
}

//! The page that shows objects of that collection, or the first that knows it.
void MainWindow::revealObject(const QString &id)
{
    const QString collection = id.section(QLatin1Char('/'), -2, -2);
    for (const PageEntry &one : std::as_const(m_entries)) {
        if (one.collections.contains(collection)) {
            showPage(one.key, id);
            return;
        }
    }
    for (auto it = m_pages.begin(); it != m_pages.end(); ++it) {
        if (it.value()->reveal(id)) {
            showPage(it.key());
            return;
        }
    }
}

ReviewDialog *MainWindow::openReview(bool publishAtOnce)
{
    if (m_session->changes().empty())
        return nullptr;
    auto *dialog = new ReviewDialog(*m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ReviewDialog::published, this, [this](int succeeded, int failed) {
        if (failed > 0)
            m_toasts->show(theme::Tone::Danger, tr("%n change(s) could not be published.", nullptr, failed));
        else if (succeeded > 0)
            m_toasts->show(theme::Tone::Success, tr("%n change(s) published.", nullptr, succeeded));
    });
    dialog->open();
    if (publishAtOnce)
        dialog->publishButton()->setFocus(Qt::ShortcutFocusReason);
    return dialog;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_services.settings.set(QStringLiteral("window.geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace gatehouse::ui::shell
