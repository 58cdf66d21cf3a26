// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"

namespace gatehouse::gatectl {

ExitCode exitCodeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unavailable:
    case ErrorKind::Timeout: return ExitConnection;
    case ErrorKind::Unauthenticated:
    case ErrorKind::Forbidden: return ExitRefused;
    case ErrorKind::NotFound: return ExitNotFound;
    case ErrorKind::Conflict:
    case ErrorKind::PreconditionFailed:
    case ErrorKind::PreconditionRequired: return ExitConflict;
    case ErrorKind::Cancelled: return ExitCancelled;
    default: return ExitFailed;
    }
}

} // namespace gatehouse::gatectl
