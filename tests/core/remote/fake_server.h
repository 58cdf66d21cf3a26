// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::test {

//! A small HTTP/1.1 server on a real socket whose answers the test writes as bytes. One thread a connection; keeps all
//! it was asked.
class FakeServer
{
public:
    struct Request
    {
        std::string method, target, body;
        std::map<std::string, std::string> headers; //!< names in lower case
    };
    //! Sends bytes; false when the client is gone.
    using Send = std::function<bool(const std::string &)>;
    using Handler = std::function<void(const Request &, const Send &)>;

    explicit FakeServer(Handler handler) : m_handler(std::move(handler))
    {
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address);
        ::listen(m_socket, 64);
        socklen_t length = sizeof address;
        ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &length);
        m_port = ntohs(address.sin_port);
        m_acceptor = std::thread([this] { acceptAll(); });
    }
    ~FakeServer()
    {
        m_stopping = true;
        m_acceptor.join();
        for (auto &thread : m_connections)
            thread.join();
        ::close(m_socket);
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::vector<Request> requests() const
    {
        std::scoped_lock lock(m_mutex);
        return m_requests;
    }
    bool isStopping() const { return m_stopping; }

    static std::string answer(int status, const std::string &body, const std::string &headers = {})
    {
        return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
    }

private:
    void acceptAll()
    {
        while (!m_stopping) {
            pollfd ready{m_socket, POLLIN, 0};
            if (::poll(&ready, 1, 20) <= 0)
                continue;
            const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection >= 0)
                m_connections.emplace_back([this, connection] { serve(connection); });
        }
    }

    bool readMore(int connection, std::string &bytes) const
    {
        while (!m_stopping) {
            pollfd ready{connection, POLLIN, 0};
            if (::poll(&ready, 1, 20) <= 0)
                continue;
            char piece[65536];
            const auto count = ::recv(connection, piece, sizeof piece, 0);
            if (count <= 0)
                return false;
            bytes.append(piece, static_cast<std::size_t>(count));
            return true;
        }
        return false;
    }

    bool readRequest(int connection, std::string &bytes, Request &request) const
    {
        std::size_t end = 0;
        while ((end = bytes.find("\r\n\r\n")) == std::string::npos) {
            if (!readMore(connection, bytes))
                return false;
        }
        const auto head = bytes.substr(0, end + 2);
        request.method = head.substr(0, head.find(' '));
        const auto target = request.method.size() + 1;
        request.target = head.substr(target, head.find(' ', target) - target);
        for (auto at = head.find("\r\n") + 2; at < head.size();) {
            const auto lineEnd = head.find("\r\n", at);
            const auto colon = head.find(": ", at);
            auto name = head.substr(at, colon - at);
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            request.headers[name] = head.substr(colon + 2, lineEnd - colon - 2);
            at = lineEnd + 2;
        }
        const auto length = request.headers.count("content-length") ? std::stoul(request.headers["content-length"]) : 0;
        while (bytes.size() < end + 4 + length) {
            if (!readMore(connection, bytes))
                return false;
        }
        request.body = bytes.substr(end + 4, length);
        bytes.erase(0, end + 4 + length);
        return true;
    }

    bool readNext(int connection, std::string &bytes, Request &request) const
    {
        request = {};
        return readRequest(connection, bytes, request);
    }

    void serve(int connection)
    {
        std::string bytes;
        Request request;
        bool open = true;
        const Send send = [connection, &open](const std::string &text) {
            if (text.empty())
                open = false; // an empty piece closes
            for (std::size_t sent = 0; open && sent < text.size();) {
                const auto count = ::send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
                open = count > 0;
                sent += open ? static_cast<std::size_t>(count) : 0;
            }
            return open;
        };
        while (open && readNext(connection, bytes, request)) {
            {
                std::scoped_lock lock(m_mutex);
                m_requests.push_back(request);
            }
            m_handler(request, send);
        }
        ::close(connection);
    }

    Handler m_handler;
    int m_socket = -1;
    int m_port = 0;
    std::atomic<bool> m_stopping = false;
    std::thread m_acceptor;
    std::vector<std::thread> m_connections;
    mutable std::mutex m_mutex;
    std::vector<Request> m_requests;
};

} // namespace gatehouse::test
