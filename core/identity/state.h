// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/access_tokens.h"
#include "core/identity/provider_cache.h"
#include "core/identity/revocation_lists.h"
#include "core/identity/token_cache.h"
#include "core/identity/token_source.h"

namespace gatehouse::identity {

//! What the gateway remembers of tokens, keys and certificates, for all workers and publishes.
struct State
{
    explicit State(ProviderCacheOptions providerOptions = {}) : providers(providerOptions) { }

    TokenCache tokens;
    ProviderCache providers;
    AccessTokens accessTokens;
    RevocationLists revocationLists;
    TokenSources sources; //!< set before the workers run
};

} // namespace gatehouse::identity
