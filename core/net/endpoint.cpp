// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/net/http_server.h"

#include <arpa/inet.h>

namespace gatehouse::net {

Result<Endpoint> Endpoint::parse(std::string_view text)
{
    const auto invalid = [&](const char *reason) {
        return fail(ErrorKind::Invalid, "net.badEndpoint", {{"endpoint", std::string(text)}, {"reason", reason}});
    };
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return invalid("no port");
    auto host = text.substr(0, colon);
    const auto port = toInteger(text.substr(colon + 1));
    if (!port || *port < 0 || *port > 65535)
        return invalid("bad port");
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        in6_addr address;
        if (inet_pton(AF_INET6, std::string(host).c_str(), &address) != 1)
            return invalid("bad IPv6 address");
    } else if (host.empty() || host.find_first_of("[]:/ \t") != std::string_view::npos) {
        return invalid("bad host");
    }
    return Endpoint{std::string(host), static_cast<std::uint16_t>(*port)};
}

std::string Endpoint::text() const
{
    const auto shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return shown + ":" + std::to_string(port);
}

bool Endpoint::isLoopback() const
{
    in_addr v4;
    in6_addr v6;
    if (inet_pton(AF_INET, host.c_str(), &v4) == 1)
        return (ntohl(v4.s_addr) >> 24) == 127;
    if (inet_pton(AF_INET6, host.c_str(), &v6) == 1)
        return IN6_IS_ADDR_LOOPBACK(&v6) != 0;
    return equalsIgnoreCase(host, "localhost");
}

} // namespace gatehouse::net
