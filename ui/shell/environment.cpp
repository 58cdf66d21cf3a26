// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment.h"

#include "ui/components/formats.h"

#include <QCoreApplication>

namespace gatehouse::ui::shell {

theme::Tone environmentTone(std::string_view environment)
{
    if (environment == "prod")
        return theme::Tone::Danger;
    if (environment == "test")
        return theme::Tone::Warning;
    if (environment == "dev")
        return theme::Tone::Success;
    return environment == "local" ? theme::Tone::Info : theme::Tone::Neutral;
}

QString environmentText(std::string_view environment)
{
    if (environment == "prod")
        return QCoreApplication::translate("Environment", "Production");
    if (environment == "test")
        return QCoreApplication::translate("Environment", "Test");
    if (environment == "dev")
        return QCoreApplication::translate("Environment", "Development");
    if (environment == "local")
        return QCoreApplication::translate("Environment", "Local");
    return components::fromUtf8(environment);
}

} // namespace gatehouse::ui::shell
