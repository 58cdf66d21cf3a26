// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/provider.h"
#include "core/identity/token.h"
#include "core/identity/token_cache.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::identity {

//! Keys that stand together: a provider's, which vouch for its issuer alone, or the asker's own.
struct KeySource
{
    std::shared_ptr<const Provider> provider; //!< null: the asker's own
    std::string url; //!< of the provider
    const crypto::JwkSet *keys = nullptr;
    std::string digest;

    std::string issuer() const { return provider ? provider->issuer : std::string(); }
};

struct VerifiedBy
{
    TokenPointer token;
    std::string issuer; //!< of the provider whose key it was; "" : the asker's own key
};

//! The one verifier of tokens, for policies and for the management endpoint.
struct TokenVerification
{
    const std::string &text; //!< JWS or JWE in compact form
    const std::string &digest; //!< SHA-256 of it
    const std::vector<KeySource> &sources;
    std::function<bool()> mayBeUnsigned; //!< asked for a token without a signature; null: never
    std::function<crypto::JwkSet()> decryptionKeys; //!< asked for a token that is encrypted; null: none
};

//! Whose key signed it, looked up in the cache first; what a token says is judged elsewhere (token_rules.h). Thread-safe.
TokenResult<VerifiedBy> verifyToken(const TokenVerification &wanted, TokenCache &cache, UtcTime now);

} // namespace gatehouse::identity
