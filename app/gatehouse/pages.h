// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"
#include "ui/shell/services.h"

namespace gatehouse::app {

//! The pages of every window, in the order of the side bar.
QList<ui::shell::PageEntry> pageEntries(const ui::shell::Services &services);

} // namespace gatehouse::app
