// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/log.h"
#include "core/policy/signals.h"

namespace gatehouse::gateway {

//! One line at the entry's severity (verbose: debug). Control characters are escaped: a text from outside makes no line of its own.
void logTrace(Logger &logger, const policy::TraceEntry &entry);

} // namespace gatehouse::gateway
