// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/dpop.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/jws.h"
#include "core/crypto/strict_json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::identity {

namespace {

constexpr std::size_t shownBytes = 256;

//! Members of a private or a secret key (RFC 7518 section 6).
constexpr std::array<std::string_view, 8> privateMembers{"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

struct KeyOfProof
{
    DpopKeyPointer key;
    std::string name; //!< to keep it under; "": it is kept
};

//! RFC 7515 section 4.1.9: compared without case, and "application/" may stand in front.
bool isProofType(const json::object &header)
{
    const auto type = stringMember(header, "typ");
    return equalsIgnoreCase(type, "dpop+jwt") || equalsIgnoreCase(type, "application/dpop+jwt");
}

DpopResult<crypto::Jws> readJws(std::string_view text, const DpopLimits &limits)
{
    if (text.size() > limits.bytes)
        return refusedDpop(DpopFault::ProofTooLarge, std::to_string(text.size()) + " bytes");
    auto jws = crypto::Jws::parse(text, {limits.bytes, 4});
    if (jws)
        return std::move(*jws);
    return refusedDpop(DpopFault::ProofMalformed, jws.error().code == "jws.critical" ? std::string_view("it demands an extension (crit)")
                                                                                      : jws.error().arg("part"));
}

DpopResult<KeyOfProof> keyOf(const crypto::Jws &jws, DpopKeys *keys, const DpopLimits &limits)
{
    const auto *value = member(jws.header, "jwk");
    const auto *written = value ? value->if_object() : nullptr;
    if (!written)
        return refusedDpop(DpopFault::KeyNotPresent);
    for (const auto name : privateMembers)
        if (written->contains(name))
            return refusedDpop(DpopFault::KeyPrivate, name);
    const auto name = keys ? crypto::sha256(toJson(*value)) : std::string();
    if (auto known = keys ? keys->find(name) : nullptr)
        return KeyOfProof{std::move(known), {}};
    auto key = crypto::Jwk::parse(*written);
    if (!key)
        return refusedDpop(DpopFault::KeyInvalid, key.error().arg("reason"));
    if (!key->key)
        return refusedDpop(DpopFault::KeyPrivate);
    if (key->type == crypto::KeyType::Rsa && EVP_PKEY_get_bits(key->key.get()) > limits.rsaBits)
        return refusedDpop(DpopFault::KeyInvalid, "more than " + std::to_string(limits.rsaBits) + " bits");
    auto thumbprint = key->thumbprint();
    return KeyOfProof{std::make_shared<const DpopKey>(DpopKey{std::move(*key), std::move(thumbprint)}), name};
}

//! A text that has to be there.
DpopResult<std::string_view> textClaim(const json::object &claims, std::string_view name, std::size_t longest)
{
    const auto *claim = member(claims, name);
    if (!claim)
        return refusedDpop(DpopFault::ClaimNotFound, name);
    const auto *text = claim->if_string();
    if (!text || text->empty() || text->size() > longest)
        return refusedDpop(DpopFault::ClaimInvalid, name);
    return std::string_view(*text);
}

//! NumericDate, with or without a fraction.
std::optional<UtcTime> timeOf(const json::value &claim)
{
    constexpr double latest = 253'402'300'799; // the end of 9999
    double seconds = -1;
    if (const auto *number = claim.if_int64())
        seconds = static_cast<double>(*number);
    else if (const auto *real = claim.if_double())
        seconds = *real;
    if (!(seconds >= 0 && seconds <= latest))
        return std::nullopt;
    return UtcTime(std::chrono::microseconds(static_cast<std::int64_t>(std::floor(seconds * 1e6))));
}

//! iat has to be there; exp and nbf count when they are.
DpopResult<UtcTime> judgeTimes(const json::object &claims, const DpopRules &rules, UtcTime now)
{
    const auto *claim = member(claims, "iat");
    if (!claim)
        return refusedDpop(DpopFault::ClaimNotFound, "iat");
    const auto issued = timeOf(*claim);
    if (!issued)
        return refusedDpop(DpopFault::ClaimInvalid, "iat");
    if (!rules.judgesTime)
        return *issued;
    if (*issued > now + rules.clockSkew)
        return refusedDpop(DpopFault::ProofNotYetValid, "iat is " + toIso(*issued) + ", now is " + toIso(now));
    if (*issued + rules.maxAge + rules.clockSkew < now)
        return refusedDpop(DpopFault::ProofExpired, "iat is " + toIso(*issued) + ", now is " + toIso(now));
    for (const auto *name : {"exp", "nbf"}) {
        const auto *limit = member(claims, name);
        const auto time = limit ? timeOf(*limit) : std::nullopt;
        if (!limit)
            continue;
        if (!time)
            return refusedDpop(DpopFault::ClaimInvalid, name);
        if (*name == 'e' && *time + rules.clockSkew <= now)
            return refusedDpop(DpopFault::ProofExpired, "exp is " + toIso(*time));
        if (*name == 'n' && *time > now + rules.clockSkew)
            return refusedDpop(DpopFault::ProofNotYetValid, "nbf is " + toIso(*time));
    }
    return *issued;
}

DpopResult<void> judgeTarget(const json::object &claims, const DpopRequest &request)
{
    const auto method = textClaim(claims, "htm", 64);
    if (!method)
        return tl::unexpected(method.error());
    const auto url = textClaim(claims, "htu", 8U << 10);
    if (!url)
        return tl::unexpected(url.error());
    if (*method != request.method)
        return refusedDpop(DpopFault::MethodMismatch, "the request is " + std::string(request.method.substr(0, 64)));
    const auto target = targetOfText(*url);
    if (!target || *target != request.target)
        return refusedDpop(DpopFault::UrlMismatch, (target ? "htu is " + target->substr(0, shownBytes) : std::string("htu is no http URL"))
                                                       + ", the request is for " + std::string(request.target.substr(0, shownBytes)));
    return {};
}

DpopResult<void> judgeToken(const json::object &claims, const std::string &thumbprint, const DpopRequest &request)
{
    const auto hash = textClaim(claims, "ath", 64);
    if (!hash)
        return tl::unexpected(hash.error());
    if (*hash != crypto::base64Url(request.tokenDigest))
        return refusedDpop(DpopFault::TokenHashMismatch);
    if (thumbprint != request.thumbprint)
        return refusedDpop(DpopFault::KeyMismatch);
    return {};
}

//! jti and nonce.
DpopResult<DpopProof> namesOf(const json::object &claims, const DpopLimits &limits)
{
    const auto id = textClaim(claims, "jti", limits.id);
    if (!id)
        return tl::unexpected(id.error());
    DpopProof proof;
    proof.id = *id;
    if (member(claims, "nonce")) {
        const auto nonce = textClaim(claims, "nonce", limits.nonce);
        if (!nonce)
            return tl::unexpected(nonce.error());
        proof.nonce = *nonce;
    }
    return proof;
}

//! RFC 3986 section 6.2.2.1: escapes in upper case.
std::string withUpperEscapes(std::string path)
{
    for (std::size_t i = 0; i + 2 < path.size(); ++i) {
        if (path[i] != '%')
            continue;
        for (const auto at : {i + 1, i + 2})
            if (path[at] >= 'a' && path[at] <= 'f')
                path[at] = static_cast<char>(path[at] - 'a' + 'A');
    }
    return path;
}

} // namespace

tl::unexpected<DpopFailure> refusedDpop(DpopFault fault, std::string_view found)
{
    auto message = std::string(wordsOf(fault));
    if (!found.empty()) {
        message.pop_back(); // the full stop
        message.append(": ").append(found).append(".");
    }
    return tl::unexpected(DpopFailure{fault, std::move(message)});
}

const std::vector<std::string> &dpopAlgorithms()
{
    static const std::vector<std::string> all{"ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"};
    return all;
}

DpopResult<DpopProof> checkProof(std::string_view text, const DpopRequest &request, const DpopRules &rules, DpopKeys *keys, const DpopLimits &limits)
{
    const auto jws = readJws(text, limits);
    if (!jws)
        return tl::unexpected(jws.error());
    if (!isProofType(jws->header))
        return refusedDpop(DpopFault::TypeInvalid);
    const bool isAllowed = std::find(rules.algorithms.begin(), rules.algorithms.end(), jws->alg) != rules.algorithms.end();
    if (!isAllowed || !crypto::isSignatureAlgorithm(jws->alg) || jws->alg.starts_with("HS"))
        return refusedDpop(DpopFault::AlgorithmNotAllowed);
    const auto key = keyOf(*jws, keys, limits);
    if (!key)
        return tl::unexpected(key.error());
    if (!crypto::fits(key->key->key, jws->alg))
        return refusedDpop(DpopFault::KeyInvalid, "it is none for this algorithm");
    const auto claims = crypto::parseStrictObject(jws->payload, {limits.bytes, 8});
    if (!claims)
        return refusedDpop(DpopFault::ProofMalformed, "payload");
    // What costs little comes before the signature.
    auto proof = namesOf(*claims, limits);
    if (!proof)
        return proof;
    if (const auto judged = judgeTarget(*claims, request); !judged)
        return tl::unexpected(judged.error());
    const auto issued = judgeTimes(*claims, rules, request.now);
    if (!issued)
        return tl::unexpected(issued.error());
    if (const auto judged = judgeToken(*claims, key->key->thumbprint, request); !judged)
        return tl::unexpected(judged.error());
    if (crypto::verify(*jws, std::span(&key->key->key, 1)) != crypto::Verdict::Valid)
        return refusedDpop(DpopFault::SignatureInvalid);
    if (keys && !key->name.empty())
        keys->store(key->name, key->key);
    proof->issued = *issued;
    proof->thumbprint = key->key->thumbprint;
    return proof;
}

std::string targetOf(const http::Url &url)
{
    auto normal = url;
    normal.scheme = toLower(url.scheme);
    normal.host = toLower(url.host);
    normal.path = url.path.empty() ? "/" : withUpperEscapes(http::normalizePath(url.path));
    normal.query.clear();
    normal.hasQuery = false;
    return normal.text();
}

std::optional<std::string> targetOfText(std::string_view htu)
{
    const auto url = http::Url::parse(htu.substr(0, htu.find_first_of("?#")));
    return url ? std::optional(targetOf(*url)) : std::nullopt;
}

UtcTime rememberedUntil(const DpopProof &proof, const DpopRules &rules)
{
    return proof.issued + rules.maxAge + rules.clockSkew + std::chrono::seconds(1);
}

std::string replayNameOf(const DpopProof &proof)
{
    return crypto::sha256(proof.thumbprint + '\n' + proof.id);
}

} // namespace gatehouse::identity
