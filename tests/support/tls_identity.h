// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/certificate.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"

#include <QByteArray>

#include <openssl/pkcs12.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace gatehouse::test {

inline QByteArray thumbprintText(const X509 *certificate)
{
    return certificate ? QByteArray::fromStdString(crypto::toHex(crypto::thumbprintOf(certificate))).toUpper() : QByteArray("none");
}

//! A self-signed certificate with its key.
struct TlsIdentity
{
    std::string certificatePem;
    SecretString keyPem;

    static TlsIdentity make(const std::string &name)
    {
        auto made = crypto::makeSelfSigned({name}, 30, SystemClock().utc() - std::chrono::hours(72));
        if (!made)
            qFatal("no certificate");
        return {std::move(made->certificatePem), std::move(made->keyPem)};
    }
    crypto::CertificateFile file() const
    {
        auto read = crypto::readCertificateFile(certificatePem + std::string(keyPem.reveal()), {});
        if (!read)
            qFatal("no certificate file");
        return std::move(*read);
    }
    QByteArray thumbprint() const { return thumbprintText(file().certificate.get()); }
    std::string pkcs12(const std::string &password) const
    {
        const auto held = file();
        const std::unique_ptr<PKCS12, crypto::HandleDeleter<PKCS12_free>> all(
            PKCS12_create(password.c_str(), nullptr, held.key.get(), held.certificate.get(), nullptr, 0, 0, 0, 0, 0));
        unsigned char *der = nullptr;
        const int size = i2d_PKCS12(all.get(), &der);
        std::string bytes(reinterpret_cast<const char *>(der), static_cast<std::size_t>(size));
        OPENSSL_free(der);
        return bytes;
    }
    void use(SSL_CTX *context) const
    {
        const auto held = file();
        SSL_CTX_use_certificate(context, held.certificate.get());
        SSL_CTX_use_PrivateKey(context, held.key.get());
    }
};

} // namespace gatehouse::test
