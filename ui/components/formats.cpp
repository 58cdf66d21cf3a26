// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/formats.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace gatehouse::ui::components {

namespace {

const QString nothing = QStringLiteral("–");

QDateTime local(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

QString translated(const char *text)
{
    return QCoreApplication::translate("Error", text);
}

//! Texts of codes that deserve better than their kind; %name% is an argument.
const char *textOfCode(std::string_view code)
{
    static constexpr std::pair<std::string_view, const char *> texts[] = {
        {"json.syntax", QT_TRANSLATE_NOOP("Error", "This is no valid JSON: %reason% in line %line%, column %column%.")},
        {"json.tooLarge", QT_TRANSLATE_NOOP("Error", "The document is too large.")},
        {"sqlite.open", QT_TRANSLATE_NOOP("Error", "The data file could not be opened: %reason%")},
        {"sqlite.corrupt", QT_TRANSLATE_NOOP("Error", "The data file is damaged: %reason%")},
        {"sqlite.newerSchema", QT_TRANSLATE_NOOP("Error", "The data file was written by a newer Gatehouse. It was left as it is.")},
        {"resource.required", QT_TRANSLATE_NOOP("Error", "A value is required.")},
        {"resource.enum", QT_TRANSLATE_NOOP("Error", "This value is none of those allowed.")},
        {"resource.tooLong", QT_TRANSLATE_NOOP("Error", "The value is too long.")},
        {"resource.badReference", QT_TRANSLATE_NOOP("Error", "This refers to something that does not exist.")},
        {"resource.badType", QT_TRANSLATE_NOOP("Error", "The value has the wrong type.")},
        {"trace.forbidden", QT_TRANSLATE_NOOP("Error", "Your rights do not cover traces: the action gateways/listDebugCredentials is needed, and the API must be yours to read.")},
        {"trace.unsupported", QT_TRANSLATE_NOOP("Error", "The service gives no debug credentials for this API. A published API and a gateway that traces are needed.")},
        {"trace.gone", QT_TRANSLATE_NOOP("Error", "The gateway does not hold this trace any more. Traces are kept for an hour at most and end with the gateway.")},
        {"trace.expired", QT_TRANSLATE_NOOP("Error", "The debug credential expired on the way (%time%). Send again for a new one.")},
        {"trace.wrongApi", QT_TRANSLATE_NOOP("Error", "The request reached another API than this one, so it was not traced. The gateway says: %reason%")},
        {"debug.noConnection", QT_TRANSLATE_NOOP("Error", "No gateway is connected.")},
        {"debug.noKey", QT_TRANSLATE_NOOP("Error", "Your rights do not cover the debugger: it needs the key of the master subscription (the action subscriptions/listSecrets).")},
        {"debug.forbidden", QT_TRANSLATE_NOOP("Error", "The gateway does not let a debugger in (status %status%): it wants the key of the master subscription, and a gateway on another machine must allow debuggers from there.")},
        {"debug.busy", QT_TRANSLATE_NOOP("Error", "Another debugger is attached to this gateway. One can be at a time: end the other one first.")},
        {"debug.unsupported", QT_TRANSLATE_NOOP("Error", "This gateway has no debugger. Azure offers one in the Developer tier alone; the local gateway of Gatehouse always has it.")},
        {"debug.lost", QT_TRANSLATE_NOOP("Error", "The gateway ended the debugger's session: %reason%. Requests that stood went on.")},
        {"trial.unsupported", QT_TRANSLATE_NOOP("Error", "This service has no trials: a local gateway of Gatehouse is needed.")},
        {"trial.forbidden", QT_TRANSLATE_NOOP("Error", "Your rights do not cover trials.")},
        {"trial.full", QT_TRANSLATE_NOOP("Error", "The gateway runs as many trials as it may. They end after ten minutes, or with their window.")},
        {"trial.action", QT_TRANSLATE_NOOP("Error", "The staged action “%action%” on %id% can't be tried: publish or discard it first.")},
        {"trial.gone", QT_TRANSLATE_NOOP("Error", "The trial has ended. Send again for a new one.")},
        {"trial.ignored", QT_TRANSLATE_NOOP("Error", "The gateway answered %status% without naming the trial. Is this address the gateway of the connected service?")},
        {"signIn.issuer", QT_TRANSLATE_NOOP("Error", "“%issuer%” can't be the issuer to sign in at: %reason%.")},
        {"signIn.noClient", QT_TRANSLATE_NOOP("Error", "Give the client ID: the provider knows Gatehouse by it.")},
        {"signIn.ended", QT_TRANSLATE_NOOP("Error", "The sign-in of %name% has ended. Sign in again.")},
        {"signIn.issuerDiffers", QT_TRANSLATE_NOOP("Error", "The document of %issuer% speaks for another issuer: %found%.")},
        {"signIn.unreachable", QT_TRANSLATE_NOOP("Error", "The provider %issuer% can't be reached. %reason%")},
        {"signIn.providerDown", QT_TRANSLATE_NOOP("Error", "The provider answers %status%. It may be down for a moment.")},
        {"signIn.noBrowserFlow", QT_TRANSLATE_NOOP("Error", "The provider has no page to sign in at. Sign in with a code.")},
        {"signIn.noDeviceFlow", QT_TRANSLATE_NOOP("Error", "The provider knows no device codes. Sign in by the browser.")},
        {"signIn.noPkce", QT_TRANSLATE_NOOP("Error", "The provider does not take S256 of PKCE. Without it a sign-in on this machine is not safe.")},
        {"signIn.wrongState", QT_TRANSLATE_NOOP("Error", "The browser brought an answer to another sign-in than this one. It was not used.")},
        {"signIn.wrongNonce", QT_TRANSLATE_NOOP("Error", "The ID token belongs to another sign-in than this one. It was not used.")},
        {"signIn.mixUp", QT_TRANSLATE_NOOP("Error", "The answer comes from another issuer (“%found%”) than the one asked (%issuer%). It was not used.")},
        {"signIn.denied", QT_TRANSLATE_NOOP("Error", "The sign-in was denied. %description%")},
        {"signIn.refused", QT_TRANSLATE_NOOP("Error", "The provider refused: %error%. %description%")},
        {"signIn.codeExpired", QT_TRANSLATE_NOOP("Error", "The code has expired before somebody signed in. Begin anew.")},
        {"signIn.noAnswer", QT_TRANSLATE_NOOP("Error", "The browser did not come back in five minutes.")},
        {"signIn.badAnswer", QT_TRANSLATE_NOOP("Error", "The provider's answer can't be used: %reason%.")},
        {"signIn.idToken", QT_TRANSLATE_NOOP("Error", "The ID token is not good. %reason%")},
        {"signIn.clock", QT_TRANSLATE_NOOP("Error", "The provider's clock is %seconds% seconds ahead of this machine's, so its tokens are not valid here. Set the clock.")},
        {"signIn.listen", QT_TRANSLATE_NOOP("Error", "This machine lets no port be opened for the browser's answer. %reason%")},
        {"signIn.locked", QT_TRANSLATE_NOOP("Error", "Another program holds the sign-ins in %path%.")},
        {"signIn.store", QT_TRANSLATE_NOOP("Error", "%path% can't be opened: it was made with another key or is damaged. Delete it and sign in again.")},
        {"identity.discovery", QT_TRANSLATE_NOOP("Error", "The provider's document is not good: %reason%.")},
        {"trace.none", QT_TRANSLATE_NOOP("Error", "The gateway answered %status% without naming a trace. Is this address the gateway of the connected service?")},
    };
    for (const auto &[known, text] : texts) {
        if (known == code)
            return text;
    }
    return nullptr;
}

const char *textOfKind(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Invalid: return QT_TRANSLATE_NOOP("Error", "The input is not valid.");
    case ErrorKind::NotFound: return QT_TRANSLATE_NOOP("Error", "It was not found.");
    case ErrorKind::Conflict: return QT_TRANSLATE_NOOP("Error", "It exists already, or is in use.");
    case ErrorKind::PreconditionFailed: return QT_TRANSLATE_NOOP("Error", "Somebody else changed it in the meantime.");
    case ErrorKind::PreconditionRequired: return QT_TRANSLATE_NOOP("Error", "The service wants to know which version is changed.");
    case ErrorKind::Unauthenticated: return QT_TRANSLATE_NOOP("Error", "The sign-in was not accepted.");
    case ErrorKind::Forbidden: return QT_TRANSLATE_NOOP("Error", "You are not allowed to do this.");
    case ErrorKind::TooLarge: return QT_TRANSLATE_NOOP("Error", "It is too large.");
    case ErrorKind::TooMany: return QT_TRANSLATE_NOOP("Error", "The service asks to slow down.");
    case ErrorKind::Unsupported: return QT_TRANSLATE_NOOP("Error", "This is not supported here.");
    case ErrorKind::Unavailable: return QT_TRANSLATE_NOOP("Error", "The service can't be reached.");
    case ErrorKind::Timeout: return QT_TRANSLATE_NOOP("Error", "The service took too long to answer.");
    case ErrorKind::Cancelled: return QT_TRANSLATE_NOOP("Error", "It was cancelled.");
    case ErrorKind::Corrupt: return QT_TRANSLATE_NOOP("Error", "Stored data could not be read.");
    case ErrorKind::Internal: return QT_TRANSLATE_NOOP("Error", "Something went wrong inside Gatehouse.");
    }
    return "";
}

QString filled(QString text, const std::vector<Error::Arg> &args)
{
    for (const auto &[name, value] : args)
        text.replace(QLatin1Char('%') + fromUtf8(name) + QLatin1Char('%'), fromUtf8(value));
    return text;
}

//! A message that came with it (ARM's own words, the operating system's) says more than we know.
QString withMessage(const QString &text, const std::vector<Error::Arg> &args)
{
    for (const char *name : {"message", "reason", "detail"}) {
        for (const auto &[arg, value] : args) {
            if (arg == name && !value.empty())
                return text + QLatin1Char(' ') + fromUtf8(value);
        }
    }
    return text;
}

} // namespace

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::string toUtf8(const QString &text)
{
    return text.toStdString();
}

