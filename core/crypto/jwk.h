// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/secret_string.h"
#include "core/crypto/openssl_handle.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::crypto {

enum class KeyType { Rsa, Ec, Okp, Oct };

//! A key of RFC 7517: RSA, EC on P-256, P-384 or P-521, Ed25519, or bytes. Immutable after parse and cheap to copy; any thread may use it.
struct Jwk
{
    KeyType type = KeyType::Oct;
    std::string kid;
    std::string x5t; //!< base64url SHA-1 of its certificate, when it came with one
    std::string alg; //!< "": any that fits the type
    std::string use; //!< "": any
    std::vector<std::string> operations; //!< empty: any
    std::string curve; //!< of EC and OKP: "P-256" ...
    bool isPrivate = false;
    std::shared_ptr<EVP_PKEY> key; //!< null for Oct
    SecretString secret; //!< of Oct

    //! Fails with Unsupported "jwk.unsupported" (args: kty or crv) for a type that is not one of these, and with Invalid "jwk.invalid"
    //! (args: reason): a member missing or malformed, a point off its curve, an RSA key under 2048 bits, with a weak exponent or of
    //! the primes of CVE-2017-15361.
    static Result<Jwk> parse(const json::object &object);
    static Jwk ofSecret(SecretString secret);
    //! Modulus and exponent, base64url.
    static Result<Jwk> ofRsa(std::string_view modulus, std::string_view exponent);
    //! A key of OpenSSL's, judged as parse() does.
    static Result<Jwk> ofKey(std::shared_ptr<EVP_PKEY> key, bool isPrivate);

    //! What names the key, in the order of RFC 7638 section 3.2. Of Oct its secret, so keep that to yourself.
    json::object requiredMembers() const;
    //! As a JWK set shows it: those with kid, alg and use. Not for Oct.
    json::object publicMembers() const;
    //! RFC 7638: base64url SHA-256 of the key's required members. Of Oct too, so keep that to yourself.
    std::string thumbprint() const;
};

using JwkSet = std::vector<Jwk>;

struct JwkSetLimits
{
    std::size_t bytes = 1U << 20;
    std::size_t keys = 256;
};

//! A JWK set. Keys of unknown types, and those that are malformed or weak, are left out, as RFC 7517 section 5 asks: one bad key must not
//! take the others with it. Fails as parseStrictObject() does, and with Invalid "jwks.invalid" (args: reason) when it has no array of keys,
//! too many, secret beside public ones, or two different keys of one type under one `kid`.
Result<JwkSet> parseJwkSet(std::string_view text, const JwkSetLimits &limits = {});

} // namespace gatehouse::crypto
