// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"
#include "ui/shell/page.h"

#include <vector>

namespace gatehouse::ui::shell {

//! Everything of a configuration that a person would look for by name: APIs, operations, products, subscriptions, backends, named values, policies.
//! Runs on any thread.
std::vector<PaletteObject> paletteObjects(const resource::Configuration &configuration);

} // namespace gatehouse::ui::shell
