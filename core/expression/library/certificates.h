// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/openssl_handle.h"
#include "core/expression/library.h"
#include "core/expression/objects.h"

#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::expression {

//! X509Certificate2, with its private key or without; an empty one (made of no bytes) has no members that work.
class CertificateObject final : public Object
{
public:
    CertificateObject() = default;
    CertificateObject(crypto::CertificateHandle certificate, std::shared_ptr<EVP_PKEY> key)
        : m_certificate(std::move(certificate)), m_key(std::move(key))
    {
    }
    const Type *type(const Library &library) const override { return library.known(Known::X509Certificate2); }
    std::u16string text(Machine &machine) const override;
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;
    bool isEmpty() const { return m_certificate == nullptr; }
    X509 *x509() const; //!< raises CryptographicException when empty
    const std::shared_ptr<EVP_PKEY> &key() const { return m_key; } //!< null: no private key
    std::string der() const;
    std::string thumbprint() const; //!< upper-case hexadecimal SHA-1
    std::string serialNumber() const; //!< upper-case hexadecimal

private:
    crypto::CertificateHandle m_certificate;
    std::shared_ptr<EVP_PKEY> m_key;
};

//! DER, PEM or PKCS#12 bytes; null when they are none of them or the password is wrong.
Ref<CertificateObject> certificateOf(std::string_view bytes, const std::string &password = {});
std::string upperHex(std::string_view bytes);
std::int64_t ticksOf(const ASN1_TIME *time);

} // namespace gatehouse::expression
