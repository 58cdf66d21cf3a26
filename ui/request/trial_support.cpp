// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/trial_support.h"

#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "core/remote/local_provider.h"
#include "ui/components/formats.h"

#include <QCoreApplication>

namespace gatehouse::ui::request {

namespace {

QString inWords(const char *text)
{
    return QCoreApplication::translate("Trials", text);
}

} // namespace

QString whyNoTrials(const remote::ArmClient &client, const std::stop_token &stop)
{
    const auto info = remote::LocalProvider(client).info(stop);
    if (info && info->has("trials"))
        return {};
    if (info)
        return inWords(QT_TRANSLATE_NOOP("Trials", "This gateway is an older one: it can't run changes that are not published."));
    if (info.error().kind == ErrorKind::NotFound || info.error().kind == ErrorKind::Unsupported)
        return inWords(QT_TRANSLATE_NOOP("Trials", "%1 is no local gateway of Gatehouse: only what is published runs there.")).arg(components::fromUtf8(client.connection().name));
    return inWords(QT_TRANSLATE_NOOP("Trials", "Changes can't be tried now: %1")).arg(components::errorText(info.error()));
}

} // namespace gatehouse::ui::request
