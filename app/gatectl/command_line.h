// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/console.h"

#include <string>
#include <vector>

namespace gatehouse::gatectl {

//! The whole program but its process: parses, runs one verb, gives the exit code. `arguments` without the program's
//! name.
int runCommandLine(const std::vector<std::string> &arguments, const Console &console);

} // namespace gatehouse::gatectl
