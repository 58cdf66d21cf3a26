// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/host_check.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <unistd.h>

namespace gatehouse::management {

namespace {

//! "127.0.0.1:41000" and "[::1]:41000" without port and brackets; "" when it is neither.
std::string_view hostOf(std::string_view header)
{
    if (header.starts_with('[')) {
        const auto end = header.find(']');
        const auto rest = end == std::string_view::npos ? std::string_view{"?"} : header.substr(end + 1);
        return rest.empty() || rest.starts_with(':') ? header.substr(1, end - 1) : std::string_view{};
    }
    const auto colon = header.find(':');
    if (colon != std::string_view::npos && !toInteger(header.substr(colon + 1)))
        return {};
    return header.substr(0, colon);
}

bool isLiteral(const std::string &host)
{
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return ::inet_pton(AF_INET, host.c_str(), address.data()) == 1
        || ::inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

} // namespace

HostCheck::HostCheck(const std::vector<net::Endpoint> &endpoints, bool remote)
    : m_names{"localhost", "127.0.0.1", "::1"}
    , m_anyLiteral(remote)
{
    for (const auto &endpoint : endpoints)
        m_names.push_back(toLower(endpoint.host));
    std::array<char, 256> name{};
    if (remote && ::gethostname(name.data(), name.size() - 1) == 0)
        m_names.push_back(toLower(name.data()));
}

bool HostCheck::allows(std::string_view hostHeader) const
{
    auto host = toLower(hostOf(hostHeader));
    if (host.ends_with('.'))
        host.pop_back();
    if (host.empty())
        return false;
    return std::ranges::find(m_names, host) != m_names.end() || (m_anyLiteral && isLiteral(host));
}

} // namespace gatehouse::management
