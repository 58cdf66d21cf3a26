// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/proof_maker.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/jws.h"
#include "core/crypto/key_file.h"

#include <algorithm>
#include <array>

namespace gatehouse::identity {

namespace {

constexpr std::array flaws{
    ProofFlaw{"wrong-method", "htm is another method"},
    ProofFlaw{"wrong-url", "htu is another URL"},
    ProofFlaw{"stale", "iat lies an hour in the past"},
    ProofFlaw{"future", "iat lies an hour in the future"},
    ProofFlaw{"no-id", "there is no jti"},
    ProofFlaw{"no-token-hash", "there is no ath"},
    ProofFlaw{"wrong-token-hash", "ath is of another token"},
    ProofFlaw{"wrong-nonce", "nonce is none of the server's"},
    ProofFlaw{"wrong-type", "typ is JWT"},
    ProofFlaw{"other-key", "made with another key than the token is bound to"},
    ProofFlaw{"bad-signature", "signed by another key than jwk shows"},
    ProofFlaw{"private-key", "jwk shows a private member"},
};

tl::unexpected<Error> unfit(std::string reason)
{
    return fail(ErrorKind::Invalid, "proof.wish", {{"reason", std::move(reason)}});
}

json::object claimsOf(const ProofWish &wish, std::int64_t seconds, Random &random)
{
    json::object claims{{"jti", wish.id.empty() ? uuid4(random) : wish.id},
                        {"htm", wish.method},
                        {"htu", wish.url.substr(0, wish.url.find_first_of("?#"))},
                        {"iat", seconds}};
    if (!wish.token.empty())
        claims["ath"] = crypto::base64Url(crypto::sha256(wish.token));
    if (wish.nonce)
        claims["nonce"] = *wish.nonce;
    return claims;
}

void spoil(json::object &claims, std::string_view flaw, std::int64_t seconds)
{
    if (flaw == "wrong-method")
        claims["htm"] = claims["htm"] == "DELETE" ? "PUT" : "DELETE";
    else if (flaw == "wrong-url")
        claims["htu"] = "https://another-host.example/";
    else if (flaw == "stale")
        claims["iat"] = seconds - 3'600;
    else if (flaw == "future")
        claims["iat"] = seconds + 3'600;
    else if (flaw == "no-id")
        claims.erase("jti");
    else if (flaw == "no-token-hash")
        claims.erase("ath");
    else if (flaw == "wrong-token-hash")
        claims["ath"] = crypto::base64Url(crypto::sha256("another token"));
    else if (flaw == "wrong-nonce")
        claims["nonce"] = "none-of-yours";
}

} // namespace

std::span<const ProofFlaw> proofFlaws()
{
    return flaws;
}

Result<std::string> makeProof(const ProofWish &wish, const crypto::Jwk &key, UtcTime now, Random &random)
{
    if (!wish.flaw.empty() && std::none_of(flaws.begin(), flaws.end(), [&](const ProofFlaw &known) { return known.name == wish.flaw; }))
        return unfit("there is no flaw of that name");
    if (key.type == crypto::KeyType::Oct || !key.isPrivate)
        return unfit("a proof needs a private key");
    if (wish.method.empty() || wish.url.empty())
        return unfit("a proof is for a method and a URL");
    auto signer = key;
    if (wish.flaw == "other-key" || wish.flaw == "bad-signature") {
        auto stranger = crypto::generateKey(key.alg);
        if (!stranger)
            return tl::unexpected(stranger.error());
        signer = std::move(*stranger);
    }
    auto shown = (wish.flaw == "bad-signature" ? key : signer).requiredMembers();
    if (wish.flaw == "private-key")
        shown["d"] = crypto::base64Url(std::string(32, '\x01')); // not the real one: a proof is sent to others
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    auto claims = claimsOf(wish, seconds, random);
    spoil(claims, wish.flaw, seconds);
    const json::object header{{"typ", wish.flaw == "wrong-type" ? "JWT" : "dpop+jwt"}, {"alg", key.alg}, {"jwk", std::move(shown)}};
    return crypto::sign(header, toJson(claims), signer);
}

} // namespace gatehouse::identity
