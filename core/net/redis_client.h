// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"
#include "core/net/redis_target.h"
#include "core/net/resp.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::net {

struct RedisClientOptions
{
    RedisTarget target;
    std::string caPem; //!< extra trust anchors beside the system's
    std::size_t connections = 2;
    std::size_t maxPending = 4096; //!< commands that wait on one connection
};

//! Cancels on destruction; its callback then never runs. May outlive the client.
class RedisCall
{
public:
    virtual ~RedisCall() = default;
};

//! Commands to one server on a few pipelined connections of a loop. Connects when first used, and again after a failure: then with
//! growing pauses in which every command fails at once. Used and destroyed on the loop's thread.
class RedisClient
{
public:
    using Done = std::function<void(Result<std::vector<RespValue>>)>;

    //! Fails as makeClientTlsContext() does.
    static Result<std::unique_ptr<RedisClient>> create(Loop::Impl &loop, RedisClientOptions options);
    virtual ~RedisClient() = default;

    //! `commands` as appendCommand() writes them, `replies` of them, in one go; they keep their order on their connection. `done` runs
    //! never inside this call, with a value a command: an error that Redis answers is such a value. Failures: Unavailable
    //! "net.redisUnavailable" (args: reason), Timeout "net.redisTimeout", TooMany "net.redisBusy".
    virtual std::unique_ptr<RedisCall> send(std::string_view commands, std::size_t replies, Done done) = 0;
};

} // namespace gatehouse::net
