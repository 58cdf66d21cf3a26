// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

namespace gatehouse::ui::components {
class StateStack;
}

namespace gatehouse::ui::shell {

class Session;

//! What a page shows while the session has no configuration: that nothing is connected (`icon`, `invitation`: what to do to see it), that reading
//! failed, or, unless it has something to show already, that it is being read. True: there is one, and the page shows it.
bool showSessionState(Session &session, components::StateStack &states, const QString &icon, const QString &invitation, bool hasContent);

} // namespace gatehouse::ui::shell
