// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/raw_client.h"
#include "tests/support/tls_identity.h"

#include <openssl/ssl.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::test {

using SslContext = std::unique_ptr<SSL_CTX, crypto::HandleDeleter<SSL_CTX_free>>;
using SslSession = std::unique_ptr<SSL, crypto::HandleDeleter<SSL_free>>;

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

//! A backend that refuses who has no client certificate, and answers with the thumbprint of the one it was shown.
class TlsBackend
{
public:
    explicit TlsBackend(const TlsIdentity &identity) : m_context(SSL_CTX_new(TLS_server_method())), m_listener(::socket(AF_INET, SOCK_STREAM, 0))
    {
        std::signal(SIGPIPE, SIG_IGN); // SSL_write to a gateway that has gone
        identity.use(m_context.get());
        SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, [](int, X509_STORE_CTX *) { return 1; });
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(m_listener, 8) != 0)
            qFatal("no listener");
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { run(); });
    }
    ~TlsBackend()
    {
        m_stop = true;
        m_thread.join();
        ::close(m_listener);
    }
    TlsBackend(const TlsBackend &) = delete;
    TlsBackend &operator=(const TlsBackend &) = delete;

    std::string url() const { return "https://localhost:" + std::to_string(m_port); }
    int connections() const { return m_connections; }
    int requests() const { return m_requests; }

private:
    struct Connection
    {
        int descriptor;
        SslSession session;
    };
    void run()
    {
        std::vector<Connection> open;
        while (!m_stop) {
            std::vector<pollfd> waiting{{m_listener, POLLIN, 0}};
            for (const auto &connection : open)
                waiting.push_back({connection.descriptor, POLLIN, 0});
            if (::poll(waiting.data(), waiting.size(), 20) <= 0)
                continue;
            for (std::size_t i = open.size(); i-- > 0;) {
                if (waiting[i + 1].revents && !serve(open[i].session.get())) {
                    open[i].session.reset();
                    ::close(open[i].descriptor);
                    open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
                }
            }
            if (waiting[0].revents)
                accept(open);
        }
        for (auto &connection : open) {
            connection.session.reset();
            ::close(connection.descriptor);
        }
    }
    void accept(std::vector<Connection> &open)
    {
        Connection connection{::accept(m_listener, nullptr, nullptr), SslSession(SSL_new(m_context.get()))};
        SSL_set_fd(connection.session.get(), connection.descriptor);
        if (SSL_accept(connection.session.get()) != 1) {
            connection.session.reset();
            ::close(connection.descriptor);
            return;
        }
        ++m_connections;
        open.push_back(std::move(connection));
    }
    bool serve(SSL *session)
    {
        std::string head;
        char c = 0;
        while (!head.ends_with("\r\n\r\n")) {
            if (SSL_read(session, &c, 1) <= 0)
                return false;
            head += c;
        }
        ++m_requests;
        const auto body = thumbprintText(SSL_get0_peer_certificate(session)).toStdString();
        const auto answer = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        if (SSL_write(session, answer.data(), static_cast<int>(answer.size())) <= 0)
            return false;
        // Servers send session tickets when they like, also while nothing is asked.
        return SSL_new_session_ticket(session) == 1 && SSL_do_handshake(session) == 1;
    }

    SslContext m_context;
    int m_listener;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stop{false};
    std::atomic<int> m_connections{0}, m_requests{0};
    std::thread m_thread;
};

} // namespace gatehouse::test
