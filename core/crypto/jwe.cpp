// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/jwe.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/strict_json.h"

#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace gatehouse::crypto {

namespace {

using CipherContextHandle = std::unique_ptr<EVP_CIPHER_CTX, HandleDeleter<EVP_CIPHER_CTX_free>>;
using OaepContextHandle = std::unique_ptr<EVP_PKEY_CTX, HandleDeleter<EVP_PKEY_CTX_free>>;

struct KeyManagement
{
    std::string_view name;
    KeyType type;
    const EVP_MD *(*oaep)() = nullptr;
    const EVP_CIPHER *(*wrap)() = nullptr;
    std::size_t keyBytes = 0;
};
constexpr KeyManagement managements[] = {
    {"RSA-OAEP", KeyType::Rsa, EVP_sha1},
    {"RSA-OAEP-256", KeyType::Rsa, EVP_sha256},
    {"A128KW", KeyType::Oct, nullptr, EVP_aes_128_wrap, 16},
    {"A192KW", KeyType::Oct, nullptr, EVP_aes_192_wrap, 24},
    {"A256KW", KeyType::Oct, nullptr, EVP_aes_256_wrap, 32},
    {"dir", KeyType::Oct},
};

struct Encryption
{
    std::string_view name;
    std::size_t keyBytes;
    const EVP_CIPHER *(*cipher)();
    const EVP_MD *(*mac)() = nullptr; //!< null: GCM
};
constexpr Encryption encryptions[] = {
    {"A128CBC-HS256", 32, EVP_aes_128_cbc, EVP_sha256}, {"A192CBC-HS384", 48, EVP_aes_192_cbc, EVP_sha384},
    {"A256CBC-HS512", 64, EVP_aes_256_cbc, EVP_sha512}, {"A128GCM", 16, EVP_aes_128_gcm},
    {"A192GCM", 24, EVP_aes_192_gcm},                   {"A256GCM", 32, EVP_aes_256_gcm},
};

template<typename Row>
const Row *rowOf(const Row *begin, const Row *end, std::string_view name)
{
    const auto *found = std::find_if(begin, end, [name](const Row &row) { return row.name == name; });
    return found == end ? nullptr : found;
}

const unsigned char *octets(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}
unsigned char *octets(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

struct Parts
{
    std::string_view protectedHeader; //!< as written
    std::string alg, enc, kid;
    std::string encryptedKey, iv, ciphertext, tag;
};

Result<Parts> take(std::string_view compact, const JweLimits &limits)
{
    const auto wrong = [](std::string part) { return fail(ErrorKind::Invalid, "jwe.invalid", {{"part", std::move(part)}}); };
    if (compact.size() > limits.bytes)
        return wrong("size");
    const auto texts = split(compact, '.');
    if (texts.size() != 5)
        return wrong("form");
    std::optional<std::string> decoded[5];
    for (std::size_t i = 0; i < 5; ++i)
        if (decoded[i] = decodeBase64(texts[i], Base64Form::StrictUrl); !decoded[i])
            return wrong("base64url");
    const auto header = parseStrictObject(*decoded[0], {limits.bytes, limits.headerDepth});
    if (!header)
        return wrong("header");
    if (header->contains("crit") || header->contains("zip"))
        return fail(ErrorKind::Unsupported, "jwe.unsupported", {{"alg", header->contains("crit") ? "crit" : "zip"}});
    return Parts{texts[0], std::string(stringMember(*header, "alg")), std::string(stringMember(*header, "enc")), std::string(stringMember(*header, "kid")),
                 std::move(*decoded[1]), std::move(*decoded[2]), std::move(*decoded[3]), std::move(*decoded[4])};
}

std::optional<std::string> unwrapRsa(const KeyManagement &management, EVP_PKEY *key, const std::string &wrapped)
{
    const OaepContextHandle context(EVP_PKEY_CTX_new(key, nullptr));
    std::size_t size = 0;
    if (!context || EVP_PKEY_decrypt_init(context.get()) != 1 || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) != 1
        || EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), management.oaep()) != 1 || EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), management.oaep()) != 1
        || EVP_PKEY_decrypt(context.get(), nullptr, &size, octets(std::string_view(wrapped)), wrapped.size()) != 1)
        return std::nullopt;
    std::string key64(size, '\0');
    if (EVP_PKEY_decrypt(context.get(), octets(key64), &size, octets(std::string_view(wrapped)), wrapped.size()) != 1)
        return std::nullopt;
    key64.resize(size);
    return key64;
}

