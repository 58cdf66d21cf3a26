// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/access_choice.h"

#include "core/crypto/jws.h"
#include "core/remote/access.h"
#include "ui/components/formats.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

namespace gatehouse::ui::request {

using components::fromUtf8;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(gatehouse::ui::request::Access)
};

//! error_description of the challenges (RFC 6750 section 3), or what the body says.
QString reasonOf(const remote::HttpAnswer &answer)
{
    static const QRegularExpression description(QStringLiteral("error_description=\"([^\"]+)\""));
    QString reason;
    for (const auto &[name, value] : answer.headers) {
        if (QString::compare(fromUtf8(name), QLatin1String("WWW-Authenticate"), Qt::CaseInsensitive) != 0)
            continue;
        if (const auto match = description.match(fromUtf8(value)); match.hasMatch())
            reason = match.captured(1);
    }
    if (!reason.isEmpty())
        return reason;
    const auto body = parseJson(answer.body);
    const auto *object = body ? body->if_object() : nullptr;
    return object ? fromUtf8(stringMember(*object, "message")) : QString();
}

//! "exp  2026-11-25 13:40:00, in 9 minutes"
QString timeLine(std::string_view name, long long seconds)
{
    const auto time = QDateTime::fromSecsSinceEpoch(seconds);
    const auto distance = QDateTime::currentDateTime().secsTo(time);
    const auto minutes = int(std::abs(distance) / 60);
    const auto relative = distance >= 0 ? Words::tr("in %n minute(s)", nullptr, minutes) : Words::tr("%n minute(s) ago", nullptr, minutes);
    return fromUtf8(name) + QStringLiteral("  ") + QLocale().toString(time, QLocale::ShortFormat) + QStringLiteral(", ") + relative;
}

QString wrongOnPurpose(const AccessChoice &choice)
{
    if (choice.kind == AccessChoice::TestToken && !choice.wish.flaw.empty())
        return Words::tr("The token was wrong on purpose (%1)").arg(fromUtf8(choice.wish.flaw));
    return Words::tr("The proof was wrong on purpose (%1)").arg(fromUtf8(choice.proofFlaw));
}

} // namespace

QString decodedToken(const std::string &token)
{
    if (token.empty())
        return {};
    const auto jws = crypto::Jws::parse(token);
    const auto claims = jws ? parseJson(jws->payload) : Result<json::value>(tl::unexpected(jws.error()));
    if (!claims)
        return Words::tr("It is no JWT that can be read here: opaque or encrypted.");
    auto text = fromUtf8(toPrettyJson(jws->header)) + QLatin1Char('\n') + fromUtf8(toPrettyJson(*claims));
    const auto *object = claims->if_object();
    for (const auto name : {"iat", "nbf", "exp"}) {
        if (const auto seconds = object ? intMember(*object, name) : std::nullopt)
            text += QLatin1Char('\n') + timeLine(name, *seconds);
    }
    return text;
}

QString accessNote(const AccessChoice &choice, const remote::HttpAnswer &answer)
{
    if (choice.kind == AccessChoice::None)
        return {};
    const bool isRefused = answer.status == 401 || answer.status == 403;
    const auto reason = isRefused ? reasonOf(answer) : QString();
    if (choice.isFlawed() && isRefused)
        return reason.isEmpty() ? Words::tr("%1, and the gateway refused it.").arg(wrongOnPurpose(choice))
                                : Words::tr("%1, and the gateway refused it: %2").arg(wrongOnPurpose(choice), reason);
    if (choice.isFlawed())
        return Words::tr("%1, and the gateway let it in: nothing in the policies of this API checks for that.").arg(wrongOnPurpose(choice));
    if (isRefused && !reason.isEmpty())
        return Words::tr("Refused: %1").arg(reason);
    return {};
}

} // namespace gatehouse::ui::request
