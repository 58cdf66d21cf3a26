// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace gatehouse::gatectl {

//! The program's exit codes; `gatectl --help` lists them.
enum ExitCode {
    ExitOk = 0,
    ExitFailed = 1, //!< findings of a check, a call or a change that failed
    ExitUsage = 2,
    ExitConnection = 3, //!< no gateway found, or it can't be reached
    ExitRefused = 4, //!< not signed in, not allowed, or the connection's safety level wants more
    ExitNotFound = 5,
    ExitConflict = 6, //!< exists, is in use, or changed since it was read
    ExitCancelled = 130,
};

ExitCode exitCodeOf(const Error &error);

} // namespace gatehouse::gatectl
