// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/jwk.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/roca.h"
#include "core/crypto/strict_json.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace gatehouse::crypto {

namespace {

using NumberHandle = std::unique_ptr<BIGNUM, HandleDeleter<BN_clear_free>>;
using BuilderHandle = std::unique_ptr<OSSL_PARAM_BLD, HandleDeleter<OSSL_PARAM_BLD_free>>;
using ParamsHandle = std::unique_ptr<OSSL_PARAM, HandleDeleter<OSSL_PARAM_free>>;
using KeyContextHandle = std::unique_ptr<EVP_PKEY_CTX, HandleDeleter<EVP_PKEY_CTX_free>>;

constexpr std::size_t maxMemberBytes = 4096; // an RSA modulus of 16384 bits has 2731 digits
constexpr int minRsaBits = 2048; // RFC 7518 section 3.3
constexpr int maxRsaBits = 16384;

struct Curve
{
    const char *name;
    const char *group;
    std::size_t bytes;
};
constexpr Curve curves[] = {{"P-256", "prime256v1", 32}, {"P-384", "secp384r1", 48}, {"P-521", "secp521r1", 66}};

tl::unexpected<Error> invalid(std::string reason)
{
    ERR_clear_error();
    return fail(ErrorKind::Invalid, "jwk.invalid", {{"reason", std::move(reason)}});
}

std::optional<std::string> bytesMember(const json::object &object, std::string_view name)
{
    const auto text = stringMember(object, name);
    if (text.empty() || text.size() > maxMemberBytes)
        return std::nullopt;
    return decodeBase64(text, Base64Form::StrictUrl);
}

NumberHandle numberOf(std::string_view bytes)
{
    return NumberHandle(BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

std::shared_ptr<EVP_PKEY> build(const char *type, OSSL_PARAM_BLD *builder, int selection)
{
    const ParamsHandle params(OSSL_PARAM_BLD_to_param(builder));
    const KeyContextHandle context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1)
        return nullptr;
    return {key, EVP_PKEY_free};
}

bool isSound(EVP_PKEY *key, bool isPrivate)
{
    const KeyContextHandle context(EVP_PKEY_CTX_new(key, nullptr));
    return context && EVP_PKEY_public_check(context.get()) == 1 && (!isPrivate || EVP_PKEY_pairwise_check(context.get()) == 1);
}

NumberHandle numberParam(const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = nullptr;
    return NumberHandle(EVP_PKEY_get_bn_param(key, name, &number) == 1 ? number : nullptr);
}

std::string bytesOf(const BIGNUM *number, std::size_t length = 0)
{
    std::string bytes(length ? length : static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
    return bytes;
}

//! What RSA keys have to be beyond well-formed.
Status judgeRsa(const EVP_PKEY *key)
{
    const auto n = numberParam(key, OSSL_PKEY_PARAM_RSA_N);
    const auto e = numberParam(key, OSSL_PKEY_PARAM_RSA_E);
    if (!n || !e)
        return invalid("modulus or exponent");
    if (BN_num_bits(n.get()) < minRsaBits || BN_num_bits(n.get()) > maxRsaBits)
        return invalid("modulus has " + std::to_string(BN_num_bits(n.get())) + " bits");
    if (!BN_is_odd(e.get()) || BN_is_one(e.get()) || BN_num_bits(e.get()) > 64)
        return invalid("exponent");
    if (!BN_is_odd(n.get()) || hasRocaModulus(n.get()))
        return invalid("weak modulus");
    return {};
}

Result<Jwk> rsa(const json::object &object)
{
    const auto n = bytesMember(object, "n");
    const auto e = bytesMember(object, "e");
    if (!n || !e || n->empty() || e->empty())
        return invalid("n or e");
    struct Part
    {
        const char *name, *param;
    };
    constexpr Part privateParts[] = {{"d", OSSL_PKEY_PARAM_RSA_D},          {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
                                     {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
                                     {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2}, {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1}};
    const bool isPrivate = object.contains("d");
    const BuilderHandle builder(OSSL_PARAM_BLD_new());
    std::vector<NumberHandle> numbers;
    const auto push = [&](const char *name, std::string_view bytes) {
        numbers.push_back(numberOf(bytes));
        return OSSL_PARAM_BLD_push_BN(builder.get(), name, numbers.back().get()) == 1;
    };
    if (!builder || !push(OSSL_PKEY_PARAM_RSA_N, *n) || !push(OSSL_PKEY_PARAM_RSA_E, *e))
        return invalid("n or e");
    const bool hasFactors = object.contains("p");
    for (const auto &part : privateParts) {
        if (!isPrivate || (!hasFactors && std::string_view(part.name) != "d"))
            continue;
        const auto bytes = bytesMember(object, part.name);
        if (!bytes || !push(part.param, *bytes))
            return invalid(part.name);
    }
    Jwk key;
    key.type = KeyType::Rsa;
    key.isPrivate = isPrivate;
    key.key = build("RSA", builder.get(), isPrivate ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
    if (!key.key)
        return invalid("RSA key");
    if (auto judged = judgeRsa(key.key.get()); !judged)
        return tl::unexpected(std::move(judged.error()));
    return key;
}

Result<Jwk> ec(const json::object &object)
{
    const auto name = stringMember(object, "crv");
    const auto *curve = std::find_if(std::begin(curves), std::end(curves), [&](const Curve &known) { return name == known.name; });
    if (curve == std::end(curves))
        return fail(ErrorKind::Unsupported, "jwk.unsupported", {{"crv", std::string(name)}});
    const auto x = bytesMember(object, "x");
    const auto y = bytesMember(object, "y");
    // RFC 7518 section 6.2.1.2: exactly as long as the field.
    if (!x || !y || x->size() != curve->bytes || y->size() != curve->bytes)
        return invalid("x or y");
    Jwk key;
    key.type = KeyType::Ec;
    key.curve = name;
    key.isPrivate = object.contains("d");
    const auto point = '\x04' + *x + *y;
    const BuilderHandle builder(OSSL_PARAM_BLD_new());
    NumberHandle secret;
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve->group, 0) != 1
        || OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
        return invalid("EC key");
    if (key.isPrivate) {
        const auto d = bytesMember(object, "d");
        if (!d || d->size() != curve->bytes)
            return invalid("d");
        secret = numberOf(*d);
        if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get()) != 1)
            return invalid("d");
    }
    key.key = build("EC", builder.get(), key.isPrivate ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
    if (!key.key || !isSound(key.key.get(), key.isPrivate))
        return invalid("the point is not on the curve");
    return key;
}

Result<Jwk> okp(const json::object &object)
{
    if (stringMember(object, "crv") != "Ed25519")
        return fail(ErrorKind::Unsupported, "jwk.unsupported", {{"crv", std::string(stringMember(object, "crv"))}});
    const auto x = bytesMember(object, "x");
    if (!x || x->size() != 32)
        return invalid("x");
    Jwk key;
    key.type = KeyType::Okp;
    key.curve = "Ed25519";
    key.isPrivate = object.contains("d");
    const auto raw = [](const std::string &bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); };
    if (key.isPrivate) {
        const auto d = bytesMember(object, "d");
        if (!d || d->size() != 32)
            return invalid("d");
        key.key = {EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(*d), 32), EVP_PKEY_free};
    } else {
        key.key = {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(*x), 32), EVP_PKEY_free};
    }
    if (!key.key)
        return invalid("Ed25519 key");
    return key;
}

Result<Jwk> oct(const json::object &object)
{
    auto bytes = bytesMember(object, "k");
    if (!bytes)
        return invalid("k");
    return Jwk::ofSecret(SecretString(std::move(*bytes)));
}

Result<Jwk> material(const json::object &object)
{
    const auto kty = stringMember(object, "kty");
    if (kty == "RSA")
        return rsa(object);
    if (kty == "EC")
        return ec(object);
    if (kty == "OKP")
        return okp(object);
    if (kty == "oct")
        return oct(object);
    return fail(ErrorKind::Unsupported, "jwk.unsupported", {{"kty", std::string(kty.substr(0, 64))}});
}

//! Two members of a set with one name and type: the same key twice is only untidy.
bool contradict(const json::object &a, const json::object &b)
{
    const auto same = [&](std::string_view name) {
        const auto *inA = member(a, name);
        const auto *inB = member(b, name);
        return inA == inB || (inA && inB && *inA == *inB);
    };
    constexpr std::string_view parts[] = {"n", "e", "crv", "x", "y", "k"};
    return member(a, "kid") && same("kid") && same("kty") && !std::all_of(std::begin(parts), std::end(parts), same);
}

} // namespace

