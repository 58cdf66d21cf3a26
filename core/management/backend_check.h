// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"
#include "core/resource/configuration.h"

#include <vector>

namespace gatehouse::management {

//! What is wrong with a backend's circuit breaker and pool, beyond the kinds table: all findings.
std::vector<ArmDetail> checkBackend(const resource::Resource &backend, const resource::Configuration &configuration);

} // namespace gatehouse::management
