// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/authority.h"

#include "core/http/characters.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

bool isPort(std::string_view text)
{
    if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), detail::isDigit))
        return false;
    int port = 0;
    for (const char c : text)
        port = port * 10 + (c - '0');
    return port >= 1 && port <= 65535;
}

bool isIpv6Character(char c)
{
    return detail::hexValue(c) >= 0 || c == ':' || c == '.';
}

} // namespace

bool isAuthority(std::string_view text)
{
    std::size_t hostEnd = 0;
    if (!text.empty() && text.front() == '[') {
        while (++hostEnd < text.size() && isIpv6Character(text[hostEnd])) { }
        if (hostEnd < 3 || hostEnd == text.size() || text[hostEnd] != ']')
            return false;
        ++hostEnd;
    } else {
        while (hostEnd < text.size() && detail::isIn(detail::unreservedTable, text[hostEnd]))
            ++hostEnd;
    }
    if (hostEnd == 0)
        return false;
    return hostEnd == text.size() || (text[hostEnd] == ':' && isPort(text.substr(hostEnd + 1)));
}

} // namespace gatehouse::http
