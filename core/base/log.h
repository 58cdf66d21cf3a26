// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spdlog/spdlog.h>

namespace gatehouse {

//! The one logger of a program, handed down by constructor. Lines are events with values: no secret, no token, no body.
using Logger = spdlog::logger;

} // namespace gatehouse
