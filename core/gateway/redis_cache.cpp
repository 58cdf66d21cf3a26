// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/redis_cache.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/net/loop_impl.h"
#include "core/policy/cached_content.h"

#include <algorithm>

namespace gatehouse::gateway {

//! Keeps the connection alive while somebody waits; it never goes inside its own callback.
class RedisCache::Command final : public policy::Operation
{
public:
    Command(net::Loop::Impl &loop, std::shared_ptr<Connection> connection, const std::string &commands, std::size_t replies, Done done)
        : m_loop(loop), m_connection(std::move(connection)), m_done(std::move(done))
    {
        m_call = m_connection->client->send(commands, replies, [this](const Result<std::vector<net::RespValue>> &values) {
            m_connection->reached(values);
            if (const auto finished = std::exchange(m_done, nullptr)) // may destroy this
                finished(values ? *values : std::vector<net::RespValue>());
        });
    }
    ~Command() override
    {
        m_call.reset();
        if (m_connection.use_count() == 1)
            m_loop.defer([last = std::move(m_connection)] { });
    }
    void cancel() override
    {
        m_done = nullptr;
        m_call.reset();
    }

private:
    net::Loop::Impl &m_loop;
    std::shared_ptr<Connection> m_connection;
    Done m_done;
    std::unique_ptr<net::RedisCall> m_call;
};

void RedisCache::Connection::reached(const Result<std::vector<net::RespValue>> &replies)
{
    const bool refused = replies && std::any_of(replies->begin(), replies->end(), [](const auto &reply) { return reply.isError(); });
    const bool answers = replies && !refused;
    if (answers == std::exchange(works, answers))
        return;
    if (answers)
        logger.info("the external cache answers again");
    else
        logger.error("the external cache does not answer, and nothing is found in it: {}",
                     refused ? "it refuses commands" : replies.error().debugText());
}

RedisCache::RedisCache(net::Loop::Impl &loop, std::unique_ptr<net::RedisClient> client, std::string prefix, Logger &logger)
    : m_loop(loop), m_connection(std::make_shared<Connection>(Connection{std::move(client), logger})), m_prefix(std::move(prefix))
{
}

//! Keys hold what requests varied by, tokens too.
std::string RedisCache::keyOf(std::string_view key) const
{
    return m_prefix + crypto::toHex(crypto::sha256(key));
}

policy::OperationPointer RedisCache::send(const std::string &commands, std::size_t replies, Done done)
{
    return std::make_unique<Command>(m_loop, m_connection, commands, replies, std::move(done));
}

policy::OperationPointer RedisCache::find(std::string_view key, std::function<void(policy::CacheHit)> done)
{
    const auto name = keyOf(key);
    std::string commands;
    net::appendCommand(commands, {"GET", name});
    net::appendCommand(commands, {"PTTL", name});
    return send(commands, 2, [done = std::move(done)](const std::vector<net::RespValue> &replies) {
        policy::CacheHit hit;
        if (replies.size() == 2 && replies[0].kind == net::RespValue::Kind::Bulk && replies[1].integer > 0) {
            if (auto content = policy::decodeCached(replies[0].text)) {
                hit.content = std::make_shared<const policy::CachedContent>(std::move(*content));
                hit.left = std::chrono::milliseconds(replies[1].integer);
            }
        }
        done(std::move(hit));
    });
}

policy::OperationPointer RedisCache::store(std::string_view key, const policy::CachedContent &content, std::chrono::microseconds duration,
                                           std::function<void()> done)
{
    const auto name = keyOf(key);
    const auto bytes = policy::encodeCached(content);
    const auto life = std::to_string(std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()));
    std::string commands;
    net::appendCommand(commands, {"SET", name, bytes, "PX", life});
    return send(commands, 1, [done = std::move(done)](const std::vector<net::RespValue> &) { done(); });
}

policy::OperationPointer RedisCache::remember(std::string_view name, std::chrono::milliseconds life, std::function<void(bool)> done)
{
    std::string commands;
    net::appendCommand(commands, {"SET", m_prefix + "once:" + crypto::base64Url(name), "1", "NX", "PX", std::to_string(life.count())});
    return send(commands, 1, [done = std::move(done)](const std::vector<net::RespValue> &replies) {
        done(replies.size() != 1 || replies[0].kind != net::RespValue::Kind::Null);
    });
}

policy::OperationPointer RedisCache::remove(std::string_view key, std::function<void()> done)
{
    std::string commands;
    net::appendCommand(commands, {"DEL", keyOf(key)});
    return send(commands, 1, [done = std::move(done)](const std::vector<net::RespValue> &) { done(); });
}

} // namespace gatehouse::gateway
