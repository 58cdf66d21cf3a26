// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace gatehouse::net {

//! An HTTP proxy on the way to an origin, spoken to in the clear. Requests to an http origin are sent to it in absolute form; for an
//! https origin it is asked to CONNECT, and TLS is the origin's.
struct ProxyAddress
{
    std::string host; //!< "" : no proxy
    std::uint16_t port = 0;
    std::string authorization; //!< of Proxy-Authorization; "" : none

    explicit operator bool() const { return !host.empty(); }
    bool operator==(const ProxyAddress &) const = default;
};

} // namespace gatehouse::net
