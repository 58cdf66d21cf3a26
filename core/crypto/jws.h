// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::crypto {

struct JwsLimits
{
    std::size_t bytes = 64U << 10; //!< of the compact form; more than header fields of a request may hold
    std::size_t headerDepth = 8;
};

//! A JWS in compact form (RFC 7515 section 7.1), taken apart and not yet verified.
struct Jws
{
    json::object header;
    std::string alg;
    std::string kid; //!< "" : none
    std::string signingInput;
    std::string payload;
    std::string signature;

    //! Strict: three parts of base64url without padding, a header without duplicate names. Fails with TooLarge or Invalid "jws.invalid" (args: part),
    //! and with Unsupported "jws.critical" when the header demands an extension: none is understood here. What the header says of
    //! keys (jku, x5u, x5c, jwk) is never used.
    static Result<Jws> parse(std::string_view compact, const JwsLimits &limits = {});
};

//! RS, PS and ES 256-512, EdDSA and Ed25519, HS 256-512. "none" is not among them.
bool isSignatureAlgorithm(std::string_view alg);
//! May this key verify a signature of that algorithm? By its type, curve, alg, use, operations and, of secrets, its length (RFC 7518
//! section 3.2: as long as the hash at least).
bool fits(const Jwk &key, std::string_view alg);

enum class Verdict {
    Valid,
    NoKey, //!< none of the keys fits
    Invalid, //!< those that fit do not verify it
};
//! With the key that the header's kid or x5t names, else with each that fits.
Verdict verify(const Jws &jws, std::span<const Jwk> keys);
bool namesKey(const Jws &jws, const Jwk &key);

//! The compact form, signed by header's alg. Fails with Invalid "jws.cannotSign" (args: alg) when the key is not for it, or is public.
Result<std::string> sign(const json::object &header, std::string_view payload, const Jwk &key);

} // namespace gatehouse::crypto
