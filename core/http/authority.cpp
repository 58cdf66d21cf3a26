// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/authority.h"

#include "core/http/characters.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace gatehouse::http {

namespace {

//! 1 to 65535, or 0.
std::uint16_t portOf(std::string_view text)
{
    if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), detail::isDigit))
        return 0;
    unsigned port = 0;
    for (const char c : text)
        port = port * 10 + static_cast<unsigned>(c - '0');
    return port <= 65535 ? static_cast<std::uint16_t>(port) : 0;
}

bool isIpv6(std::string_view text)
{
    std::array<char, INET6_ADDRSTRLEN> copy{};
    if (text.size() >= copy.size())
        return false;
    std::copy(text.begin(), text.end(), copy.begin());
    in6_addr address;
    return inet_pton(AF_INET6, copy.data(), &address) == 1 && text.find('\0') == std::string_view::npos;
}

bool isName(std::string_view text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return detail::isIn(detail::unreservedTable, c); });
}

} // namespace

std::optional<Authority> splitAuthority(std::string_view text)
{
    const bool isBracketed = text.starts_with('[');
    const auto hostEnd = isBracketed ? text.find(']') : std::min(text.find(':'), text.size());
    if (hostEnd == std::string_view::npos)
        return std::nullopt;
    const auto host = text.substr(isBracketed ? 1 : 0, isBracketed ? hostEnd - 1 : hostEnd);
    if (isBracketed ? !isIpv6(host) : !isName(host))
        return std::nullopt;
    const auto rest = text.substr(hostEnd + (isBracketed ? 1 : 0));
    if (rest.empty())
        return Authority{host, 0};
    const auto port = rest.front() == ':' ? portOf(rest.substr(1)) : std::uint16_t{0};
    return port == 0 ? std::nullopt : std::optional{Authority{host, port}};
}

bool isAuthority(std::string_view text)
{
    return splitAuthority(text).has_value();
}

} // namespace gatehouse::http
