// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/aead.h"

#include "core/crypto/openssl_handle.h"

#include <openssl/err.h>

#include <array>
#include <limits>

namespace gatehouse::crypto {

namespace {

using AeadContextHandle = std::unique_ptr<EVP_CIPHER_CTX, HandleDeleter<EVP_CIPHER_CTX_free>>;

constexpr std::size_t nonceBytes = 12;
constexpr std::size_t tagBytes = 16;

const unsigned char *aeadBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

bool fitsInt(std::size_t size)
{
    return size < static_cast<std::size_t>(std::numeric_limits<int>::max()) / 2;
}

} // namespace

Result<std::string> seal(const SecretString &key, std::string_view plain, std::string_view bound, Random &random)
{
    if (key.reveal().size() != aeadKeyBytes)
        return fail(ErrorKind::Invalid, "crypto.keyLength");
    std::array<std::uint8_t, nonceBytes> nonce{};
    random.fill(nonce);
    const AeadContextHandle context(EVP_CIPHER_CTX_new());
    std::string sealed(nonce.begin(), nonce.end());
    sealed.resize(nonceBytes + plain.size() + tagBytes);
    auto *out = reinterpret_cast<unsigned char *>(sealed.data()) + nonceBytes;
    int size = 0;
    const bool done = fitsInt(plain.size()) && fitsInt(bound.size()) && context
        && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, aeadBytes(key.reveal()), nonce.data()) == 1
        && EVP_EncryptUpdate(context.get(), nullptr, &size, aeadBytes(bound), static_cast<int>(bound.size())) == 1
        && EVP_EncryptUpdate(context.get(), out, &size, aeadBytes(plain), static_cast<int>(plain.size())) == 1
        && EVP_EncryptFinal_ex(context.get(), out + plain.size(), &size) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tagBytes), out + plain.size()) == 1;
    if (!done) {
        ERR_clear_error();
        return fail(ErrorKind::Internal, "crypto.failed");
    }
    return sealed;
}

Result<SecretString> unseal(const SecretString &key, std::string_view sealed, std::string_view bound)
{
    if (key.reveal().size() != aeadKeyBytes)
        return fail(ErrorKind::Invalid, "crypto.keyLength");
    if (sealed.size() < nonceBytes + tagBytes || !fitsInt(sealed.size()) || !fitsInt(bound.size()))
        return fail(ErrorKind::Corrupt, "crypto.notAuthentic");
    const auto cipher = sealed.substr(nonceBytes, sealed.size() - nonceBytes - tagBytes);
    std::string tag{sealed.substr(sealed.size() - tagBytes)};
    std::string plain(cipher.size(), '\0');
    auto *out = reinterpret_cast<unsigned char *>(plain.data());
    const AeadContextHandle context(EVP_CIPHER_CTX_new());
    int size = 0;
    const bool done = context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, aeadBytes(key.reveal()), aeadBytes(sealed)) == 1
        && EVP_DecryptUpdate(context.get(), nullptr, &size, aeadBytes(bound), static_cast<int>(bound.size())) == 1
        && EVP_DecryptUpdate(context.get(), out, &size, aeadBytes(cipher), static_cast<int>(cipher.size())) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tagBytes), tag.data()) == 1
        && EVP_DecryptFinal_ex(context.get(), out + cipher.size(), &size) == 1;
    SecretString secret{std::move(plain)};
    if (!done) {
        ERR_clear_error();
        return fail(ErrorKind::Corrupt, "crypto.notAuthentic");
    }
    return secret;
}

} // namespace gatehouse::crypto
