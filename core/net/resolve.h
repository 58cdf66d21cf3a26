// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <sys/socket.h>

namespace gatehouse::net {

struct Address
{
    sockaddr_storage address{};
    socklen_t size = 0;
};

//! Finds a host's addresses off the loop's thread; a numeric one needs no resolver. `done` runs on the loop, never inside this call; no
//! addresses: `reason` says why.
void resolve(Loop::Impl &loop, const std::string &host, std::uint16_t port,
             std::function<void(std::vector<Address> addresses, const std::string &reason)> done);

//! A non-blocking socket that connects, or -1 with errno.
int connectTo(const Address &address);

} // namespace gatehouse::net
