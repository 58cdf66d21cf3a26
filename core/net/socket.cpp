// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/socket.h"

#include "core/base/text.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::net {

namespace {

//! Passes whatever is wrong with a certificate but its name.
int nameAlone(int ok, X509_STORE_CTX *context)
{
    const int error = X509_STORE_CTX_get_error(context);
    return ok || (error != X509_V_ERR_HOSTNAME_MISMATCH && error != X509_V_ERR_IP_ADDRESS_MISMATCH);
}

} // namespace

bool Socket::open(int fd)
{
    close();
    m_fd = fd;
    m_readable = m_writable = m_peerGone = false;
    m_tlsError.clear();
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (m_loop.poller.add(fd, *this))
        return true;
    ::close(m_fd);
    m_fd = -1;
    return false;
}

int Socket::connectError() const
{
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(m_fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

void Socket::onEvents(std::uint32_t events)
{
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
        m_readable = true;
    if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
        m_writable = true;
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
        m_peerGone = true;
    m_listener.onSocketReady();
}

bool Socket::startTls(SSL_CTX *context, bool server)
{
    m_ssl = SSL_new(context);
    if (!m_ssl || SSL_set_fd(m_ssl, m_fd) != 1)
        return false;
    if (server)
        SSL_set_accept_state(m_ssl);
    else
        SSL_set_connect_state(m_ssl);
    return true;
}

void Socket::verifyHost(const std::string &host, bool checkChain, bool checkName)
{
    SSL_set_verify(m_ssl, checkChain || checkName ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, checkChain ? nullptr : nameAlone);
    in6_addr address;
    const bool numeric = inet_pton(AF_INET, host.c_str(), &address) == 1 || inet_pton(AF_INET6, host.c_str(), &address) == 1;
    if (!numeric)
        SSL_set_tlsext_host_name(m_ssl, host.c_str());
    if (!checkName)
        return;
    if (numeric) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_ssl), host.c_str());
        return;
    }
    SSL_set_hostflags(m_ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(m_ssl, host.c_str());
}

bool Socket::showCertificate(const crypto::CertificateFile &file)
{
    ERR_clear_error();
    const bool taken = file.key && SSL_use_certificate(m_ssl, file.certificate.get()) == 1 && SSL_use_PrivateKey(m_ssl, file.key.get()) == 1
        && std::all_of(file.chain.begin(), file.chain.end(), [this](const auto &above) { return SSL_add1_chain_cert(m_ssl, above.get()) == 1; });
    ERR_clear_error();
    return taken;
}

Io Socket::handshake()
{
    ERR_clear_error();
    return tlsState(SSL_do_handshake(m_ssl));
}

std::string Socket::serverName() const
{
    const char *name = m_ssl ? SSL_get_servername(m_ssl, TLSEXT_NAMETYPE_host_name) : nullptr;
    return name ? toLower(name) : std::string();
}

std::vector<std::string> Socket::peerCertificates() const
{
    std::vector<std::string> all;
    const auto add = [&all](const X509 *certificate) {
        unsigned char *der = nullptr;
        const int size = i2d_X509(certificate, &der);
        if (size > 0)
            all.emplace_back(reinterpret_cast<const char *>(der), static_cast<std::size_t>(size));
        OPENSSL_free(der);
    };
    const X509 *own = m_ssl ? SSL_get0_peer_certificate(m_ssl) : nullptr;
    if (!own)
        return all;
    add(own);
    const auto *chain = SSL_get_peer_cert_chain(m_ssl); // a client's holds its own too
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        const auto *certificate = sk_X509_value(chain, i);
        if (X509_cmp(certificate, own) != 0)
            add(certificate);
    }
    return all;
}

Io Socket::tlsState(int result)
{
    if (result > 0)
        return Io::Done;
    switch (SSL_get_error(m_ssl, result)) {
    case SSL_ERROR_WANT_READ:
        m_readable = false;
        return Io::WouldBlock;
    case SSL_ERROR_WANT_WRITE:
        m_writable = false;
        return Io::WouldBlock;
    case SSL_ERROR_ZERO_RETURN:
        return Io::Closed;
    default:
        break;
    }
    m_tlsFailed = true; // no SSL_shutdown after a fatal error
    if (const auto verified = SSL_get_verify_result(m_ssl); verified != X509_V_OK)
        m_tlsError = X509_verify_cert_error_string(verified);
    else if (const char *reason = ERR_reason_error_string(ERR_peek_error()))
        m_tlsError = reason;
    return Io::Failed;
}

bool Socket::hasInput()
{
    if (m_fd < 0 || !m_readable)
        return false;
    char first = 0;
    if (m_ssl) {
        ERR_clear_error();
        return tlsState(SSL_peek(m_ssl, &first, 1)) != Io::WouldBlock;
    }
    const bool none = ::recv(m_fd, &first, 1, MSG_PEEK) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (none)
        m_readable = false;
    return !none;
}

Socket::Transfer Socket::read(char *data, std::size_t size)
{
    if (m_fd < 0)
        return {Io::Closed, 0};
    if (!m_readable)
        return {Io::WouldBlock, 0};
    if (m_ssl) {
        ERR_clear_error();
        const int got = SSL_read(m_ssl, data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
        return {tlsState(got), got > 0 ? static_cast<std::size_t>(got) : 0};
    }
    ssize_t got = 0;
    do {
        got = ::recv(m_fd, data, size, 0);
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
        // Edge-triggered: a short read emptied the socket, and the next byte or the end is a new edge.
        if (static_cast<std::size_t>(got) < size && !m_peerGone)
            m_readable = false;
        return {Io::Done, static_cast<std::size_t>(got)};
    }
    if (got == 0)
        return {Io::Closed, 0};
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
        m_readable = false;
        return {Io::WouldBlock, 0};
    }
    m_peerGone = true;
    return {Io::Failed, 0};
}

Socket::Transfer Socket::write(std::string_view data)
{
    if (m_fd < 0)
        return {Io::Closed, 0};
    if (!m_writable)
        return {Io::WouldBlock, 0};
    if (m_ssl) {
        ERR_clear_error();
        const int put = SSL_write(m_ssl, data.data(), static_cast<int>(std::min<std::size_t>(data.size(), INT_MAX)));
        return {tlsState(put), put > 0 ? static_cast<std::size_t>(put) : 0};
    }
    ssize_t put = 0;
    do {
        put = ::send(m_fd, data.data(), data.size(), MSG_NOSIGNAL);
    } while (put < 0 && errno == EINTR);
    if (put >= 0) {
        if (static_cast<std::size_t>(put) < data.size())
            m_writable = false;
        return {Io::Done, static_cast<std::size_t>(put)};
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
        m_writable = false;
        return {Io::WouldBlock, 0};
    }
    m_peerGone = true;
    return {Io::Failed, 0};
}

void Socket::shutdownWrite()
{
    if (m_fd < 0)
        return;
    if (m_ssl && !m_tlsFailed && SSL_is_init_finished(m_ssl)) {
        ERR_clear_error();
        SSL_shutdown(m_ssl);
    }
    ::shutdown(m_fd, SHUT_WR);
}

void Socket::close()
{
    if (m_fd < 0)
        return;
    m_loop.poller.remove(m_fd, *this);
    if (m_ssl)
        SSL_free(m_ssl);
    m_ssl = nullptr;
    m_tlsFailed = false;
    ::close(m_fd);
    m_fd = -1;
    m_readable = m_writable = false;
}

} // namespace gatehouse::net
