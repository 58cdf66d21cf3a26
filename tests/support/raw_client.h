// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::test {

//! A blocking loopback connection that sends exactly the bytes it is given; every read has a deadline.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port, int receiveBuffer = 0)
    {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (receiveBuffer > 0)
            setsockopt(m_fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected = ::connect(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
        const int on = 1;
        setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~RawClient() { close(); }
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    bool isConnected() const { return m_connected; }
    int descriptor() const { return m_fd; }

    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    //! One read; "" at the end of the stream, on reset and after the deadline (then atEnd() is false).
    std::string some(std::chrono::milliseconds wait = std::chrono::seconds(10))
    {
        pollfd item{m_fd, POLLIN, 0};
        if (::poll(&item, 1, static_cast<int>(wait.count())) <= 0)
            return {};
        char buffer[65536];
        const auto got = ::recv(m_fd, buffer, sizeof buffer, 0);
        if (got <= 0) {
            m_atEnd = true;
            m_wasReset = got < 0;
            return {};
        }
        return {buffer, static_cast<std::size_t>(got)};
    }
    bool atEnd() const { return m_atEnd; }
    bool wasReset() const { return m_wasReset; }

    //! Reads until `mark` is there; all that came up to its end, the rest is kept.
    std::string until(std::string_view mark, std::chrono::milliseconds wait = std::chrono::seconds(10))
    {
        const auto deadline = std::chrono::steady_clock::now() + wait;
        auto found = m_kept.find(mark);
        while (found == std::string::npos) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0)
                return std::exchange(m_kept, {});
            const auto piece = some(left);
            if (piece.empty())
                return std::exchange(m_kept, {});
            m_kept += piece;
            found = m_kept.find(mark);
        }
        const auto end = found + mark.size();
        auto text = m_kept.substr(0, end);
        m_kept.erase(0, end);
        return text;
    }
    std::string exactly(std::size_t count, std::chrono::milliseconds wait = std::chrono::seconds(10))
    {
        while (m_kept.size() < count) {
            const auto piece = some(wait);
            if (piece.empty())
                break;
            m_kept += piece;
        }
        auto text = m_kept.substr(0, count);
        m_kept.erase(0, text.size());
        return text;
    }
    //! A whole response with Content-Length, or the head alone when it has none.
    std::string response()
    {
        auto text = until("\r\n\r\n");
        const auto field = text.find("Content-Length: ");
        if (field != std::string::npos)
            text += exactly(static_cast<std::size_t>(std::stoul(text.substr(field + 16))));
        return text;
    }
    //! Everything until the other side closes.
    std::string toEnd(std::chrono::milliseconds wait = std::chrono::seconds(10))
    {
        std::string text = std::exchange(m_kept, {});
        for (auto piece = some(wait); !piece.empty(); piece = some(wait))
            text += piece;
        return text;
    }
    void shutdownWrite() { ::shutdown(m_fd, SHUT_WR); }
    void close()
    {
        if (m_fd >= 0)
            ::close(m_fd);
        m_fd = -1;
    }
    //! Closes so that the other side gets a reset.
    void reset()
    {
        const linger now{1, 0};
        setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }

private:
    int m_fd = -1;
    bool m_connected = false;
    bool m_atEnd = false;
    bool m_wasReset = false;
    std::string m_kept;
};

//! Status of a response's first line, 0 when there is none.
inline int statusOf(std::string_view response)
{
    if (!response.starts_with("HTTP/1.") || response.size() < 12)
        return 0;
    return (response[9] - '0') * 100 + (response[10] - '0') * 10 + (response[11] - '0');
}

inline std::string bodyOf(std::string_view response)
{
    const auto head = response.find("\r\n\r\n");
    return head == std::string_view::npos ? std::string() : std::string(response.substr(head + 4));
}

} // namespace gatehouse::test
