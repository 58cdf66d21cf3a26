// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session_state.h"

#include "ui/components/formats.h"
#include "ui/components/state_stack.h"
#include "ui/shell/session.h"

namespace gatehouse::ui::shell {

bool showSessionState(Session &session, components::StateStack &states, const QString &icon, const QString &invitation, bool hasContent)
{
    switch (session.state()) {
    case Session::State::Disconnected:
        states.setEmpty(icon, Session::tr("No gateway is connected"), invitation);
        return false;
    case Session::State::Failed:
        if (session.error() && session.error()->kind == ErrorKind::Forbidden) {
            states.setEmpty(QStringLiteral("lock"), Session::tr("You may not read this service"),
                            components::errorText(*session.error()) + QLatin1Char('\n') + Session::tr("Somebody who administers it can give you a role, at the service or at a single API."),
                            Session::tr("Try again"), [&session] { session.refresh(); });
            return false;
        }
        states.setError(Session::tr("The configuration could not be read"), session.error() ? components::errorText(*session.error()) : QString(),
                        Session::tr("Try again"), [&session] { session.refresh(); });
        return false;
    case Session::State::Loading:
        if (!hasContent)
            states.setLoading(Session::tr("Reading the configuration…"), session.loadFraction());
        return false;
    case Session::State::Ready: break;
    }
    return true;
}

} // namespace gatehouse::ui::shell
