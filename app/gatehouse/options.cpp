// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/options.h"

#include "core/remote/endpoint_file.h"

#include <QCommandLineParser>

#include <cstdio>

namespace gatehouse::app {

std::optional<Options> parseOptions(const QStringList &arguments, int &exitCode)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("A console for API gateways with a gateway of its own inside.\n"
                                                    "Without --connect it starts the local gateway, or attaches to one that runs."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help."));
    const QCommandLineOption version(QStringLiteral("version"), QStringLiteral("Show the version."));
    const QCommandLineOption tour(QStringLiteral("tour"), QStringLiteral("Show every page, light and dark, write a picture of each to DIR, and end."), QStringLiteral("DIR"));
    const QCommandLineOption connectTo(QStringLiteral("connect"), QStringLiteral("Manage the service at URL instead of the local gateway."), QStringLiteral("URL"));
    const QCommandLineOption scope(QStringLiteral("scope"), QStringLiteral("ARM id of the service behind --connect."), QStringLiteral("ID"));
    const QCommandLineOption token(QStringLiteral("token-file"), QStringLiteral("File with the bearer token of --connect."), QStringLiteral("FILE"));
    const QCommandLineOption data(QStringLiteral("data"), QStringLiteral("Data directory of the window and of the local gateway."), QStringLiteral("DIR"));
    const QCommandLineOption gatectl(QStringLiteral("gatectl"), QStringLiteral("Program that runs the local gateway."), QStringLiteral("FILE"));
    const QCommandLineOption gateway(QStringLiteral("gateway-option"), QStringLiteral("Further word for `gatectl run`; may be repeated."), QStringLiteral("WORD"));
    const QCommandLineOption none(QStringLiteral("no-gateway"), QStringLiteral("Start no local gateway."));
    const QCommandLineOption page(QStringLiteral("page"), QStringLiteral("Page to show first: overview, apis, limits, traffic, audit, connections."), QStringLiteral("KEY"));
    const QCommandLineOption sample(QStringLiteral("sample"), QStringLiteral("Run the sample fleet beside the local gateway: four APIs with backends, keys, limits and traffic."));
    const QCommandLineOption look(QStringLiteral("theme"), QStringLiteral("light or dark; the last choice otherwise."), QStringLiteral("THEME"));
    parser.addOptions({help, version, tour, connectTo, scope, token, data, gatectl, gateway, none, page, sample, look});

    const auto refuse = [&](const QString &text) {
        std::fprintf(stderr, "gatehouse: %s\nTry gatehouse --help.\n", qPrintable(text));
        exitCode = 2;
        return std::nullopt;
    };
    if (!parser.parse(arguments))
        return refuse(parser.errorText());
    if (parser.isSet(help) || parser.isSet(version)) {
        std::printf("%s", parser.isSet(help) ? qPrintable(parser.helpText()) : "gatehouse 0.1.0\n");
        exitCode = 0;
        return std::nullopt;
    }
    if (!parser.positionalArguments().isEmpty())
        return refuse(QStringLiteral("unexpected %1").arg(parser.positionalArguments().first()));
    if (parser.isSet(connectTo) && !parser.isSet(token))
        return refuse(QStringLiteral("--connect needs --token-file"));
    if (parser.isSet(sample) && (parser.isSet(none) || parser.isSet(connectTo)))
        return refuse(QStringLiteral("--sample needs the local gateway"));
    const QString theme = parser.value(look);
    if (!theme.isEmpty() && theme != QLatin1String("light") && theme != QLatin1String("dark"))
        return refuse(QStringLiteral("--theme is light or dark"));
    Options options{
        .tour = parser.value(tour),
        .connectUrl = parser.value(connectTo),
        .scope = parser.value(scope),
        .tokenFile = parser.value(token),
        .data = parser.value(data),
        .gatectl = parser.value(gatectl),
        .gatewayArguments = parser.values(gateway),
        .page = parser.value(page),
        .sample = parser.isSet(sample),
        .dark = theme == QLatin1String("dark"),
        .light = theme == QLatin1String("light"),
        .withoutGateway = parser.isSet(none) || parser.isSet(connectTo),
    };
    if (options.data.isEmpty())
        options.data = QString::fromStdString(remote::defaultDataDirectory().string());
    return options;
}

} // namespace gatehouse::app
