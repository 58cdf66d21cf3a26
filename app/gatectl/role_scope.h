// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/arm_client.h"

#include <string>
#include <string_view>

namespace gatehouse::gatectl {

inline constexpr std::string_view authorizationApiVersion = "2022-04-01"; //!< of Microsoft.Authorization
inline constexpr auto roleScopeHelp = "Where: apis/orders, \"subscription\", \"group\", an absolute id (default: the service)";

//! The absolute id that --at means. Fails with Invalid "role.badScope" (args: at).
Result<std::string> roleScope(const std::string &at, const remote::Connection &connection);
//! "roleAssignments", with the name when there is one, below a scope.
std::string authorizationPath(const std::string &scope, std::string_view type, std::string_view name = {});
//! A role's GUID by its name or GUID, as the gateway knows it. Fails with NotFound "role.unknown" (args: role), or as the call does.
Result<std::string> roleIdOf(const remote::ArmClient &client, const std::string &scope, const std::string &role, const std::stop_token &stop);
//! One call of Microsoft.Authorization; a body is sent as JSON.
Result<remote::Answer> callAuthorization(const remote::ArmClient &client, const std::string &method, const std::string &path,
                                         const json::value &body, const std::stop_token &stop);

} // namespace gatehouse::gatectl
