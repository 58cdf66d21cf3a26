// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/environment.h"
#include "core/management/rights.h"

namespace gatehouse::management {

//! GET of one role definition or of all. Pure.
http::Response answerRoleDefinitions(const ArmRequest &request, const Route &route, const Environment &environment);
//! GET of what the caller may do at a scope: the permissions of each role that holds there. Pure.
http::Response answerPermissions(const ArmRequest &request, const Route &route, const Rights &rights);

} // namespace gatehouse::management
