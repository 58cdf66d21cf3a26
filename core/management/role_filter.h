// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/role_assignments.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::management {

//! $filter of a list of role assignments: atScope(), principalId eq 'id', assignedTo('id'), and two of them joined by "and".
struct RoleAssignmentFilter
{
    bool atScope = false; //!< at the scope and above it; else below it too
    std::optional<std::string> principalId; //!< the assignment's own
    //! Also by a group. Which groups somebody is in only their own token says, so that others' groups are not followed.
    std::optional<std::string> assignedTo;

    bool takes(const RoleAssignment &assignment, std::string_view scope, const Caller &caller) const;
};

tl::expected<RoleAssignmentFilter, ArmError> parseRoleAssignmentFilter(std::string_view text);

} // namespace gatehouse::management
