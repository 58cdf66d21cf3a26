// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/redis_client.h"

#include "core/net/redis_connection.h"
#include "core/net/tls_context.h"

#include <algorithm>

namespace gatehouse::net {

namespace {

class Call final : public RedisCall
{
public:
    explicit Call(std::shared_ptr<RedisConnection::Waiter> waiter) : m_waiter(std::move(waiter)) { }
    ~Call() override { m_waiter->done = nullptr; }

private:
    std::shared_ptr<RedisConnection::Waiter> m_waiter;
};

class Client final : public RedisClient
{
public:
    Client(Loop::Impl &loop, RedisClientOptions options, TlsContextPointer tls) : m_options(std::move(options)), m_tls(std::move(tls))
    {
        for (std::size_t i = 0; i < std::max<std::size_t>(1, m_options.connections); ++i)
            m_connections.push_back(std::make_unique<RedisConnection>(loop, m_options, m_tls.get()));
    }

    std::unique_ptr<RedisCall> send(std::string_view commands, std::size_t replies, Done done) override
    {
        auto waiter = std::make_shared<RedisConnection::Waiter>();
        waiter->done = std::move(done);
        const auto idlest = std::min_element(m_connections.begin(), m_connections.end(),
                                             [](const auto &a, const auto &b) { return a->pending() < b->pending(); });
        (*idlest)->send(commands, replies, waiter);
        return std::make_unique<Call>(std::move(waiter));
    }

private:
    RedisClientOptions m_options;
    TlsContextPointer m_tls;
    std::vector<std::unique_ptr<RedisConnection>> m_connections;
};

} // namespace

Result<std::unique_ptr<RedisClient>> RedisClient::create(Loop::Impl &loop, RedisClientOptions options)
{
    TlsContextPointer tls;
    if (options.target.tls) {
        auto made = makeClientTlsContext(options.caPem);
        if (!made)
            return tl::unexpected(made.error());
        tls = std::move(*made);
    }
    return std::make_unique<Client>(loop, std::move(options), std::move(tls));
}

} // namespace gatehouse::net