Result<Jwk> Jwk::parse(const json::object &object)
{
    auto parsed = material(object);
    if (!parsed)
        return parsed;
    for (const auto *name : {"kid", "alg", "use", "x5t"}) {
        if (const auto *value = member(object, name); value && !value->is_string())
            return invalid(name);
    }
    parsed->kid = stringMember(object, "kid");
    parsed->alg = stringMember(object, "alg");
    parsed->use = stringMember(object, "use");
    parsed->x5t = stringMember(object, "x5t");
    if (const auto *operations = member(object, "key_ops")) {
        if (!operations->is_array())
            return invalid("key_ops");
        for (const auto &operation : operations->get_array()) {
            if (!operation.is_string())
                return invalid("key_ops");
            parsed->operations.emplace_back(operation.get_string());
        }
    }
    return parsed;
}

Jwk Jwk::ofSecret(SecretString secret)
{
    Jwk key;
    key.isPrivate = true;
    key.secret = std::move(secret);
    return key;
}

Result<Jwk> Jwk::ofRsa(std::string_view modulus, std::string_view exponent)
{
    json::object object;
    object["kty"] = "RSA";
    object["n"] = modulus;
    object["e"] = exponent;
    return parse(object);
}

Result<Jwk> Jwk::ofKey(std::shared_ptr<EVP_PKEY> key, bool isPrivate)
{
    Jwk jwk;
    jwk.key = std::move(key);
    jwk.isPrivate = isPrivate;
    if (EVP_PKEY_is_a(jwk.key.get(), "RSA")) {
        jwk.type = KeyType::Rsa;
        if (auto judged = judgeRsa(jwk.key.get()); !judged)
            return tl::unexpected(std::move(judged.error()));
        return jwk;
    }
    if (EVP_PKEY_is_a(jwk.key.get(), "ED25519")) {
        jwk.type = KeyType::Okp;
        jwk.curve = "Ed25519";
        return jwk;
    }
    char group[80] = {};
    std::size_t length = 0;
    if (EVP_PKEY_is_a(jwk.key.get(), "EC") && EVP_PKEY_get_group_name(jwk.key.get(), group, sizeof group, &length) == 1) {
        for (const auto &curve : curves) {
            if (std::string_view(group) != curve.group)
                continue;
            jwk.type = KeyType::Ec;
            jwk.curve = curve.name;
            return jwk;
        }
    }
    ERR_clear_error();
    return fail(ErrorKind::Unsupported, "jwk.unsupported", {{"crv", group}});
}

