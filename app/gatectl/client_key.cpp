// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/client_key.h"

#include "core/crypto/key_file.h"
#include "core/management/private_file.h"

namespace gatehouse::gatectl {

namespace {

std::string algorithmOf(const crypto::Jwk &key)
{
    if (key.type == crypto::KeyType::Rsa)
        return "RS256";
    if (key.type == crypto::KeyType::Okp)
        return "EdDSA";
    return key.curve == "P-256" ? "ES256" : key.curve == "P-384" ? "ES384" : "ES512";
}

} // namespace

Result<crypto::Jwk> clientKey(const std::string &file)
{
    const auto text = management::readPrivateFile(file);
    if (text) {
        auto key = crypto::readPrivateKey(SecretString(*text));
        if (!key)
            return tl::unexpected(std::move(key.error()).within("reading " + file));
        key->alg = algorithmOf(*key);
        return key;
    }
    if (text.error().kind != ErrorKind::NotFound)
        return tl::unexpected(text.error());
    auto key = crypto::generateKey("ES256");
    if (!key)
        return key;
    const auto pem = crypto::privateKeyPem(*key);
    if (!pem)
        return tl::unexpected(pem.error());
    if (auto written = management::writePrivateFile(file, pem->reveal()); !written)
        return tl::unexpected(std::move(written.error()));
    return key;
}

} // namespace gatehouse::gatectl
