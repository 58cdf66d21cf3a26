// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/environment.h"
#include "core/management/write_plan.h"
#include "core/resource/configuration.h"

#include <cstddef>

namespace gatehouse::management {

//! PUT, PATCH, DELETE and POST actions, checked against a configuration: an error's answer, a plan, or a secret to hand
//! out. Pure: nothing is written here. The caller lets no other write in between, so that what was checked is still
//! true when the plan runs.
Outcome planWrite(const ArmRequest &request, const Route &route, const resource::Configuration &before,
                  const Environment &environment);

//! Bodies are small but for documents to import.
std::size_t bodyLimit(const Route &route);

} // namespace gatehouse::management
