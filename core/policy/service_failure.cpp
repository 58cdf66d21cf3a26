// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/service_failure.h"

namespace gatehouse::policy {

LastError serviceFailure(const Error &error)
{
    LastError failure;
    if (error.code == "gateway.backendTripped") {
        const bool pool = error.arg("type") == "pool";
        failure.reason = pool ? "BackendPoolUnavailable" : "BackendCircuitBreakerOpen";
        failure.message = std::string(pool ? "Backend pool '" : "Backend '") + std::string(error.arg("backend")) + "' is temporarily unavailable.";
        failure.status = 503;
        failure.wireMessage = failure.message;
        return failure;
    }
    failure.reason = "BackendConnectionFailure";
    switch (error.kind) {
    case ErrorKind::Timeout:
        failure.reason = "Timeout";
        failure.message = "The request timed out.";
        break;
    case ErrorKind::TooLarge:
        failure.message = "The response is larger than this gateway keeps in memory.";
        break;
    case ErrorKind::Invalid:
        failure.message = "The backend's URL or response is not valid (" + error.code + ").";
        break;
    default:
        failure.message = "Error occurred while calling backend service (" + error.code + ").";
        break;
    }
    return failure;
}

} // namespace gatehouse::policy
