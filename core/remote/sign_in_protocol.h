// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/remote/network.h"
#include "core/remote/openid_metadata.h"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::remote {

//! How people sign in: as which client, at whose provider, for what. No secret: it is a public client (RFC 8252 section 8.4).
struct SignInSettings
{
    std::string issuer; //!< "" : nobody signs in
    std::string clientId;
    std::string scope; //!< beside `openid`, which is always asked for; "" : profile offline_access
    std::string audience; //!< what the access token is for: sent as `resource` (RFC 8707) and `audience`; "" : the scope says it, as with Entra ID

    bool empty() const { return issuer.empty(); }
    bool operator==(const SignInSettings &) const = default;
};
//! Fails with Invalid "signIn.issuer" (args: issuer, reason), "signIn.noClient".
Status validate(const SignInSettings &settings);

//! The messages of OAuth that a native client sends and gets, as pure functions: RFC 6749, 7636 (PKCE), 8252, 8628, 9207, OpenID Connect Core 1.0.

//! One attempt by the browser; its values are good once.
struct CodeRequest
{
    std::string state, nonce;
    SecretString verifier;
    std::string redirectUri;
    std::string url; //!< what the browser opens
};
//! Fails with Unsupported "signIn.noBrowserFlow" or "signIn.noPkce".
Result<CodeRequest> makeCodeRequest(const SignInSettings &settings, const OpenIdMetadata &metadata, std::string redirectUri, Random &random);
//! The code in the query with which the browser came back. Fails with Forbidden "signIn.wrongState", "signIn.mixUp" (args: issuer, found),
//! "signIn.denied", and with Unauthenticated "signIn.refused" (args: error, description).
Result<SecretString> codeOf(std::string_view query, const CodeRequest &request, const OpenIdMetadata &metadata);

using Parameters = std::vector<std::pair<std::string, std::string>>;
Parameters codeGrant(const SignInSettings &settings, const CodeRequest &request, const SecretString &code);
Parameters deviceRequest(const SignInSettings &settings);
Parameters deviceGrant(const SignInSettings &settings, const SecretString &deviceCode);
Parameters refreshGrant(const SignInSettings &settings, const SecretString &refreshToken);

struct DeviceRequest
{
    SecretString deviceCode;
    std::string userCode; //!< what the person types
    std::string url; //!< where
    std::string completeUrl; //!< the same with the code in it; "" : none
    std::chrono::seconds lifetime{1800};
    std::chrono::seconds interval{5};
};
//! Fails as a token endpoint's refusals do, and with Invalid "signIn.badAnswer" (args: reason).
Result<DeviceRequest> deviceRequestOf(const HttpAnswer &answer);

//! What a token endpoint gave.
struct Grant
{
    SecretString accessToken;
    SecretString refreshToken; //!< "" : none
    SecretString idToken; //!< "" : none
    std::chrono::seconds lifetime{0};
};
//! Fails with Unauthenticated "signIn.refused" (args: error, description), Forbidden "signIn.denied", Timeout "signIn.codeExpired",
//! Unavailable "signIn.pending" or "signIn.slowDown" (of a device code) or "signIn.providerDown" (args: status), Invalid "signIn.badAnswer"
//! (args: reason).
Result<Grant> grantOf(const HttpAnswer &answer, UtcTime now);

} // namespace gatehouse::remote
