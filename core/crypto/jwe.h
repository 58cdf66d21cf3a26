// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::crypto {

struct JweLimits
{
    std::size_t bytes = 64U << 10;
    std::size_t headerDepth = 8;
};

//! What a JWE in compact form (RFC 7516 section 7.1) holds: keys by RSA-OAEP, RSA-OAEP-256, A128KW, A192KW, A256KW or dir; content by A128CBC-HS256,
//! A192CBC-HS384, A256CBC-HS512 or AES-GCM. RSA1_5 is refused, since answers to it tell plaintexts, and so are compressed contents. With
//! the key that the header's kid names, else with each that fits. Fails with Invalid "jwe.invalid" (args: part), Unsupported "jwe.unsupported"
//! (args: alg, enc) or Forbidden "jwe.undecryptable", which never says why.
Result<std::string> decryptJwe(std::string_view compact, std::span<const Jwk> keys, const JweLimits &limits = {});

} // namespace gatehouse::crypto
