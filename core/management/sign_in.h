// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/identity/io.h"
#include "core/identity/provider_cache.h"
#include "core/identity/token_cache.h"
#include "core/management/caller.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::management {

//! Whose access tokens the management endpoint takes.
struct SignInOptions
{
    std::string issuer; //!< "https://login.microsoftonline.com/{tenant}/v2.0": where /.well-known/openid-configuration stands
    std::vector<std::string> audiences; //!< one of them has to be in `aud`; never empty
    std::string groupsClaim = "groups";
    std::string objectIdClaim; //!< "" : "oid", or else "sub"
    std::chrono::seconds clockSkew{60};

    //! Fails with Invalid "signIn.issuer" (args: issuer, reason) or "signIn.noAudience".
    Status check() const;
};

//! Makes callers of access tokens, by the validators of the gateway. Lives on one loop; what has to be fetched is waited for there without
//! blocking it, by a few calls at once (128), others are told to come back.
class SignIn
{
public:
    SignIn(SignInOptions options, const Clock &clock, identity::Io io);

    //! `done` runs at once or later on the loop, or never when this goes before. Fails with Unauthenticated "auth.invalid",
    //! "auth.expired", "auth.audience" (args: allowed), "auth.issuer", "auth.noAccessToken" (each may have args: reason), Unavailable
    //! "auth.providerUnavailable" (args: issuer) or "auth.busy".
    void identify(std::string token, std::function<void(Result<Caller>)> done);

private:
    struct Attempt
    {
        std::string token, digest;
        std::function<void(Result<Caller>)> done;
        std::shared_ptr<void> waiter;
        bool loaded = false, reloaded = false;
    };
    void run(std::uint64_t serial);
    void finish(std::uint64_t serial, Result<Caller> caller);

    SignInOptions m_options;
    const Clock &m_clock;
    identity::Io m_io;
    std::string m_documentUrl;
    identity::TokenCache m_tokens{1U << 20};
    identity::ProviderCache m_providers;
    std::map<std::uint64_t, Attempt> m_attempts;
    std::uint64_t m_serial = 0;
};

//! Who the claims of a judged token name; nothing when they name nobody.
Result<Caller> callerOf(const json::object &claims, const std::string &issuer, const SignInOptions &options);

} // namespace gatehouse::management
