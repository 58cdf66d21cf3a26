// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/tokens.h"

#include <QString>

#include <string_view>

namespace gatehouse::ui::shell {

//! The tone of a connection's environment, the same on every window, dialog and menu: the more it hurts, the redder.
theme::Tone environmentTone(std::string_view environment);
//! "Local", "Development", "Test", "Production"; an own word as it is.
QString environmentText(std::string_view environment);

} // namespace gatehouse::ui::shell
