// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"
#include "core/policy/compiler.h"
#include "core/policy/dpop_validation.h"
#include "core/policy/presented_token.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::policy {

//! What validate-jwt and validate-azure-ad-token have in common: where the token stands, which keys verify it, what it has to say.

struct RequiredClaim
{
    ValueSource name, match, separator;
    std::vector<ValueSource> values;
};

//! A key of bytes whose text an expression or a named value gives.
struct SecretKeyText
{
    ValueSource base64;
    std::string kid;
};

//! What validate-azure-ad-token asks beyond.
struct EntraRules
{
    ValueSource tenant;
    ValueSource endpoint; //!< of the authority; "" : the public cloud's
    std::vector<ValueSource> clientIds, backendIds;
};

struct TokenSettings
{
    TokenPlace place;
    ValueSource status = ValueSource(Variable(std::int64_t(401)));
    std::optional<ValueSource> message; //!< of the answer; absent: by the fault
    ValueSource requireExpiration = ValueSource(Variable(true));
    ValueSource requireSigned = ValueSource(Variable(true));
    ValueSource clockSkew = ValueSource(Variable(std::int64_t(0)));
    std::string outputVariable;
    std::vector<ValueSource> providerUrls;
    crypto::JwkSet keys;
    std::vector<SecretKeyText> secretKeys;
    crypto::JwkSet decryptionKeys;
    std::vector<SecretKeyText> secretDecryptionKeys;
    std::vector<ValueSource> audiences, issuers;
    std::vector<RequiredClaim> claims;
    std::optional<EntraRules> entra;
    // Gatehouse's own: what the token is bound to (RFC 9449, RFC 8705).
    std::optional<DpopSettings> dpop;
    std::optional<bool> requiresCertificate; //!< false: only of those that are bound to one; absent: nobody looks
};

//! Reads the attributes that both policies have.
TokenSettings compileTokenSettings(Compiler &compiler, NodeId node);
//! The texts of `list`'s children, as expressions allow.
std::vector<ValueSource> compileTexts(Compiler &compiler, NodeId node, std::string_view list);
void compileRequiredClaims(Compiler &compiler, NodeId node, TokenSettings &settings);
//! Keys below `list`: text, certificate-id, or n with e. Reports what is wrong with one.
void compileKeys(Compiler &compiler, NodeId node, std::string_view list, bool decrypts, crypto::JwkSet &keys, std::vector<SecretKeyText> &texts);
void emitTokenStep(Compiler &compiler, TokenSettings settings);

} // namespace gatehouse::policy
