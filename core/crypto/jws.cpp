// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/jws.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/strict_json.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <iterator>

namespace gatehouse::crypto {

namespace {

using DigestContextHandle = std::unique_ptr<EVP_MD_CTX, HandleDeleter<EVP_MD_CTX_free>>;
using EcSignatureHandle = std::unique_ptr<ECDSA_SIG, HandleDeleter<ECDSA_SIG_free>>;

struct Algorithm
{
    std::string_view name;
    KeyType type;
    const EVP_MD *(*digest)();
    bool isPss = false;
    std::string_view curve = {};
    std::size_t half = 0; //!< of an ECDSA signature
};
constexpr Algorithm algorithms[] = {
    {"RS256", KeyType::Rsa, EVP_sha256},
    {"RS384", KeyType::Rsa, EVP_sha384},
    {"RS512", KeyType::Rsa, EVP_sha512},
    {"PS256", KeyType::Rsa, EVP_sha256, true},
    {"PS384", KeyType::Rsa, EVP_sha384, true},
    {"PS512", KeyType::Rsa, EVP_sha512, true},
    {"ES256", KeyType::Ec, EVP_sha256, false, "P-256", 32},
    {"ES384", KeyType::Ec, EVP_sha384, false, "P-384", 48},
    {"ES512", KeyType::Ec, EVP_sha512, false, "P-521", 66},
    {"EdDSA", KeyType::Okp, nullptr, false, "Ed25519"},
    {"Ed25519", KeyType::Okp, nullptr, false, "Ed25519"}, // RFC 9864's name for the same
    {"HS256", KeyType::Oct, EVP_sha256},
    {"HS384", KeyType::Oct, EVP_sha384},
    {"HS512", KeyType::Oct, EVP_sha512},
};

const Algorithm *algorithmOf(std::string_view name)
{
    const auto *found = std::find_if(std::begin(algorithms), std::end(algorithms), [&](const Algorithm &known) { return known.name == name; });
    return found == std::end(algorithms) ? nullptr : found;
}

const unsigned char *rawBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

tl::unexpected<Error> malformed(std::string part)
{
    return fail(ErrorKind::Invalid, "jws.invalid", {{"part", std::move(part)}});
}

//! r || s, each as long as the field, in the form that OpenSSL reads. Empty: it is none.
std::string derSignature(std::string_view raw, std::size_t half)
{
    if (raw.size() != 2 * half)
        return {};
    EcSignatureHandle signature(ECDSA_SIG_new());
    BIGNUM *r = BN_bin2bn(rawBytes(raw), static_cast<int>(half), nullptr);
    BIGNUM *s = BN_bin2bn(rawBytes(raw) + half, static_cast<int>(half), nullptr);
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char *der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    std::string text(reinterpret_cast<char *>(der), static_cast<std::size_t>(std::max(size, 0)));
    OPENSSL_free(der);
    return text;
}

bool verifiesSignature(const Algorithm &algorithm, EVP_PKEY *key, std::string_view input, std::string_view signature)
{
    std::string der;
    if (algorithm.type == KeyType::Ec) {
        der = derSignature(signature, algorithm.half);
        if (der.empty())
            return false;
        signature = der;
    } else if (algorithm.type == KeyType::Rsa && signature.size() != static_cast<std::size_t>(EVP_PKEY_get_size(key))) {
        return false;
    }
    const DigestContextHandle context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *parameters = nullptr;
    const auto *digest = algorithm.digest ? algorithm.digest() : nullptr;
    bool good = context && EVP_DigestVerifyInit(context.get(), &parameters, digest, nullptr, key) == 1;
    if (good && algorithm.isPss)
        good = EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
    good = good && EVP_DigestVerify(context.get(), rawBytes(signature), signature.size(), rawBytes(input), input.size()) == 1;
    ERR_clear_error();
    return good;
}

//! The other way: r || s.
std::string rawSignature(const std::string &der, std::size_t half)
{
    const auto *at = rawBytes(der);
    const EcSignatureHandle signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    std::string raw(2 * half, '\0');
    auto *out = reinterpret_cast<unsigned char *>(raw.data());
    if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, static_cast<int>(half)) < 0
        || BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + half, static_cast<int>(half)) < 0)
        return {};
    return raw;
}

//! Empty: OpenSSL would not.
std::string signatureOf(const Algorithm &algorithm, EVP_PKEY *key, std::string_view input)
{
    const DigestContextHandle context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *parameters = nullptr;
    bool good = context && EVP_DigestSignInit(context.get(), &parameters, algorithm.digest ? algorithm.digest() : nullptr, nullptr, key) == 1;
    if (good && algorithm.isPss)
        good = EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
    auto size = signature.size();
    good = good && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, rawBytes(input), input.size()) == 1;
    ERR_clear_error();
    signature.resize(good ? size : 0);
    return good && algorithm.type == KeyType::Ec ? rawSignature(signature, algorithm.half) : signature;
}

