// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/crypto/jwk.h"
#include "core/remote/loopback_receiver.h"
#include "core/remote/network.h"
#include "core/remote/sign_in_protocol.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace gatehouse::remote {

//! Somebody who signed in.
struct SignedIn
{
    SignInSettings settings;
    std::string issuer; //!< as the provider writes it
    std::string subject, name;
    SecretString accessToken, refreshToken;
    UtcTime obtained{}, expires{}; //!< of the access token
};

//! The claims of an ID token by the validators of the gateway: signature, issuer, audience, lifetime with a minute for clocks; then `nonce` and
//! `azp` (OpenID Connect Core 1.0 section 3.1.3.7). `nonce` "" : none was sent. Fails with Unauthenticated "signIn.idToken" (args: reason),
//! "signIn.wrongNonce", "signIn.clock" (args: seconds: how far the provider's clock is ahead of ours).
Result<json::object> judgeIdToken(const SecretString &token, const OpenIdMetadata &metadata, const crypto::JwkSet &keys, const std::string &clientId,
                                  const std::string &nonce, UtcTime now);

//! Signs people in at one provider. Blocking; each call may be on another thread. Beside what is said at each, calls fail as the protocol's answers
//! do (sign_in_protocol.h), as Network::send() does within "signIn.unreachable" (args: issuer, reason), and as parseOpenIdMetadata() does.
class SignInClient
{
public:
    SignInClient(SignInSettings settings, std::shared_ptr<Network> network, const Clock &clock, Random &random)
        : m_settings(std::move(settings)), m_network(std::move(network)), m_clock(clock), m_random(random)
    {
    }

    //! Authorization code with PKCE, on loopback. `open` shows the URL to the person.
    Result<SignedIn> withBrowser(const std::function<void(const std::string &url)> &open, const BrowserTexts &texts, const std::stop_token &stop) const;
    //! `show` tells the person what to type where.
    Result<SignedIn> withDeviceCode(const std::function<void(const DeviceRequest &request)> &show, const std::stop_token &stop) const;
    //! Fails with Unauthenticated "signIn.ended" when the refresh token is good no more, or there is none.
    Result<SignedIn> refreshed(const SignedIn &before, const std::stop_token &stop) const;
    //! Takes the refresh token back, where the provider knows how.
    Status signOut(const SignedIn &who, const std::stop_token &stop) const;

private:
    Result<HttpAnswer> send(const HttpCall &call, const std::stop_token &stop) const;
    Result<HttpAnswer> post(const std::string &url, const Parameters &parameters, const std::stop_token &stop) const;
    Result<OpenIdMetadata> metadata(const std::stop_token &stop) const;
    Result<SignedIn> signedIn(Grant grant, const OpenIdMetadata &metadata, const std::string &nonce, const std::stop_token &stop) const;
    Result<json::object> claimsOf(const SecretString &idToken, const OpenIdMetadata &metadata, const std::string &nonce, const std::stop_token &stop) const;

    SignInSettings m_settings;
    std::shared_ptr<Network> m_network;
    const Clock &m_clock;
    Random &m_random;
};

} // namespace gatehouse::remote
