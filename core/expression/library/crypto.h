// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/openssl_handle.h"
#include "core/expression/call.h"
#include "core/expression/objects.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::expression {

//! An OpenSSL digest by .NET's name, "SHA256", without regard to case; null: unknown.
const EVP_MD *digestOf(std::string_view name);
[[noreturn]] void raiseCryptographic(std::string_view message);
//! The bytes of a byte[] argument, or of a part of it: (array, offset, count). Raises as .NET does.
std::string bytesIn(Call &call, std::size_t index, std::string_view parameter);
std::string bytesInRange(Call &call, std::size_t index, std::string_view parameter);
std::string randomBytes(Call &call, std::size_t count);

//! AES and Triple DES over OpenSSL. Modes and paddings are numbered as in CipherMode and PaddingMode.
class SymmetricObject final : public Object
{
public:
    enum Cipher { Aes, TripleDes };
    SymmetricObject(const Type *type, Cipher cipher);
    const Type *type(const Library &) const override { return m_type; }

    Cipher cipher;
    std::optional<std::string> key, iv;
    int keySize = 256; //!< bits
    int mode = 1;
    int padding = 2;
    int feedbackSize = 8; //!< bits
    std::size_t blockSize() const { return cipher == Aes ? 16 : 8; }
    bool allows(std::size_t keyBytes) const;

private:
    const Type *m_type;
};
//! SymmetricAlgorithm.Create(name); null where .NET gives null.
Ref<SymmetricObject> symmetricOf(const Library &library, std::u16string_view name);

//! ICryptoTransform.
class TransformObject final : public Object
{
public:
    TransformObject(const SymmetricObject &algorithm, std::string_view key, std::string_view iv, bool encrypts);
    ~TransformObject() override;
    const Type *type(const Library &library) const override { return library.known(Known::ICryptoTransform); }
    std::size_t blockSize() const { return m_blockSize; }
    //! Whole blocks; the last one is kept back where it may hold padding.
    std::string update(std::string_view data);
    std::string finish(std::string_view data); //!< and begins anew

private:
    void begin();
    std::string run(std::string_view data);
    std::string padded(std::string data) const;
    std::string unpadded(std::string data) const;

    std::unique_ptr<EVP_CIPHER_CTX, crypto::HandleDeleter<EVP_CIPHER_CTX_free>> m_cipher;
    const EVP_CIPHER *m_kind = nullptr;
    std::string m_key, m_iv, m_held;
    std::size_t m_blockSize;
    int m_padding;
    bool m_encrypts;
    bool m_streams; //!< CFB: no blocks to fill without padding
};

//! RSA, RSACng, RSACryptoServiceProvider.
class RsaObject final : public Object
{
public:
    RsaObject(const Type *type, std::shared_ptr<EVP_PKEY> key, bool isPrivate) : m_type(type), m_key(std::move(key)), m_isPrivate(isPrivate) { }
    const Type *type(const Library &) const override { return m_type; }
    EVP_PKEY *key() const { return m_key.get(); } //!< null: none was imported yet
    bool isPrivate() const { return m_isPrivate; }
    void set(std::shared_ptr<EVP_PKEY> key, bool isPrivate)
    {
        m_key = std::move(key);
        m_isPrivate = isPrivate;
    }

private:
    const Type *m_type;
    std::shared_ptr<EVP_PKEY> m_key;
    bool m_isPrivate;
};

//! The numbers of an RSA key, big-endian, by the names of RSAKeyValue's elements: Modulus, Exponent, P, Q, DP, DQ, InverseQ, D; absent
//! ones are empty.
struct RsaNumbers
{
    static constexpr std::size_t count = 8;
    static const std::array<const char *, count> names; //!< in the order of RSAKeyValue
    std::array<std::string, count> values;
    bool isPrivate() const { return !values[7].empty(); }
};
RsaNumbers numbersOf(const EVP_PKEY *key, bool withPrivate);
std::shared_ptr<EVP_PKEY> keyOf(const RsaNumbers &numbers); //!< raises CryptographicException

//! HashAlgorithmName, RSASignaturePadding, RSAEncryptionPadding: a name.
class CryptoNameObject final : public Object
{
public:
    CryptoNameObject(const Type *type, std::u16string name) : m_type(type), m_name(std::move(name)) { }
    const Type *type(const Library &) const override { return m_type; }
    std::u16string text(Machine &) const override { return m_name; }
    bool equals(const Object &other) const override
    {
        const auto *named = dynamic_cast<const CryptoNameObject *>(&other);
        return named && named->m_type == m_type && named->m_name == m_name;
    }
    const std::u16string &name() const { return m_name; }

private:
    const Type *m_type;
    std::u16string m_name;
};

void declareHashes(Library &library);
void declareSymmetric(Library &library);
void declareRsa(Library &library);
void declareCertificates(Library &library);

} // namespace gatehouse::expression
