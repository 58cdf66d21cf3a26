// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/options.h"
#include "app/gatehouse/pages.h"
#include "app/gatehouse/sample_fleet.h"
#include "core/remote/endpoint_file.h"
#include "core/remote/local_gateway.h"
#include "ui/components/formats.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/sign_ins.h"
#include "ui/shell/staging_store.h"
#include "ui/shell/theme/theme.h"
#include "ui/shell/tour.h"
#include "ui/shell/window_database.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QSocketNotifier>
#include <QTimer>
#include <QTranslator>
#include <QUrl>

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace gatehouse;
using namespace gatehouse::ui;

int signalPipe[2] = {-1, -1};

//! SIGTERM and SIGINT close the windows, so that a gateway of ours drains.
void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[0], &byte, 1);
}

void closeOnSignal(QApplication &application)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalPipe) != 0)
        return;
    auto *notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, [notifier] {
        notifier->setEnabled(false);
        QApplication::closeAllWindows();
        QApplication::quit();
    });
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
}

int refuse(const QString &text)
{
    std::fprintf(stderr, "gatehouse: %s\n", qPrintable(text));
    return 1;
}

Result<remote::Connection> connectionOf(const app::Options &options)
{
    auto token = remote::readToken(options.tokenFile.toStdString());
    if (!token)
        return tl::unexpected(token.error());
    const QUrl url(options.connectUrl);
    remote::Connection connection;
    connection.id = "command-line:" + options.connectUrl.toStdString();
    connection.name = url.host().toStdString() + (url.port() > 0 ? ":" + std::to_string(url.port()) : std::string());
    connection.environment = url.host() == QLatin1String("127.0.0.1") || url.host() == QLatin1String("localhost") ? "local" : "dev";
    connection.url = url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::StripTrailingSlash).toString().toStdString();
    const QString path = url.path().size() > 1 ? url.path() : options.scope;
    connection.scope = path.isEmpty() ? resource::ServiceScope{}.prefix() : path.toStdString();
    connection.token = *token;
    if (auto valid = remote::validate(connection); !valid)
        return tl::unexpected(valid.error());
    return connection;
}

theme::Scheme firstScheme(const app::Options &options, const shell::SettingsStore &settings)
{
    if (options.dark || options.light)
        return options.dark ? theme::Scheme::Dark : theme::Scheme::Light;
    return settings.text(QStringLiteral("theme")) == QLatin1String("dark") ? theme::Scheme::Dark : theme::Scheme::Light;
}

void rememberTheme(theme::Theme &theme, shell::SettingsStore &settings)
{
    QObject::connect(&theme, &theme::Theme::changed, &theme, [&theme, &settings] {
        settings.set(QStringLiteral("theme"), QString::fromLatin1(theme.scheme() == theme::Scheme::Dark ? "dark" : "light"));
        settings.set(QStringLiteral("density"), QString::fromLatin1(theme.density() == theme::Density::Compact ? "compact" : "comfortable"));
    });
}

//! How long the sample's traffic flows before the tour looks at it.
constexpr int sampleSeconds = 45;

QString gatectlProgram(const app::Options &options)
{
    return options.gatectl.isEmpty() ? QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("gatectl")) : options.gatectl;
}

std::unique_ptr<remote::LocalGateway> makeGateway(const app::Options &options, const std::shared_ptr<remote::Network> &network)
{
    if (options.withoutGateway)
        return nullptr;
    remote::LocalGatewayOptions local;
    local.program = gatectlProgram(options).toStdString();
    local.dataDirectory = options.data.toStdString();
    for (const QString &word : options.gatewayArguments)
        local.arguments.push_back(word.toStdString());
    return std::make_unique<remote::LocalGateway>(std::move(local), network);
}

//! Owns itself; ends with its window.
shell::MainWindow *openWindow(const shell::Services &services)
{
    auto *window = new shell::MainWindow(services, app::pageEntries(services));
    window->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(window, &shell::MainWindow::newWindowWanted, window, [services, window] {
        shell::MainWindow *another = openWindow(services);
        if (const auto *connection = window->session().connection())
            another->session().setConnection(*connection);
        another->show();
    });
    return window;
}

