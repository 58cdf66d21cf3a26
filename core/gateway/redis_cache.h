// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/log.h"
#include "core/net/redis_client.h"
#include "core/policy/external_cache.h"
#include "core/policy/services.h"

#include <memory>
#include <string>

namespace gatehouse::gateway {

//! The external cache of a configuration: entries in Redis under a digest of their key, in the form of policy::encodeCached(). What waits
//! for it may outlive it. Belongs to one worker.
class RedisCache final : public policy::ExternalCache
{
public:
    RedisCache(net::Loop::Impl &loop, std::unique_ptr<net::RedisClient> client, std::string prefix, Logger &logger);

    policy::OperationPointer find(std::string_view key, std::function<void(policy::CacheHit)> done) override;
    policy::OperationPointer store(std::string_view key, const policy::CachedContent &content, std::chrono::microseconds duration,
                                   std::function<void()> done) override;
    policy::OperationPointer remove(std::string_view key, std::function<void()> done) override;
    policy::OperationPointer remember(std::string_view name, std::chrono::milliseconds life, std::function<void(bool)> done) override;

private:
    class Command;
    struct Connection
    {
        std::unique_ptr<net::RedisClient> client;
        Logger &logger;
        bool works = true;
        void reached(const Result<std::vector<net::RespValue>> &replies);
    };
    using Done = std::function<void(const std::vector<net::RespValue> &)>; //!< nothing: it failed
    policy::OperationPointer send(const std::string &commands, std::size_t replies, Done done);
    std::string keyOf(std::string_view key) const;

    net::Loop::Impl &m_loop;
    std::shared_ptr<Connection> m_connection;
    std::string m_prefix;
};

} // namespace gatehouse::gateway
