// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace gatehouse::app {

//! What the command line of the window says.
struct Options
{
    QString tour; //!< folder for the pictures; "" : no tour
    QString connectUrl; //!< "" : the local gateway
    QString scope;
    QString tokenFile;
    QString data; //!< data directory
    QString gatectl; //!< program of the local gateway; "" : beside this one
    QStringList gatewayArguments;
    QString page; //!< shown first
    bool sample = false; //!< run the sample fleet beside the local gateway
    bool dark = false;
    bool light = false;
    bool withoutGateway = false;
};

//! Prints the help, the version or what is wrong and gives nothing then; `exitCode` says how it went.
std::optional<Options> parseOptions(const QStringList &arguments, int &exitCode);

} // namespace gatehouse::app