json::object Jwk::requiredMembers() const
{
    const auto number = [this](const char *param, std::size_t length = 0) {
        const auto value = numberParam(key.get(), param);
        return value ? base64Url(bytesOf(value.get(), length)) : std::string();
    };
    switch (type) {
    case KeyType::Oct:
        return {{"k", base64Url(secret.reveal())}, {"kty", "oct"}};
    case KeyType::Rsa:
        return {{"e", number(OSSL_PKEY_PARAM_RSA_E)}, {"kty", "RSA"}, {"n", number(OSSL_PKEY_PARAM_RSA_N)}};
    case KeyType::Okp: {
        std::string raw(32, '\0');
        std::size_t size = raw.size();
        EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char *>(raw.data()), &size);
        return {{"crv", curve}, {"kty", "OKP"}, {"x", base64Url(raw)}};
    }
    case KeyType::Ec: break;
    }
    const auto *known = std::find_if(std::begin(curves), std::end(curves), [&](const Curve &c) { return curve == c.name; });
    const auto length = known == std::end(curves) ? 0 : known->bytes;
    return {{"crv", curve}, {"kty", "EC"}, {"x", number(OSSL_PKEY_PARAM_EC_PUB_X, length)}, {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y, length)}};
}

json::object Jwk::publicMembers() const
{
    if (type == KeyType::Oct)
        return {};
    auto members = requiredMembers();
    for (const auto &[name, value] : {std::pair{"kid", &kid}, {"alg", &alg}, {"use", &use}}) {
        if (!value->empty())
            members[name] = *value;
    }
    return members;
}

std::string Jwk::thumbprint() const
{
    return base64Url(sha256(toJson(requiredMembers())));
}

Result<JwkSet> parseJwkSet(std::string_view text, const JwkSetLimits &limits)
{
    const auto wrong = [](std::string reason) { return fail(ErrorKind::Invalid, "jwks.invalid", {{"reason", std::move(reason)}}); };
    const auto object = parseStrictObject(text, {limits.bytes, 8});
    if (!object)
        return tl::unexpected(object.error());
    const auto *keys = member(*object, "keys");
    if (!keys || !keys->is_array())
        return wrong("no array of keys");
    if (keys->get_array().size() > limits.keys)
        return wrong("too many keys");
    JwkSet set;
    std::vector<const json::object *> seen;
    for (const auto &item : keys->get_array()) {
        const auto *written = item.if_object();
        if (!written)
            return wrong("a key is no object");
        if (std::any_of(seen.begin(), seen.end(), [&](const auto *other) { return contradict(*other, *written); }))
            return wrong("two keys under one kid");
        seen.push_back(written);
        if (auto key = Jwk::parse(*written))
            set.push_back(std::move(*key));
    }
    const auto secrets = std::count_if(set.begin(), set.end(), [](const Jwk &key) { return key.type == KeyType::Oct; });
    if (secrets != 0 && static_cast<std::size_t>(secrets) != set.size())
        return wrong("secret keys beside public ones");
    return set;
}

} // namespace gatehouse::crypto