//! Waits for the first connection, or until the sample's traffic has flowed a while, then walks. A gateway or a sample that does not start
//! ends it.
void runTour(shell::MainWindow &window, const QString &folder, remote::LocalGateway *gateway, app::SampleFleet *sample)
{
    if (gateway) {
        QObject::connect(gateway, &remote::LocalGateway::stateChanged, &window, [gateway](remote::LocalGateway::State state) {
            if (state == remote::LocalGateway::State::Failed && gateway->error())
                QApplication::exit(refuse(components::errorText(*gateway->error())));
        });
    }
    auto *tour = new shell::Tour(window, folder, &window);
    QObject::connect(tour, &shell::Tour::said, tour, [](const QString &line) { std::printf("%s\n", qPrintable(line)); });
    QObject::connect(tour, &shell::Tour::finished, tour, [tour](bool good) {
        for (const QString &problem : tour->problems())
            std::fprintf(stderr, "gatehouse: %s\n", qPrintable(problem));
        std::fflush(stdout);
        QApplication::exit(good ? 0 : 1);
    });
    if (sample) {
        QObject::connect(sample, &app::SampleFleet::ended, tour, [](int code) { QApplication::exit(refuse(QStringLiteral("the sample fleet ended with %1").arg(code))); });
        QObject::connect(sample, &app::SampleFleet::flowing, tour, [tour] {
            std::printf("the sample fleet is up; the tour begins after %d s of traffic\n", sampleSeconds);
            std::fflush(stdout);
            QTimer::singleShot(sampleSeconds * 1000, tour, [tour] { tour->start(); });
        });
        return;
    }
    const auto begin = [tour, &window] {
        const auto state = window.session().state();
        if (state == shell::Session::State::Ready || state == shell::Session::State::Failed)
            tour->start();
    };
    QObject::connect(&window.session(), &shell::Session::stateChanged, tour, begin, Qt::QueuedConnection);
    QMetaObject::invokeMethod(tour, begin, Qt::QueuedConnection);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("gatehouse"));
    QApplication::setDesktopFileName(QStringLiteral("gatehouse"));
    int exitCode = 0;
    const auto options = app::parseOptions(QApplication::arguments(), exitCode);
    if (!options)
        return exitCode;

    QTranslator english; // plurals
    if (english.load(QStringLiteral(":/translations/gatehouse_en.qm")))
        QApplication::installTranslator(&english);
    QTranslator translator;
    if (translator.load(QLocale(), QStringLiteral("gatehouse"), QStringLiteral("_"), QStringLiteral(":/translations")))
        QApplication::installTranslator(&translator);

    auto database = shell::WindowDatabase::open(options->data.toStdString());
    if (!database)
        return refuse(components::errorText(database.error()));
    shell::SettingsStore settings(database->get());
    shell::StagingStore staging(**database);
    shell::ConnectionList connections(database->get());
    theme::Theme theme(firstScheme(*options, settings),
                       settings.text(QStringLiteral("density")) == QLatin1String("compact") ? theme::Density::Compact : theme::Density::Comfortable);
    if (options->tour.isEmpty())
        rememberTheme(theme, settings);
    closeOnSignal(application);

    const auto network = remote::Network::create();
    const auto gateway = makeGateway(*options, network);
    shell::SignIns signIns(connections, network, remote::SignInStore(remote::SignInStore::folderIn(options->data.toStdString())));
    signIns.resumeAll();
    const shell::Services services{theme, network, settings, &staging, connections, gateway.get(), &signIns};
    shell::MainWindow *window = openWindow(services);
    if (!options->connectUrl.isEmpty()) {
        const auto connection = connectionOf(*options);
        if (!connection)
            return refuse(components::errorText(connection.error()));
        connections.put(*connection);
        window->session().setConnection(*connection);
    }
    if (!options->page.isEmpty())
        window->showPage(options->page);
    window->show();
    std::unique_ptr<app::SampleFleet> sample;
    if (options->sample) {
        sample = std::make_unique<app::SampleFleet>(*gateway, gatectlProgram(*options), options->data);
        // Installing changes the configuration behind the window's back.
        QObject::connect(sample.get(), &app::SampleFleet::flowing, &window->session(), &shell::Session::refresh);
    }
    if (!options->tour.isEmpty()) {
        window->resize(1440, 900);
        runTour(*window, options->tour, gateway.get(), sample.get());
    }
    if (gateway)
        gateway->start();
    exitCode = QApplication::exec();
    sample.reset();
    // Windows that are still open go before what they were given. Their dialogs are top-level widgets too and go with them.
    QList<QPointer<shell::MainWindow>> windows;
    for (QWidget *widget : QApplication::topLevelWidgets())
        windows += qobject_cast<shell::MainWindow *>(widget);
    for (const auto &open : windows)
        delete open.data();
    return exitCode;
}
