// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls_context.h"

#include "core/base/text.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <cstring>
#include <utility>

namespace gatehouse::net {

namespace {

template<auto function>
struct Free
{
    template<typename T>
    void operator()(T *value) const
    {
        function(value);
    }
};
using BioPointer = std::unique_ptr<BIO, Free<BIO_free>>;
using CertificatePointer = std::unique_ptr<X509, Free<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

BioPointer bioOf(std::string_view text)
{
    return BioPointer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::vector<CertificatePointer> readCertificates(std::string_view pem)
{
    std::vector<CertificatePointer> certificates;
    const auto bio = bioOf(pem);
    while (auto *certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
        certificates.emplace_back(certificate);
    ERR_clear_error(); // "no start line" ends the list
    return certificates;
}

//! An encrypted key is refused, never asked about at a terminal.
int noPassphrase(char *, int, int, void *)
{
    return -1;
}

constexpr std::string_view httpProtocol("\x08http/1.1", 9);

int chooseProtocol(SSL *, const unsigned char **out, unsigned char *outSize, const unsigned char *in, unsigned inSize, void *)
{
    const auto *protocol = reinterpret_cast<const unsigned char *>(httpProtocol.data());
    unsigned char *chosen = nullptr;
    const int found = SSL_select_next_proto(&chosen, outSize, protocol, httpProtocol.size(), in, inSize);
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

int chooseCertificate(SSL *ssl, int *, void *owner)
{
    const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (name)
        SSL_set_SSL_CTX(ssl, static_cast<const ServerTlsContext *>(owner)->choose(toLower(name)));
    return SSL_TLSEXT_ERR_OK;
}

void setModes(SSL_CTX *context)
{
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}

tl::unexpected<Error> badCertificate(const std::string &serverName, std::string reason)
{
    if (const char *detail = ERR_reason_error_string(ERR_peek_error()))
        reason += std::string(": ") + detail;
    ERR_clear_error();
    return fail(ErrorKind::Invalid, "net.badCertificate", {{"serverName", serverName}, {"reason", reason}});
}

int takeAnyCertificate(X509_STORE_CTX *store, void *)
{
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
}

void requestClientCertificate(SSL_CTX *context)
{
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, takeAnyCertificate, nullptr);
    // A resumed session has no chain.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
}

Result<TlsContextPointer> contextOf(const ServerCertificate &certificate)
{
    ERR_clear_error();
    TlsContextPointer context(SSL_CTX_new(TLS_server_method()));
    if (!context)
        return badCertificate(certificate.serverName, "no TLS context");
    setModes(context.get());
    SSL_CTX_set_alpn_select_cb(context.get(), chooseProtocol, nullptr);
    const auto chain = readCertificates(certificate.chainPem);
    if (chain.empty() || SSL_CTX_use_certificate(context.get(), chain.front().get()) != 1)
        return badCertificate(certificate.serverName, "no certificate");
    for (std::size_t i = 1; i < chain.size(); ++i) {
        if (SSL_CTX_add1_chain_cert(context.get(), chain[i].get()) != 1)
            return badCertificate(certificate.serverName, "bad chain");
    }
    const auto bio = bioOf(certificate.keyPem.reveal());
    const KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr));
    if (!key || SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1 || SSL_CTX_check_private_key(context.get()) != 1)
        return badCertificate(certificate.serverName, "key does not fit");
    return context;
}

} // namespace

void FreeTlsContext::operator()(SSL_CTX *context) const
{
    SSL_CTX_free(context);
}

Result<ServerTlsContext::Contexts> ServerTlsContext::contextsOf(const std::vector<ServerCertificate> &certificates)
{
    Contexts contexts;
    for (const auto &certificate : certificates) {
        auto context = contextOf(certificate);
        if (!context)
            return tl::unexpected(context.error());
        if (m_requestClient)
            requestClientCertificate(context->get());
        SSL_CTX_set_tlsext_servername_callback(context->get(), chooseCertificate);
        SSL_CTX_set_tlsext_servername_arg(context->get(), this);
        const auto name = toLower(certificate.serverName);
        if (name.empty() || !contexts.standard)
            contexts.standard = context->get();
        contexts.byName.emplace(name, context->get());
        contexts.all.push_back(std::move(*context));
    }
    if (!contexts.standard)
        return badCertificate({}, "no certificate");
    return contexts;
}

Result<std::unique_ptr<ServerTlsContext>> ServerTlsContext::create(const std::vector<ServerCertificate> &certificates, bool requestClient)
{
    auto self = std::make_unique<ServerTlsContext>();
    self->m_requestClient = requestClient;
    auto contexts = self->contextsOf(certificates);
    if (!contexts)
        return tl::unexpected(contexts.error());
    self->m_contexts = std::move(*contexts);
    return self;
}

Status ServerTlsContext::replace(const std::vector<ServerCertificate> &certificates)
{
    auto contexts = contextsOf(certificates);
    if (!contexts)
        return tl::unexpected(contexts.error());
    const std::lock_guard lock(m_mutex);
    m_retired.push_back(std::exchange(m_contexts, std::move(*contexts)));
    return {};
}

SSL_CTX *ServerTlsContext::initial() const
{
    const std::lock_guard lock(m_mutex);
    return m_contexts.standard;
}

SSL_CTX *ServerTlsContext::choose(std::string_view serverName) const
{
    const std::lock_guard lock(m_mutex);
    const auto &byName = m_contexts.byName;
    if (const auto exact = byName.find(serverName); exact != byName.end())
        return exact->second;
    if (const auto dot = serverName.find('.'); dot != std::string_view::npos) {
        const auto wild = byName.find("*" + std::string(serverName.substr(dot)));
        if (wild != byName.end())
            return wild->second;
    }
    return m_contexts.standard;
}

Result<TlsContextPointer> makeClientTlsContext(const std::string &caPem)
{
    ERR_clear_error();
    TlsContextPointer context(SSL_CTX_new(TLS_client_method()));
    if (!context)
        return badCertificate({}, "no TLS context");
    setModes(context.get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_default_verify_paths(context.get());
    SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char *>(httpProtocol.data()), httpProtocol.size());
    const auto anchors = readCertificates(caPem);
    if (anchors.empty() && !trim(caPem).empty())
        return badCertificate({}, "no certificate among the trust anchors");
    for (const auto &anchor : anchors)
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), anchor.get());
    ERR_clear_error();
    return context;
}

} // namespace gatehouse::net