std::string macOf(const Algorithm &algorithm, const SecretString &secret, std::string_view input)
{
    std::string mac(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    const auto key = secret.reveal();
    if (!HMAC(algorithm.digest(), key.data(), static_cast<int>(key.size()), rawBytes(input), input.size(),
              reinterpret_cast<unsigned char *>(mac.data()), &size))
        return {};
    mac.resize(size);
    return mac;
}

bool verifiesWith(const Jws &jws, const Algorithm &algorithm, const Jwk &key)
{
    if (key.type == KeyType::Oct)
        return equalSecrets(macOf(algorithm, key.secret, jws.signingInput), jws.signature);
    return verifiesSignature(algorithm, key.key.get(), jws.signingInput, jws.signature);
}

} // namespace

Result<Jws> Jws::parse(std::string_view compact, const JwsLimits &limits)
{
    if (compact.size() > limits.bytes)
        return fail(ErrorKind::TooLarge, "jws.tooLarge", {{"limit", std::to_string(limits.bytes)}});
    const auto first = compact.find('.');
    const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
    if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos)
        return malformed("form");
    auto header = decodeBase64(compact.substr(0, first), Base64Form::StrictUrl);
    auto payload = decodeBase64(compact.substr(first + 1, second - first - 1), Base64Form::StrictUrl);
    auto signature = decodeBase64(compact.substr(second + 1), Base64Form::StrictUrl);
    if (!header || !payload || !signature)
        return malformed(!header ? "header" : !payload ? "payload" : "signature");
    auto fields = parseStrictObject(*header, {limits.bytes, limits.headerDepth});
    if (!fields)
        return malformed("header");
    if (fields->contains("crit"))
        return fail(ErrorKind::Unsupported, "jws.critical");
    const auto *alg = member(*fields, "alg");
    const auto *kid = member(*fields, "kid");
    if (!alg || !alg->is_string() || (kid && !kid->is_string()))
        return malformed("header");
    Jws jws;
    jws.alg = alg->get_string();
    jws.kid = stringMember(*fields, "kid");
    jws.header = std::move(*fields);
    jws.signingInput = compact.substr(0, second);
    jws.payload = std::move(*payload);
    jws.signature = std::move(*signature);
    return jws;
}

bool isSignatureAlgorithm(std::string_view alg)
{
    return algorithmOf(alg) != nullptr;
}

bool fits(const Jwk &key, std::string_view alg)
{
    const auto *algorithm = algorithmOf(alg);
    if (!algorithm || algorithm->type != key.type || (!key.alg.empty() && key.alg != alg) || (!key.use.empty() && key.use != "sig"))
        return false;
    if (!algorithm->curve.empty() && algorithm->curve != key.curve)
        return false;
    if (!key.operations.empty() && std::find(key.operations.begin(), key.operations.end(), "verify") == key.operations.end())
        return false;
    return key.type != KeyType::Oct || key.secret.reveal().size() >= static_cast<std::size_t>(EVP_MD_get_size(algorithm->digest()));
}

bool namesKey(const Jws &jws, const Jwk &key)
{
    if (!jws.kid.empty() && jws.kid == key.kid)
        return true;
    const auto x5t = stringMember(jws.header, "x5t");
    return !x5t.empty() && x5t == key.x5t;
}

Verdict verify(const Jws &jws, std::span<const Jwk> keys)
{
    const auto *algorithm = algorithmOf(jws.alg);
    if (!algorithm)
        return Verdict::NoKey;
    const bool named = std::any_of(keys.begin(), keys.end(), [&](const Jwk &key) { return namesKey(jws, key); });
    auto verdict = Verdict::NoKey;
    for (const auto &key : keys) {
        if ((named && !namesKey(jws, key)) || !fits(key, jws.alg))
            continue;
        if (verifiesWith(jws, *algorithm, key))
            return Verdict::Valid;
        verdict = Verdict::Invalid;
    }
    return verdict;
}

Result<std::string> sign(const json::object &header, std::string_view payload, const Jwk &key)
{
    const auto alg = stringMember(header, "alg");
    const auto *algorithm = algorithmOf(alg);
    const auto cannot = [&] { return fail(ErrorKind::Invalid, "jws.cannotSign", {{"alg", std::string(alg)}}); };
    if (!algorithm || !key.isPrivate || !fits(key, alg))
        return cannot();
    auto text = base64Url(toJson(header)) + '.' + base64Url(payload);
    const auto signature = key.type == KeyType::Oct ? macOf(*algorithm, key.secret, text) : signatureOf(*algorithm, key.key.get(), text);
    if (signature.empty())
        return cannot();
    return text + '.' + base64Url(signature);
}

} // namespace gatehouse::crypto
