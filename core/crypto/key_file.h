// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"

#include <string_view>

namespace gatehouse::crypto {

//! A fresh private key for that signature algorithm, its alg and use set and its kid its thumbprint; RSA ones have 2048 bits. Fails with
//! Unsupported "jws.unsupported" (args: alg) for HS and unknown ones.
Result<Jwk> generateKey(std::string_view alg);

//! PKCS#8 in PEM (RFC 7468 section 10), not encrypted.
Result<SecretString> privateKeyPem(const Jwk &key);
//! Reads that, or the older forms of OpenSSL; its alg is the usual one for its kind (RS256, ES256 ..., EdDSA). At most 64 KiB. Fails with Invalid "key.invalid", and as Jwk::ofKey() does.
Result<Jwk> readPrivateKey(const SecretString &pem);

} // namespace gatehouse::crypto
