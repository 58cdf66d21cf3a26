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

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::management {

//! Role assignments are resources of the store's configuration, "roleAssignments/{guid}", so that they have its transactions, revisions
//! and records. They are no kind of API Management's: only Microsoft.Authorization shows them, and nothing exports or publishes them.
inline constexpr std::string_view roleAssignmentsCollection = "roleAssignments";

struct RoleAssignment
{
    std::string name;
    std::string scope; //!< absolute id
    std::string role; //!< GUID of the definition
    std::string principalId;
    std::string principalType; //!< "User", "Group", "ServicePrincipal"
    std::optional<UtcTime> endsAt; //!< of one that ends by itself

    bool holdsAt(UtcTime now) const { return !endsAt || now < *endsAt; }
    //! A group's counts for those whose token names the group, any other for the principal itself.
    bool isOf(const Caller &caller) const;
};

RoleAssignment readRoleAssignment(const resource::Resource &resource);
//! GUIDs compare without case, other ids exactly.
bool isSamePrincipal(std::string_view a, std::string_view b);
bool isGuid(std::string_view text);

//! As Microsoft.Authorization shows it.
json::object roleAssignmentJson(const resource::Resource &resource, const resource::ServiceScope &scope);
//! "/subscriptions/.../providers/Microsoft.Authorization/roleDefinitions/{guid}"
std::string roleDefinitionId(std::string_view role, const resource::ServiceScope &scope);

//! GET of one assignment or of the list at a scope. Pure.
http::Response answerRoleAssignments(const ArmRequest &request, const Route &route, const resource::Configuration &configuration,
                                     const Environment &environment, const Caller &caller);
//! PUT and DELETE. An assignment can't be changed once it is written. Pure.
Outcome planRoleAssignment(const ArmRequest &request, const Route &route, const resource::Configuration &before,
                           const Environment &environment, const Caller &caller);
//! What is deleted takes the assignments at its scope and below it along, or they would hold for the next of that name.
void removeAssignmentsOfDeleted(WritePlan &plan, const resource::Configuration &before, const resource::ServiceScope &scope);

} // namespace gatehouse::management
