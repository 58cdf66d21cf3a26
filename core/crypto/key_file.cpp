// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/key_file.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace gatehouse::crypto {

namespace {

constexpr std::size_t maxKeyBytes = 64U << 10;

EVP_PKEY *generated(std::string_view alg)
{
    if (alg.starts_with("RS") || alg.starts_with("PS"))
        return EVP_RSA_gen(2048);
    if (alg == "EdDSA" || alg == "Ed25519")
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    return EVP_EC_gen(alg == "ES256" ? "P-256" : alg == "ES384" ? "P-384" : "P-521");
}

std::string usualAlgorithm(const Jwk &key)
{
    if (key.type == KeyType::Rsa)
        return "RS256";
    if (key.type == KeyType::Okp)
        return "EdDSA";
    return key.curve == "P-256" ? "ES256" : key.curve == "P-384" ? "ES384" : "ES512";
}

} // namespace

Result<Jwk> generateKey(std::string_view alg)
{
    constexpr std::string_view known = " RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 ";
    if (alg.empty() || known.find(" " + std::string(alg) + " ") == std::string_view::npos)
        return fail(ErrorKind::Unsupported, "jws.unsupported", {{"alg", std::string(alg)}});
    std::shared_ptr<EVP_PKEY> pair(generated(alg), EVP_PKEY_free);
    if (!pair) {
        ERR_clear_error();
        return fail(ErrorKind::Internal, "key.failed");
    }
    auto key = Jwk::ofKey(std::move(pair), true);
    if (key) {
        key->alg = alg;
        key->use = "sig";
        key->kid = key->thumbprint();
    }
    return key;
}

Result<SecretString> privateKeyPem(const Jwk &key)
{
    const BioHandle bio(BIO_new(BIO_s_secmem()));
    char *data = nullptr;
    if (!key.key || !key.isPrivate || !bio || PEM_write_bio_PrivateKey(bio.get(), key.key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        ERR_clear_error();
        return fail(ErrorKind::Internal, "key.failed");
    }
    const long size = BIO_get_mem_data(bio.get(), &data);
    return SecretString(std::string(data, static_cast<std::size_t>(size)));
}

Result<Jwk> readPrivateKey(const SecretString &pem)
{
    const auto text = pem.reveal();
    if (text.size() > maxKeyBytes)
        return fail(ErrorKind::TooLarge, "key.tooLarge", {{"limit", std::to_string(maxKeyBytes)}});
    const BioHandle bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    char none[] = ""; // an encrypted key fails instead of asking the terminal
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, none) : nullptr;
    if (!key) {
        ERR_clear_error();
        return fail(ErrorKind::Invalid, "key.invalid");
    }
    auto read = Jwk::ofKey({key, EVP_PKEY_free}, true);
    if (read) {
        read->kid = read->thumbprint();
        read->alg = usualAlgorithm(*read);
        read->use = "sig";
    }
    return read;
}

} // namespace gatehouse::crypto
