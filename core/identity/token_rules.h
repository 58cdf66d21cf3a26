// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/identity/token.h"

#include <chrono>
#include <string>
#include <vector>

namespace gatehouse::identity {

struct ClaimRule
{
    std::string name;
    bool matchAny = false; //!< else every value has to be there
    std::string separator; //!< "": a text is one value
    std::vector<std::string> values; //!< empty: the claim has to be there, no more
};

//! What a verified token has to say (validate-jwt). Empty lists ask for nothing.
struct TokenRules
{
    std::vector<std::string> audiences;
    std::vector<std::string> issuers;
    std::vector<ClaimRule> claims;
    std::chrono::seconds clockSkew{0};
    bool requireExpiration = true;
};

//! Lifetime, audience, issuer, claims, in that order, as Azure's library judges them.
TokenResult<void> judge(const json::object &claims, const TokenRules &rules, UtcTime now);
TokenResult<void> judgeLifetime(const json::object &claims, const TokenRules &rules, UtcTime now);
TokenResult<void> judgeClaims(const json::object &claims, const std::vector<ClaimRule> &rules);

//! A claim's values as texts: of an array each; numbers, booleans and objects as JSON writes them.
std::vector<std::string> textsOf(const json::value &claim);
//! When it ends, if it says so with a number.
std::optional<UtcTime> expirationOf(const json::object &claims);

} // namespace gatehouse::identity
