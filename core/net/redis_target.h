// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::net {

//! Where a Redis server is and how to enter it.
struct RedisTarget
{
    std::string host;
    std::uint16_t port = 6379;
    bool tls = false;
    std::string user; //!< "": the default user
    SecretString password;
    int database = 0;
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds commandTimeout{1'000};

    std::string text() const; //!< "host:port", without secrets
    bool operator==(const RedisTarget &) const = default;
};

//! Reads "redis://[user[:password]@]host[:port][/database]", "rediss://" for TLS, or the form of Azure's caches:
//! "host:port,password=...,ssl=True,abortConnect=False" (also user, defaultDatabase, connectTimeout, syncTimeout, asyncTimeout in ms; what
//! concerns .NET's client alone is skipped). Fails with Invalid "net.badRedisTarget" (args: reason), which never holds the text.
Result<RedisTarget> parseRedisTarget(std::string_view text);

} // namespace gatehouse::net
