// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"
#include "core/identity/access_tokens.h"
#include "core/identity/dpop_keys.h"
#include "core/identity/dpop_nonce.h"
#include "core/identity/provider_cache.h"
#include "core/identity/replay_store.h"
#include "core/identity/revocation_lists.h"
#include "core/identity/token_cache.h"
#include "core/identity/token_source.h"

namespace gatehouse::identity {

//! What the gateway remembers of tokens, keys and certificates, for all workers and publishes.
struct State
{
    explicit State(SecretString dpopNonceKey, std::size_t tokenCacheBytes = TokenCache::defaultBytes,
                   ProviderCacheOptions providerOptions = {})
        : tokens(tokenCacheBytes), providers(providerOptions), dpopNonces(std::move(dpopNonceKey))
    {
    }

    TokenCache tokens;
    ProviderCache providers;
    AccessTokens accessTokens;
    RevocationLists revocationLists;
    DpopKeys dpopKeys;
    DpopNonces dpopNonces;
    ReplayStore replays; //!< of DPoP proofs
    TokenSources sources; //!< set before the workers run
};

} // namespace gatehouse::identity
