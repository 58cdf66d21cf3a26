// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/sample/backends.h"
#include "core/remote/arm_client.h"

#include <functional>
#include <stop_token>
#include <string>

namespace gatehouse::gatectl::sample {

struct InstallReport
{
    std::size_t created = 0, updated = 0, kept = 0;
};

//! Registers the fleet with a gateway over ARM. What is there already stays as it is, so that a person's edits survive
//! a restart of the sample; only the addresses of the backends are brought up to date. `reset` puts everything back to
//! the files.
Result<InstallReport> install(const remote::ArmClient &client, const Fleet &fleet, const BackendUrls &urls, bool reset,
                              const std::function<void(const std::string &)> &log, std::stop_token stop);

} // namespace gatehouse::gatectl::sample
