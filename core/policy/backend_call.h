// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/policy/program.h"

#include <functional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

//! A policy's own question to a backend resource: JSON there and back.
struct BackendQuestion
{
    std::string backend; //!< id
    std::string path; //!< below the backend's URL
    std::string query;
    http::Headers headers; //!< of the policy; the backend's credentials win
    json::object body;
    std::chrono::milliseconds timeout{60'000};
    std::function<void(OutgoingRequest &)> finish; //!< last changes, when the URL is whole; may be null
};

//! Suspends; `answered` says how the step goes on. A backend that is not there, gives no 2xx or no JSON fails with `reason` and a message
//! that names the backend and the status, nothing of its body.
StepResult ask(Run &run, BackendQuestion question, std::string reason, std::function<StepResult(const json::object &)> answered);

} // namespace gatehouse::policy
