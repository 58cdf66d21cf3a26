// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/remote/personal_access.h"
#include "core/remote/sign_in_protocol.h"
#include "core/resource/resource_id.h"

#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::remote {

//! What a change needs before apply() sends anything. Enforced there, so the window and gatectl obey alike.
enum class SafetyLevel {
    Free, //!< changes need no question: a local or a development gateway
    Confirm, //!< changes need a Confirmation
    TypeName, //!< the person typed the connection's name
    ReadOnly, //!< nothing is changed
};

//! "free", "confirm", "typeName", "readOnly"
std::string_view nameOf(SafetyLevel level);
//! Fails with Invalid "remote.badSafetyLevel".
Result<SafetyLevel> safetyLevelFrom(std::string_view name);

//! One gateway's management endpoint and how to reach it. A value; the token leaves through reveal() alone.
struct Connection
{
    std::string id; //!< stable key for settings and staged changes: "local", a uuid
    std::string name; //!< what a person calls it
    std::string environment = "dev"; //!< "local", "dev", "test", "prod"
    std::string url; //!< "http://127.0.0.1:41000", "https://management.azure.com": scheme and authority
    std::string scope; //!< "/subscriptions/.../providers/Microsoft.ApiManagement/service/contoso"
    SecretString token; //!< bearer token; sent to `url`'s host alone
    SignInSettings signIn; //!< how people sign in for it; empty: by `token` alone
    std::shared_ptr<PersonalAccess> person; //!< who signed in; in place of `token`. null: nobody
    std::string caPem; //!< the only trust anchors of this connection; "" : the system's
    std::string gatewayUrl; //!< where calls go; "" : not known, then the service's `gatewayUrl` property says it
    bool isLocal = false; //!< the local gateway of this machine
    SafetyLevel safety = SafetyLevel::Confirm;

    //! Is there something to show to the gateway?
    bool hasAccess() const { return person || !token.empty(); }
    bool operator==(const Connection &) const = default;
};

//! The scope's three parts. Fails with Invalid "remote.badScope" (args: scope).
Result<resource::ServiceScope> scopeOf(const Connection &connection);
//! Is it Azure Resource Manager of one of Microsoft's clouds? Then what is Gatehouse's own is not to be had there.
bool isAzure(const Connection &connection);
//! Fails with Invalid "remote.badUrl", "remote.badScope" or "remote.plainHttp" (a token goes over plain http to
//! loopback alone).
Status validate(const Connection &connection);

} // namespace gatehouse::remote
