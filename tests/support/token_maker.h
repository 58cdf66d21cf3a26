// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/openssl_handle.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

//! Signs tokens with a key of its own: RS256, ES256 or EdDSA by the key's kind, HS256 with a secret.
class TokenMaker
{
public:
    static TokenMaker rsa(std::string kid) { return {EVP_RSA_gen(2048), "RS256", std::move(kid)}; }
    static TokenMaker ec(std::string kid) { return {EVP_EC_gen("P-256"), "ES256", std::move(kid)}; }
    static TokenMaker ed(std::string kid) { return {EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), "EdDSA", std::move(kid)}; }

    json::object publicKey() const
    {
        json::object key{{"use", "sig"}, {"alg", m_alg}, {"kid", m_kid}};
        if (m_alg == "RS256") {
            key["kty"] = "RSA";
            key["n"] = number(OSSL_PKEY_PARAM_RSA_N, 0);
            key["e"] = number(OSSL_PKEY_PARAM_RSA_E, 0);
        } else if (m_alg == "ES256") {
            key["kty"] = "EC";
            key["crv"] = "P-256";
            key["x"] = number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
            key["y"] = number(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
        } else {
            std::string raw(32, '\0');
            std::size_t size = raw.size();
            EVP_PKEY_get_raw_public_key(m_key.get(), reinterpret_cast<unsigned char *>(raw.data()), &size);
            key["kty"] = "OKP";
            key["crv"] = "Ed25519";
            key["x"] = crypto::base64Url(raw);
        }
        return key;
    }
    std::string sign(const json::object &claims, const json::object &more = {}) const
    {
        const auto input = head(m_alg, m_kid, more) + '.' + crypto::base64Url(toJson(claims));
        const std::unique_ptr<EVP_MD_CTX, crypto::HandleDeleter<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
        std::string signature(512, '\0');
        std::size_t size = signature.size();
        if (EVP_DigestSignInit(context.get(), nullptr, m_alg == "EdDSA" ? nullptr : EVP_sha256(), nullptr, m_key.get()) != 1
            || EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size,
                              reinterpret_cast<const unsigned char *>(input.data()), input.size())
                != 1)
            std::abort();
        signature.resize(size);
        return input + '.' + crypto::base64Url(m_alg == "ES256" ? rawSignature(signature) : signature);
    }
    //! HS256; `secret` may also be what is no secret.
    static std::string mac(std::string_view secret, const json::object &claims, const std::string &kid = {})
    {
        const auto input = head("HS256", kid, {}) + '.' + crypto::base64Url(toJson(claims));
        return input + '.' + crypto::base64Url(crypto::hmacSha256(SecretString(std::string(secret)), input));
    }
    static std::string unsignedToken(const json::object &claims) { return head("none", {}, {}) + '.' + crypto::base64Url(toJson(claims)) + '.'; }
    static std::string keySet(const std::vector<const TokenMaker *> &makers)
    {
        json::array keys;
        for (const auto *maker : makers)
            keys.push_back(maker->publicKey());
        return toJson(json::object{{"keys", keys}});
    }

private:
    TokenMaker(EVP_PKEY *key, std::string alg, std::string kid) : m_key(key, EVP_PKEY_free), m_alg(std::move(alg)), m_kid(std::move(kid)) { }

    static std::string head(const std::string &alg, const std::string &kid, const json::object &more)
    {
        json::object fields{{"alg", alg}, {"typ", "JWT"}};
        if (!kid.empty())
            fields["kid"] = kid;
        for (const auto &[name, value] : more)
            fields[name] = value;
        return crypto::base64Url(toJson(fields));
    }
    std::string number(const char *name, int length) const
    {
        BIGNUM *value = nullptr;
        EVP_PKEY_get_bn_param(m_key.get(), name, &value);
        std::string bytes(static_cast<std::size_t>(length ? length : BN_num_bytes(value)), '\0');
        BN_bn2binpad(value, reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
        BN_free(value);
        return crypto::base64Url(bytes);
    }
    static std::string rawSignature(const std::string &der)
    {
        const auto *at = reinterpret_cast<const unsigned char *>(der.data());
        ECDSA_SIG *signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
        std::string raw(64, '\0');
        auto *bytes = reinterpret_cast<unsigned char *>(raw.data());
        BN_bn2binpad(ECDSA_SIG_get0_r(signature), bytes, 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), bytes + 32, 32);
        ECDSA_SIG_free(signature);
        return raw;
    }

    std::shared_ptr<EVP_PKEY> m_key;
    std::string m_alg, m_kid;
};

} // namespace gatehouse::test
