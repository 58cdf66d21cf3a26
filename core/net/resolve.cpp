// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolve.h"

#include "core/net/loop_impl.h"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

namespace gatehouse::net {

namespace {

bool readNumeric(const std::string &host, std::uint16_t port, Address &out)
{
    auto &v4 = reinterpret_cast<sockaddr_in &>(out.address);
    if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        out.size = sizeof v4;
        return true;
    }
    auto &v6 = reinterpret_cast<sockaddr_in6 &>(out.address);
    if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        out.size = sizeof v6;
        return true;
    }
    return false;
}

} // namespace

void resolve(Loop::Impl &loop, const std::string &host, std::uint16_t port,
             std::function<void(std::vector<Address>, const std::string &)> done)
{
    Address numeric;
    if (readNumeric(host, port, numeric)) {
        loop.defer([numeric, done = std::move(done)] { done({numeric}, {}); });
        return;
    }
    using Tcp = boost::asio::ip::tcp;
    const auto resolver = std::make_shared<Tcp::resolver>(loop.context);
    resolver->async_resolve(host, std::to_string(port), Tcp::resolver::numeric_service,
                            [resolver, done = std::move(done)](const boost::system::error_code &error,
                                                               const Tcp::resolver::results_type &results) {
                                std::vector<Address> addresses;
                                if (!error) {
                                    for (const auto &result : results) {
                                        auto &address = addresses.emplace_back();
                                        address.size = static_cast<socklen_t>(result.endpoint().size());
                                        std::memcpy(&address.address, result.endpoint().data(), address.size);
                                    }
                                }
                                done(std::move(addresses), error ? error.message() : "no address");
                            });
}

int connectTo(const Address &address)
{
    const int fd = ::socket(address.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&address.address), address.size) == 0 || errno == EINPROGRESS)
        return fd;
    const int error = errno;
    ::close(fd);
    errno = error;
    return -1;
}

} // namespace gatehouse::net
