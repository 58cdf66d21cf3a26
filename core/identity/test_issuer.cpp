// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/test_issuer.h"

#include "core/crypto/base64.h"
#include "core/crypto/jws.h"
#include "core/crypto/key_file.h"

#include <algorithm>
#include <array>

namespace gatehouse::identity {

namespace {

constexpr std::string_view defaultAudience = "api://gatehouse-test";
constexpr std::string_view defaultSubject = "test-user";
constexpr std::int64_t longLife = 86'400; // seconds

constexpr std::array flaws{
    TokenFlaw{"expired", "exp lies an hour in the past"},
    TokenFlaw{"not-yet-valid", "nbf lies an hour in the future"},
    TokenFlaw{"no-expiry", "there is no exp"},
    TokenFlaw{"wrong-audience", "aud is another API's"},
    TokenFlaw{"wrong-issuer", "iss is another issuer's"},
    TokenFlaw{"bad-signature", "the claims were changed after signing"},
    TokenFlaw{"unknown-key", "signed by a key that the issuer does not publish, under a kid of its own"},
    TokenFlaw{"stolen-kid", "signed by a key that the issuer does not publish, under the kid of one that it does"},
    TokenFlaw{"unsigned", "alg is none and there is no signature"},
    TokenFlaw{"algorithm-confusion", "alg is HS256, with the issuer's public key as the secret (CVE-2015-9235)"},
};

std::int64_t secondsOf(UtcTime time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

tl::unexpected<Error> unfit(std::string reason)
{
    return fail(ErrorKind::Invalid, "token.wish", {{"reason", std::move(reason)}});
}

void spoil(json::object &claims, std::string_view flaw, std::int64_t seconds)
{
    if (flaw == "expired") {
        claims["iat"] = claims["nbf"] = seconds - 7'200; // one that ends before it begins would be refused for that
        claims["exp"] = seconds - 3'600;
    } else if (flaw == "not-yet-valid") {
        claims["nbf"] = seconds + 3'600;
        claims["exp"] = seconds + 7'200;
    } else if (flaw == "no-expiry") {
        claims.erase("exp");
    } else if (flaw == "wrong-audience") {
        claims["aud"] = "api://another-api";
    } else if (flaw == "wrong-issuer") {
        claims["iss"] = "https://another-issuer.example";
    }
}

std::string partOf(const json::object &object)
{
    return crypto::base64Url(toJson(object));
}

std::string unsignedToken(const json::object &claims)
{
    return partOf({{"alg", "none"}, {"typ", "at+jwt"}}) + '.' + partOf(claims) + '.';
}

Result<std::string> signedBySecret(const json::object &claims, const crypto::Jwk &key)
{
    const auto secret = crypto::Jwk::ofSecret(SecretString(toJson(key.publicMembers())));
    return crypto::sign({{"alg", "HS256"}, {"typ", "at+jwt"}, {"kid", key.kid}}, toJson(claims), secret);
}

Result<std::string> signedByStranger(const json::object &claims, const crypto::Jwk &key, bool stealsKid)
{
    const auto stranger = crypto::generateKey(key.alg);
    if (!stranger)
        return tl::unexpected(stranger.error());
    return crypto::sign({{"alg", key.alg}, {"typ", "at+jwt"}, {"kid", stealsKid ? key.kid : stranger->kid}}, toJson(claims), *stranger);
}

//! Its claims say something else than what was signed.
std::string forged(const std::string &token, json::object claims)
{
    claims["sub"] = "forged";
    const auto begin = token.find('.') + 1;
    return token.substr(0, begin) + partOf(claims) + token.substr(token.find('.', begin));
}

} // namespace

std::span<const TokenFlaw> tokenFlaws()
{
    return flaws;
}

json::object TestIssuer::discovery() const
{
    json::array algorithms;
    for (const auto &key : m_keys)
        algorithms.emplace_back(key.alg);
    return {{"issuer", m_url},
            {"jwks_uri", m_url + "/keys"},
            {"response_types_supported", json::array{"token"}},
            {"subject_types_supported", json::array{"public"}},
            {"id_token_signing_alg_values_supported", std::move(algorithms)}};
}

json::object TestIssuer::keySet() const
{
    json::array keys;
    for (const auto &key : m_keys)
        keys.emplace_back(key.publicMembers());
    return {{"keys", std::move(keys)}};
}

Result<std::string> TestIssuer::issue(const TokenWish &wish, UtcTime now, Random &random) const
{
    const auto key = std::find_if(m_keys.begin(), m_keys.end(), [&](const crypto::Jwk &known) { return known.alg == wish.algorithm; });
    if (key == m_keys.end())
        return unfit("algorithm is ES256 or RS256");
    if (!wish.flaw.empty() && std::none_of(flaws.begin(), flaws.end(), [&](const TokenFlaw &known) { return known.name == wish.flaw; }))
        return unfit("there is no flaw of that name");
    if (wish.lifetime.count() < 1 || wish.lifetime.count() > longLife)
        return unfit("a token lives for 1 to 86400 seconds");
    const auto seconds = secondsOf(now);
    json::object claims{{"iss", m_url},        {"aud", defaultAudience}, {"sub", defaultSubject},
                        {"iat", seconds},      {"nbf", seconds},         {"exp", seconds + wish.lifetime.count()},
                        {"jti", uuid4(random)}};
    for (const auto &[name, value] : wish.claims)
        claims[name] = value;
    if (!wish.thumbprint.empty())
        claims["cnf"] = json::object{{"jkt", wish.thumbprint}};
    spoil(claims, wish.flaw, seconds);
    if (wish.flaw == "unsigned")
        return unsignedToken(claims);
    if (wish.flaw == "algorithm-confusion")
        return signedBySecret(claims, *key);
    if (wish.flaw == "unknown-key" || wish.flaw == "stolen-kid")
        return signedByStranger(claims, *key, wish.flaw == "stolen-kid");
    auto token = crypto::sign({{"alg", key->alg}, {"typ", "at+jwt"}, {"kid", key->kid}}, toJson(claims), *key);
    if (token && wish.flaw == "bad-signature")
        return forged(*token, std::move(claims));
    return token;
}

} // namespace gatehouse::identity
