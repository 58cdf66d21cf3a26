// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_verification.h"

#include "core/crypto/jwe.h"
#include "core/identity/token_rules.h"

#include <algorithm>

namespace gatehouse::identity {

namespace {

constexpr std::chrono::hours longestKept{1}; //!< of a token that does not expire

tl::unexpected<TokenFailure> notVerified(TokenFault fault, std::string message)
{
    return tl::unexpected(TokenFailure{fault, std::move(message)});
}

bool isEncrypted(const std::string &text)
{
    return std::count(text.begin(), text.end(), '.') == 4;
}

//! The token in its signed form.
TokenResult<std::string> decrypted(const std::string &text, const crypto::JwkSet &keys)
{
    if (!isEncrypted(text))
        return text;
    if (keys.empty())
        return notVerified(TokenFault::Invalid, "IDX10609: Decryption failed. No Keys tried: token: encrypted, and the policy has no decryption-keys.");
    auto inner = crypto::decryptJwe(text, keys);
    if (!inner)
        return notVerified(TokenFault::Invalid, "IDX10603: Decryption failed. Keys tried: " + std::to_string(keys.size()) + ".");
    return std::move(*inner);
}

//! Whose key verifies it; null: it needs none.
TokenResult<const KeySource *> signerOf(const crypto::Jws &jws, const TokenVerification &wanted)
{
    const bool isSigned = !jws.signature.empty() || jws.alg != "none";
    if (!isSigned) {
        if (wanted.mayBeUnsigned && wanted.mayBeUnsigned())
            return nullptr;
        return notVerified(TokenFault::SignatureInvalid,
                           "IDX10504: Unable to validate signature, token does not have a signature. Access denied.");
    }
    if (!crypto::isSignatureAlgorithm(jws.alg))
        return notVerified(TokenFault::SignatureInvalid,
                           "IDX10511: Signature validation failed. The algorithm is not supported. Access denied.");
    bool named = false;
    bool tried = false;
    for (const auto &source : wanted.sources) {
        const auto verdict = crypto::verify(jws, *source.keys);
        if (verdict == crypto::Verdict::Valid)
            return &source;
        named = named || std::any_of(source.keys->begin(), source.keys->end(), [&](const auto &key) { return crypto::namesKey(jws, key); });
        tried = tried || verdict == crypto::Verdict::Invalid;
    }
    if (named || (tried && jws.kid.empty()))
        return notVerified(TokenFault::SignatureInvalid,
                           "IDX10511: Signature validation failed. Keys tried do not verify it. Access denied.");
    if (jws.kid.empty())
        return notVerified(TokenFault::KeyNotFound,
                           "IDX10500: Signature validation failed. No security keys were provided to validate the signature. Access denied.");
    return notVerified(TokenFault::KeyNotFound, "IDX10501: Signature validation failed. Unable to match key: kid: '"
                           + jws.kid.substr(0, 128) + "'. Access denied.");
}

} // namespace

TokenResult<VerifiedBy> verifyToken(const TokenVerification &wanted, TokenCache &cache, UtcTime now)
{
    const bool encrypted = isEncrypted(wanted.text);
    const auto decryptionKeys = encrypted && wanted.decryptionKeys ? wanted.decryptionKeys() : crypto::JwkSet();
    // What another policy has decrypted is good for those alone who can decrypt it too.
    const auto digest = wanted.digest + (encrypted ? digestOf({}, decryptionKeys) : std::string());
    for (const auto &source : wanted.sources)
        if (auto token = cache.find(digest + source.digest, now))
            return VerifiedBy{std::move(token), source.issuer()};
    auto inner = decrypted(wanted.text, decryptionKeys);
    if (!inner)
        return tl::unexpected(std::move(inner.error()));
    auto jws = readToken(*inner);
    if (!jws)
        return tl::unexpected(std::move(jws.error()));
    auto claims = claimsOf(*jws);
    if (!claims)
        return tl::unexpected(std::move(claims.error()));
    const auto source = signerOf(*jws, wanted);
    if (!source)
        return tl::unexpected(source.error());
    const auto expires = expirationOf(*claims);
    const auto token = std::make_shared<const Token>(Token{std::move(*inner), std::move(jws->header), std::move(*claims)});
    if (*source)
        cache.store(digest + (*source)->digest, token, expires.value_or(now + longestKept) + std::chrono::minutes(5));
    return VerifiedBy{token, *source ? (*source)->issuer() : std::string()};
}

} // namespace gatehouse::identity
