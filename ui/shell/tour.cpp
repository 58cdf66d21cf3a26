// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tour.h"

#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme/theme.h"

#include <QDir>
#include <QLineEdit>
#include <QPixmap>
#include <QTimer>

namespace gatehouse::ui::shell {

namespace {

constexpr int pollMs = 50;
constexpr int patience = 20'000 / pollMs;
constexpr int settleMs = 250; // a paint, and loading states that hold back for 150 ms

} // namespace

Tour::Tour(MainWindow &window, QString folder, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_folder(std::move(folder))
{
}

void Tour::start()
{
    if (!m_stops.isEmpty())
        return;
    if (!QDir().mkpath(m_folder)) {
        m_problems << tr("The folder %1 can't be made.").arg(m_folder);
        emit finished(false);
        return;
    }
    plan();
    next();
}

void Tour::plan()
{
    for (const auto scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
        m_stops.append({{}, [this, scheme] {
                            if (auto *theme = theme::themeOf(&m_window))
                                theme->setScheme(scheme);
                        }, {}, {}});
        for (const PageEntry &entry : m_window.entries())
            addPage(entry.key);
        addPalette();
    }
}

//! A page's own scenes are asked for once it was shown: it may know them by its data alone.
void Tour::addPage(const QString &key)
{
    m_stops.append({key, [this, key] { m_window.showPage(key); }, {}, [this, key] {
                        Page *page = m_window.page(key);
                        if (!page)
                            return;
                        qsizetype at = m_at;
                        for (const TourScene &scene : page->tourScenes())
                            m_stops.insert(++at, {key + QLatin1Char('-') + scene.name, scene.prepare, scene.target, scene.leave});
                    }});
}

void Tour::addPalette()
{
    m_stops.append({QStringLiteral("palette"), [this] {
                        m_window.showPage(m_window.entries().isEmpty() ? QString() : m_window.entries().first().key);
                        m_window.openPalette();
                        m_window.palette()->input()->setText(QStringLiteral("or"));
                    }, {}, [this] { m_window.palette()->closePalette(); }});
}

void Tour::next()
{
    // A copy: leaving may add stops.
    if (const auto leave = m_at >= 0 ? m_stops[m_at].leave : nullptr)
        leave();
    ++m_at;
    if (m_at >= m_stops.size()) {
        emit finished(m_problems.isEmpty());
        return;
    }
    if (m_stops[m_at].prepare)
        m_stops[m_at].prepare();
    QTimer::singleShot(pollMs, this, [this] { waitUntilReady(patience); });
}

bool Tour::isReady() const
{
    const Page *page = m_window.currentPage();
    return m_window.session().state() != Session::State::Loading && (!page || page->isReady());
}

void Tour::waitUntilReady(int triesLeft)
{
    if (!isReady() && triesLeft > 0) {
        QTimer::singleShot(pollMs, this, [this, triesLeft] { waitUntilReady(triesLeft - 1); });
        return;
    }
    if (!isReady())
        m_problems << tr("%1 was not ready in time.").arg(m_stops[m_at].name);
    if (m_stops[m_at].name.isEmpty())
        next();
    else
        QTimer::singleShot(settleMs, this, &Tour::takePicture);
}

void Tour::takePicture()
{
    const Stop stop = m_stops[m_at];
    QWidget *target = stop.target ? stop.target() : &m_window;
    const auto *theme = theme::themeOf(&m_window);
    const QString scheme = theme && theme->scheme() == theme::Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light");
    const QString file = QDir(m_folder).filePath(QStringLiteral("%1-%2.png").arg(stop.name, scheme));
    if (target && target->grab().save(file)) {
        m_written << file;
        emit said(tr("%1: %2").arg(stop.name, QFileInfo(file).fileName()));
    } else {
        m_problems << tr("%1 can't be written.").arg(file);
    }
    next();
}

} // namespace gatehouse::ui::shell
