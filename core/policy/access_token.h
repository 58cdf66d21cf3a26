// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/access_tokens.h"
#include "core/policy/program.h"

#include <optional>
#include <string>

namespace gatehouse::policy {

struct AccessTokenWish
{
    std::string source; //!< by its name; "managed-identity/ID" falls back to "managed-identity"
    std::string resource;
    std::string clientId;
};

//! One of the three.
struct AccessTokenOutcome
{
    identity::AccessTokens::TokenPointer token;
    std::optional<StepResult> waiting; //!< then the step runs again from its start
    std::optional<LastError> error;
};

//! A token that the gateway gets for itself. `slot` counts the waits of one passage; it is 0 again when there is nothing to wait for.
AccessTokenOutcome accessToken(Run &run, std::uint32_t slot, const AccessTokenWish &wish);

} // namespace gatehouse::policy
