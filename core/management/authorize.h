// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/http/headers.h"
#include "core/management/arm_route.h"
#include "core/management/caller.h"
#include "core/management/rights.h"

#include <string>
#include <string_view>

namespace gatehouse::management {

//! "Microsoft.ApiManagement/service/apis/read", ".../write", ".../delete", ".../listSecrets/action",
//! "Microsoft.ApiManagement/service/providers/Gatehouse.Local/audit/read", "Microsoft.Authorization/roleAssignments/write".
std::string actionName(std::string_view method, const Route &route);

//! What a call carries to say who makes it.
struct Presented
{
    std::string token;
    bool isLocalOwner = false; //!< it is the token file's
};

//! `Authorization: Bearer`; the token file's is compared in constant time. Fails with Unauthenticated "auth.missing" or "auth.invalid".
Result<Presented> presentedToken(const http::Headers &headers, const SecretString &fileToken);
//! The holder of the token file: may do everything, and records say that it was by the file (break-glass).
Caller localOwner();

//! The one question, asked before anything is read: may this principal do this over that scope (an absolute id)? Fails with
//! Forbidden "auth.forbidden" (args: action, scope).
Status authorize(const Rights &rights, std::string_view action, std::string_view scope, Plane plane = Plane::Control);
//! In the words of Azure's refusal, and ours where groups did not count.
ArmError authorizationFailed(const Caller &caller, std::string_view action, std::string_view scope);

} // namespace gatehouse::management
