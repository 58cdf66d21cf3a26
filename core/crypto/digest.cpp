// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

namespace gatehouse::crypto {

namespace {

constexpr std::size_t digestBytes = 32;
constexpr std::size_t sha1Bytes = 20;

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

// OpenSSL fails here only when memory is gone or its default provider is not installed: nothing safe can be done then.
std::string digestOf(std::string_view data, const EVP_MD *algorithm, std::size_t bytes)
{
    std::string out(bytes, '\0');
    unsigned int size = 0;
    if (EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char *>(out.data()), &size, algorithm, nullptr) != 1 || size != bytes)
        std::abort();
    return out;
}

} // namespace

std::string sha256(std::string_view data)
{
    return digestOf(data, EVP_sha256(), digestBytes);
}

std::string sha1(std::string_view data)
{
    return digestOf(data, EVP_sha1(), sha1Bytes);
}

std::string hmacSha256(const SecretString &key, std::string_view data)
{
    std::string out(digestBytes, '\0');
    unsigned int size = 0;
    const auto secret = key.reveal();
    // A null key means "the key of before" to OpenSSL, an empty one is a key too.
    const char *start = secret.empty() ? "" : secret.data();
    if (!HMAC(EVP_sha256(), start, static_cast<int>(secret.size()), bytesOf(data), data.size(),
              reinterpret_cast<unsigned char *>(out.data()), &size)
        || size != digestBytes)
        std::abort();
    return out;
}

std::string toHex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string base64(std::string_view bytes)
{
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0'); // OpenSSL ends it with a NUL
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char *>(out.data()), bytesOf(bytes), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

bool equalSecrets(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

} // namespace gatehouse::crypto
