// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/action.h"

#include <span>
#include <string_view>

namespace gatehouse::management {

//! A role as Azure defines it: what its notActions take away, they take from its own actions alone.
struct RoleDefinition
{
    std::string_view name; //!< the GUID that it has in every directory
    std::string_view roleName;
    std::string_view description;
    std::span<const std::string_view> actions;
    std::span<const std::string_view> notActions;
    std::span<const std::string_view> dataActions = {}; //!< of Key Vault: what its own actions never give
};

//! Azure's own that mean something on an API Management service, with their GUIDs, actions and notActions as Microsoft publishes
//! them (learn.microsoft.com/azure/role-based-access-control/built-in-roles: "privileged", "general" and "integration"; generated pages
//! of 2024-04-13 and 2026-07-01, the workspace roles as of 2025-05-16), and Key Vault's ("security", 2026-02-23).
std::span<const RoleDefinition> builtInRoles();
//! By its GUID, without case; null: no such role.
const RoleDefinition *findRole(std::string_view name);

using resource::matchesAction;

//! What manages resources, and what is in them.
enum class Plane { Control, Data };

//! Matched by one of the plane's actions and by none of its notActions.
bool allowsAction(const RoleDefinition &role, std::string_view action, Plane plane = Plane::Control);

} // namespace gatehouse::management
