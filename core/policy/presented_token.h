// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/token.h"
#include "core/policy/compiler.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

//! Where a policy looks for a token: one of the three, else in Authorization.
struct TokenPlace
{
    std::optional<ValueSource> header, query, value;
    ValueSource scheme; //!< that it has to come with in Authorization; "": any
    bool takesDpop = false; //!< then DPoP is as good

    bool isNamed() const { return header || query || value; }
};
TokenPlace compileTokenPlace(Compiler &compiler, NodeId node);

enum class TokenScheme {
    None, //!< in Authorization, bare
    Bearer,
    Dpop,
    Other,
    Elsewhere, //!< not in Authorization, and bare
};

//! A token as the request brought it.
struct PresentedToken
{
    std::string text; //!< without its scheme
    TokenScheme scheme = TokenScheme::None;
};
identity::TokenResult<PresentedToken> presentedToken(const TokenPlace &place, const Run &run);

//! What a policy leaves for those after it in the same run: a token whose signature and claims were good.
struct VerifiedToken final : VariableObject
{
    identity::TokenPointer token;
    std::string digest; //!< 32 raw bytes of SHA-256 of its text as it came
    TokenScheme scheme = TokenScheme::None;
};
//! The value slot that it stands in.
std::uint32_t verifiedTokenValue(Compiler &compiler);

} // namespace gatehouse::policy
