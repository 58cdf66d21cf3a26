// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/ip_address.h"

#include <arpa/inet.h>

#include <string>

namespace gatehouse::policy {

std::optional<IpAddress> parseIpAddress(std::string_view text)
{
    if (text.starts_with('[') && text.ends_with(']'))
        text = text.substr(1, text.size() - 2);
    std::string plain(text.substr(0, text.find('%')));
    if (plain.find(':') == std::string::npos)
        plain.insert(0, "::ffff:");
    IpAddress address{};
    // inet_pton would read "1.2.3" in no form and "::ffff:1.2.3.4" in exactly this one.
    if (plain.size() != std::char_traits<char>::length(plain.c_str()) || inet_pton(AF_INET6, plain.c_str(), address.data()) != 1)
        return std::nullopt;
    return address;
}

} // namespace gatehouse::policy
