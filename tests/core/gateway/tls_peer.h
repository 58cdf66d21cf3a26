// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/certificate.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"
#include "tests/support/raw_client.h"

#include <QByteArray>

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace gatehouse::test {

using SslContext = std::unique_ptr<SSL_CTX, crypto::HandleDeleter<SSL_CTX_free>>;
using SslSession = std::unique_ptr<SSL, crypto::HandleDeleter<SSL_free>>;

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
    void use(SSL_CTX *context) const
    {
        const auto held = file();
        SSL_CTX_use_certificate(context, held.certificate.get());
        SSL_CTX_use_PrivateKey(context, held.key.get());
    }
};

//! A blocking client; it trusts any server.
class TlsClient
{
public:
    TlsClient(std::uint16_t port, const TlsIdentity *identity) : m_client(port), m_context(SSL_CTX_new(TLS_client_method()))
    {
        if (identity)
            identity->use(m_context.get());
        m_session.reset(SSL_new(m_context.get()));
        SSL_set_fd(m_session.get(), m_client.descriptor());
        m_connected = SSL_connect(m_session.get()) == 1;
    }
    //! "" when there is no connection. The response has no body, or one with a length.
    std::string get(const std::string &target)
    {
        const auto request = "GET " + target + " HTTP/1.1\r\nHost: gw.example\r\n\r\n";
        if (!m_connected || SSL_write(m_session.get(), request.data(), static_cast<int>(request.size())) <= 0)
            return {};
        std::string answer;
        char piece[4096];
        while (!isComplete(answer)) {
            const int got = SSL_read(m_session.get(), piece, sizeof piece);
            if (got <= 0)
                return answer;
            answer.append(piece, static_cast<std::size_t>(got));
        }
        return answer;
    }

private:
    static bool isComplete(const std::string &answer)
    {
        const auto end = answer.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        const auto length = answer.find("Content-Length: ");
        return length > end || answer.size() >= end + 4 + std::stoul(answer.substr(length + 16));
    }
    RawClient m_client;
    SslContext m_context;
    SslSession m_session;
    bool m_connected = false;
};

} // namespace gatehouse::test
