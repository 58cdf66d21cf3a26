// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/certificate_file.h"
#include "core/net/loop_impl.h"
#include "core/net/poller.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;

namespace gatehouse::net {

enum class Io {
    Done,
    WouldBlock, //!< the listener is told when to try again
    Closed, //!< the peer ended its side in order
    Failed, //!< reset, TLS alert, certificate refused
};

//! A non-blocking TCP or TLS connection by readiness: the owner pumps until WouldBlock whenever it is told so. Plain and encrypted
//! connections look alike. Belongs to one loop; closing stops all calls to the listener.
class Socket final : private Poller::Client
{
public:
    class Listener
    {
    public:
        //! Something can go on (either way), or the peer is gone.
        virtual void onSocketReady() = 0;

    protected:
        ~Listener() = default;
    };

    struct Transfer
    {
        Io state = Io::WouldBlock;
        std::size_t bytes = 0;
    };

    Socket(Loop::Impl &loop, Listener &listener) : m_loop(loop), m_listener(listener) { }
    ~Socket() { close(); }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    bool open(int fd); //!< takes it, also when it fails
    bool isOpen() const { return m_fd >= 0; }
    int connectError() const; //!< SO_ERROR of a connect under way
    bool isWritable() const { return m_writable; }
    bool isReadable() const { return m_readable; }
    //! Is there anything to read, an end included? Messages of TLS itself (session tickets) are dealt with and don't count.
    bool hasInput();
    //! The peer closed its side or the connection broke; bytes may still wait to be read.
    bool peerGone() const { return m_peerGone; }

    bool startTls(SSL_CTX *context, bool server);
    //! Client: SNI, and what the server's certificate must show: who signed it, the name (or address).
    void verifyHost(const std::string &host, bool checkChain = true, bool checkName = true);
    bool showCertificate(const crypto::CertificateFile &file); //!< client: when the server asks for one; false: it has no key that fits
    Io handshake();
    bool isTls() const { return m_ssl != nullptr; }
    std::string serverName() const; //!< SNI as received, lower case
    std::vector<std::string> peerCertificates() const; //!< DER of what the peer showed, its own first
    std::string tlsError() const { return m_tlsError; }

    Transfer read(char *data, std::size_t size);
    Transfer write(std::string_view data);
    void shutdownWrite();
    void close();

private:
    void onEvents(std::uint32_t events) override;
    Io tlsState(int result);

    Loop::Impl &m_loop;
    Listener &m_listener;
    int m_fd = -1;
    SSL *m_ssl = nullptr;
    bool m_readable = false;
    bool m_writable = false;
    bool m_peerGone = false;
    bool m_tlsFailed = false;
    std::string m_tlsError;
};

} // namespace gatehouse::net