QString millisecondsText(double milliseconds)
{
    if (std::isnan(milliseconds) || milliseconds < 0)
        return nothing;
    if (milliseconds < 10)
        return QStringLiteral("%L1 ms").arg(milliseconds, 0, 'f', 1);
    if (milliseconds < 1'000)
        return QStringLiteral("%L1 ms").arg(milliseconds, 0, 'f', 0);
    return QStringLiteral("%L1 s").arg(milliseconds / 1'000, 0, 'f', 2);
}

QString countText(double count)
{
    if (std::isnan(count))
        return nothing;
    const QLocale locale;
    if (count < 1'000)
        return locale.toString(count, 'f', count < 10 && count != std::floor(count) ? 1 : 0);
    if (count < 10'000'000 && count >= 1'000'000)
        return locale.toString(count / 1'000'000, 'f', 1) + QLatin1Char('M');
    if (count >= 1'000'000)
        return locale.toString(count / 1'000'000, 'f', 0) + QLatin1Char('M');
    return locale.toString(count / 1'000, 'f', count < 100'000 ? 1 : 0) + QLatin1Char('k');
}

QString percentText(double fraction)
{
    if (std::isnan(fraction))
        return nothing;
    const double percent = fraction * 100;
    return QLocale().toString(percent, 'f', percent < 10 ? 2 : 1) + QStringLiteral(" %");
}

QString bytesText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 10'000 ? 1 : 0, QLocale::DataSizeTraditionalFormat);
}

QString clockText(UtcTime time)
{
    return local(time).toString(QStringLiteral("HH:mm:ss"));
}

QString dateTimeText(UtcTime time)
{
    return QLocale().toString(local(time), QStringLiteral("d MMM yyyy HH:mm:ss"));
}

QString errorText(const Error &error)
{
    if (const char *text = textOfCode(error.code))
        return filled(translated(text), error.args);
    return withMessage(translated(textOfKind(error.kind)), error.args);
}

QString diagnosticText(const Diagnostic &diagnostic)
{
    if (const char *text = textOfCode(diagnostic.code))
        return filled(translated(text), diagnostic.args);
    QStringList parts;
    for (const auto &[name, value] : diagnostic.args)
        parts << fromUtf8(value);
    return parts.isEmpty() ? fromUtf8(diagnostic.code) : parts.join(QStringLiteral(", "));
}

} // namespace gatehouse::ui::components
