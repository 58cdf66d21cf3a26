// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/http/headers.h"
#include "core/management/arm_route.h"
#include "core/resource/change_recorder.h"

#include <string>
#include <string_view>

namespace gatehouse::management {

//! "Microsoft.ApiManagement/service/apis/read", ".../write", ".../delete", ".../listSecrets/action",
//! "Microsoft.ApiManagement/service/providers/Gatehouse.Local/audit/read".
std::string actionName(std::string_view method, const Route &route);

//! Who a caller is and what they may do: the one place, asked before anything is read. Thread-safe.
class Authorizer
{
public:
    explicit Authorizer(SecretString token) : m_token(std::move(token)) { }

    //! By `Authorization: Bearer`, compared in constant time. Fails with Unauthenticated "auth.missing" or
    //! "auth.invalid".
    Result<resource::Principal> authenticate(const http::Headers &headers) const;
    //! Fails with Forbidden "auth.forbidden" (args: action). The holder of the token file may do everything.
    Status authorize(const resource::Principal &principal, std::string_view action,
                     const resource::ResourceId &id) const;

private:
    SecretString m_token;
};

} // namespace gatehouse::management
