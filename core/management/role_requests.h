// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"
#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/caller.h"
#include "core/management/environment.h"
#include "core/management/write_plan.h"
#include "core/resource/configuration.h"

#include <string_view>

namespace gatehouse::management {

//! Rights for a while, by the protocol of Azure's Privileged Identity Management (roleAssignmentScheduleRequests of 2020-10-01,
//! roleAssignmentApprovals of 2021-01-01-preview). Who may read at a scope may ask for a role there, for themselves, with a reason and for at
//! most eight hours (SelfActivate). It waits until somebody else who may give roles there approves it, holds from then on, and ends by the clock.
//! Stored as "roleRequests/{guid}"; what was approved is a role assignment that ends by itself.
inline constexpr std::string_view roleRequestsCollection = "roleRequests";

json::object roleRequestJson(const resource::Resource &resource, const resource::ServiceScope &scope);

//! GET of requests at a scope and of the stages of their approval. Pure.
http::Response answerRoleRequests(const ArmRequest &request, const Route &route, const resource::Configuration &configuration,
                                  const Environment &environment, const Caller &caller);
//! Asking, cancelling and deciding. Pure.
Outcome planRoleRequest(const ArmRequest &request, const Route &route, const resource::Configuration &before, const Environment &environment,
                        const Caller &caller);
//! Takes away what has ended; empty when nothing has.
WritePlan endedRoles(const resource::Configuration &before, const Environment &environment);

} // namespace gatehouse::management
