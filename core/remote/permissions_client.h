// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/arm_client.h"
#include "core/resource/resource_id.h"

#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::remote {

//! What one role gives at a scope.
struct Permission
{
    std::vector<std::string> actions, notActions;
};

//! What the caller may do at one scope: roles add up.
struct Permissions
{
    std::vector<Permission> all;

    bool allows(std::string_view action) const;
};

//! Microsoft.Authorization's permissions at a resource, those of the scopes above it included. Who may not ask has none.
Result<Permissions> readPermissions(const ArmClient &client, const resource::ResourceId &id, std::stop_token stop = {});

//! The service's role definitions by what they permit, so that a permission can be called by its role's name. Empty when the caller may not
//! read them.
using RoleNames = std::map<std::string, std::string, std::less<>>;
Result<RoleNames> readRoleNames(const ArmClient &client, std::stop_token stop = {});
//! "" : no role that is known.
std::string roleNameOf(const Permission &permission, const RoleNames &names);

} // namespace gatehouse::remote