std::optional<std::string> unwrapAes(const KeyManagement &management, std::string_view secret, const std::string &wrapped)
{
    if (secret.size() != management.keyBytes || wrapped.size() < 24 || wrapped.size() % 8 != 0)
        return std::nullopt;
    const CipherContextHandle context(EVP_CIPHER_CTX_new());
    std::string out(wrapped.size(), '\0');
    int size = 0;
    if (!context)
        return std::nullopt;
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    if (EVP_DecryptInit_ex(context.get(), management.wrap(), nullptr, octets(secret), nullptr) != 1
        || EVP_DecryptUpdate(context.get(), octets(out), &size, octets(std::string_view(wrapped)), static_cast<int>(wrapped.size())) != 1)
        return std::nullopt;
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::optional<std::string> contentKey(const KeyManagement &management, const Jwk &key, const std::string &wrapped)
{
    if (management.type == KeyType::Rsa)
        return unwrapRsa(management, key.key.get(), wrapped);
    if (management.wrap)
        return unwrapAes(management, key.secret.reveal(), wrapped);
    return wrapped.empty() ? std::optional(std::string(key.secret.reveal())) : std::nullopt; // dir
}

std::optional<std::string> decipher(const EVP_CIPHER *cipher, std::string_view key, const Parts &parts, bool isGcm)
{
    const CipherContextHandle context(EVP_CIPHER_CTX_new());
    std::string out(parts.ciphertext.size() + EVP_MAX_BLOCK_LENGTH, '\0');
    int size = 0;
    int rest = 0;
    if (!context || EVP_DecryptInit_ex(context.get(), cipher, nullptr, octets(key), octets(std::string_view(parts.iv))) != 1)
        return std::nullopt;
    if (isGcm
        && (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, 16, const_cast<char *>(parts.tag.data())) != 1
            || EVP_DecryptUpdate(context.get(), nullptr, &size, octets(parts.protectedHeader), static_cast<int>(parts.protectedHeader.size())) != 1))
        return std::nullopt;
    if (EVP_DecryptUpdate(context.get(), octets(out), &size, octets(std::string_view(parts.ciphertext)), static_cast<int>(parts.ciphertext.size())) != 1
        || EVP_DecryptFinal_ex(context.get(), octets(out) + size, &rest) != 1)
        return std::nullopt;
    out.resize(static_cast<std::size_t>(size + rest));
    return out;
}

//! RFC 7518 section 5.2.2.2: the tag is checked before anything is deciphered.
bool hasGoodTag(const Encryption &encryption, std::string_view macKey, const Parts &parts)
{
    std::string input(parts.protectedHeader);
    input += parts.iv + parts.ciphertext;
    std::uint64_t bits = parts.protectedHeader.size() * 8;
    std::string length(8, '\0');
    for (int i = 7; i >= 0; --i, bits >>= 8)
        length[static_cast<std::size_t>(i)] = static_cast<char>(bits & 0xff);
    input += length;
    std::string mac(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    if (!HMAC(encryption.mac(), macKey.data(), static_cast<int>(macKey.size()), octets(std::string_view(input)), input.size(), octets(mac), &size))
        return false;
    mac.resize(size / 2);
    return equalSecrets(mac, parts.tag);
}

std::optional<std::string> open(const Encryption &encryption, std::string_view key, const Parts &parts)
{
    if (key.size() != encryption.keyBytes)
        return std::nullopt;
    if (!encryption.mac) {
        if (parts.iv.size() != 12 || parts.tag.size() != 16)
            return std::nullopt;
        return decipher(encryption.cipher(), key, parts, true);
    }
    const auto half = key.size() / 2;
    if (parts.iv.size() != 16 || parts.ciphertext.empty() || parts.ciphertext.size() % 16 != 0 || !hasGoodTag(encryption, key.substr(0, half), parts))
        return std::nullopt;
    return decipher(encryption.cipher(), key.substr(half), parts, false);
}

bool mayDecrypt(const Jwk &key, const KeyManagement &management, const Parts &parts)
{
    if (key.type != management.type || !key.isPrivate || (!key.use.empty() && key.use != "enc"))
        return false;
    return key.alg.empty() || key.alg == parts.alg || (management.name == "dir" && key.alg == parts.enc);
}

} // namespace

Result<std::string> decryptJwe(std::string_view compact, std::span<const Jwk> keys, const JweLimits &limits)
{
    const auto parts = take(compact, limits);
    if (!parts)
        return tl::unexpected(parts.error());
    const auto *management = rowOf(std::begin(managements), std::end(managements), parts->alg);
    const auto *encryption = rowOf(std::begin(encryptions), std::end(encryptions), parts->enc);
    if (!management || !encryption)
        return fail(ErrorKind::Unsupported, "jwe.unsupported", {{"alg", parts->alg.substr(0, 64)}, {"enc", parts->enc.substr(0, 64)}});
    const bool named = !parts->kid.empty() && std::any_of(keys.begin(), keys.end(), [&](const Jwk &key) { return key.kid == parts->kid; });
    for (const auto &key : keys) {
        if ((named && key.kid != parts->kid) || !mayDecrypt(key, *management, *parts))
            continue;
        auto secret = contentKey(*management, key, parts->encryptedKey);
        auto plain = secret ? open(*encryption, *secret, *parts) : std::nullopt;
        if (secret)
            OPENSSL_cleanse(secret->data(), secret->size());
        ERR_clear_error();
        if (plain)
            return std::move(*plain);
    }
    ERR_clear_error();
    return fail(ErrorKind::Forbidden, "jwe.undecryptable");
}

} // namespace gatehouse::crypto
