// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/listener.h"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::net {

namespace {

constexpr int backlog = 4096;
// Then other sockets have their turn; and how long to wait when the process has no descriptor left.
constexpr int acceptBatch = 512;
constexpr std::chrono::milliseconds exhaustedPause{100};

std::string addressText(const sockaddr_storage &address)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET) {
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in &>(address).sin_addr, text, sizeof text);
        return text;
    }
    const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(address).sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6))
        inet_ntop(AF_INET, &v6.s6_addr[12], text, sizeof text);
    else
        inet_ntop(AF_INET6, &v6, text, sizeof text);
    return text;
}

std::uint16_t boundPort(int fd)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size);
    return ntohs(address.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in &>(address).sin_port
                                              : reinterpret_cast<const sockaddr_in6 &>(address).sin6_port);
}

int listenAt(const addrinfo &info, bool reusePort)
{
    const int fd = ::socket(info.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (reusePort)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (::bind(fd, info.ai_addr, info.ai_addrlen) == 0 && ::listen(fd, backlog) == 0)
        return fd;
    const int error = errno;
    ::close(fd);
    errno = error;
    return -1;
}

} // namespace

Result<std::unique_ptr<Listener>> Listener::open(Loop::Impl &loop, const Endpoint &endpoint, bool reusePort)
{
    const auto failed = [&](const char *reason) {
        return fail(ErrorKind::Unavailable, "net.listen", {{"endpoint", endpoint.text()}, {"reason", reason}});
    };
    addrinfo hints{};
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_family = endpoint.host == "localhost" ? AF_INET : AF_UNSPEC;
    addrinfo *found = nullptr;
    if (const int error = getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &hints, &found); error != 0)
        return failed(gai_strerror(error));
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, freeaddrinfo);
    const int fd = listenAt(*list, reusePort);
    if (fd < 0)
        return failed(strerror(errno));
    auto bound = endpoint;
    bound.port = boundPort(fd);
    return std::unique_ptr<Listener>(new Listener(loop, fd, std::move(bound)));
}

Listener::~Listener()
{
    close();
}

void Listener::start(Accepted accepted)
{
    m_accepted = std::move(accepted);
    if (m_fd >= 0)
        m_registered = m_loop.poller.add(m_fd, *this);
}

void Listener::close()
{
    if (m_fd < 0)
        return;
    if (m_registered)
        m_loop.poller.remove(m_fd, *this);
    ::close(m_fd);
    m_fd = -1;
}

void Listener::onEvents(std::uint32_t)
{
    m_waiting = false;
    if (!m_full)
        acceptAll();
}

void Listener::onDeadline()
{
    acceptAll();
}

void Listener::resume()
{
    m_full = false;
    if (!m_waiting)
        m_loop.wheel.set(*this, std::chrono::steady_clock::now());
}

void Listener::acceptAll()
{
    for (int i = 0; i < acceptBatch; ++i) {
        if (m_fd < 0)
            return;
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int fd = ::accept4(m_fd, reinterpret_cast<sockaddr *>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            m_full = !m_accepted(fd, addressText(address));
            if (m_full)
                return;
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            m_waiting = true;
            return;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            m_loop.wheel.set(*this, std::chrono::steady_clock::now() + exhaustedPause);
            return;
        }
    }
    resume();
}

} // namespace gatehouse::net
