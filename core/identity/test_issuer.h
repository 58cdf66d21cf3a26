// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/jwk.h"

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::identity {

//! One thing wrong with a test token, so that a policy's refusal of it can be seen.
struct TokenFlaw
{
    std::string_view name; //!< "expired"
    std::string_view words; //!< what is wrong, for people
};
std::span<const TokenFlaw> tokenFlaws();

struct TokenWish
{
    json::object claims; //!< what stands here wins over what the issuer would say of itself
    std::string algorithm = "ES256"; //!< of the issuer's two keys: ES256, RS256
    std::chrono::seconds lifetime{600}; //!< at most a day
    std::string flaw; //!< of tokenFlaws(); "": none
    std::string thumbprint; //!< of the DPoP key that the token is bound to (RFC 9449 section 6.1); "": a bearer token
};

//! Signs access tokens (RFC 9068) with any claims, for trying policies on a gateway that nobody else reaches: who may call it decides who holds
//! which role, so it belongs behind loopback. Immutable; any thread may use it.
class TestIssuer
{
public:
    //! `url` is the issuer; its documents lie below it. `keys`: one ES256, one RS256.
    TestIssuer(std::string url, crypto::JwkSet keys) : m_url(std::move(url)), m_keys(std::move(keys)) { }

    const std::string &url() const { return m_url; }
    json::object discovery() const; //!< OpenID Connect Discovery 1.0 section 3
    json::object keySet() const;
    //! Fails with Invalid "token.wish" (args: reason).
    Result<std::string> issue(const TokenWish &wish, UtcTime now, Random &random) const;

private:
    std::string m_url;
    crypto::JwkSet m_keys;
};

} // namespace gatehouse::identity
