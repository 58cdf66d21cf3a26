// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/output_buffer.h"
#include "core/net/redis_client.h"
#include "core/net/resolve.h"
#include "core/net/socket.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::net {

//! One connection of a RedisClient: what is sent waits in a line, and replies come in its order.
class RedisConnection final : private Socket::Listener, private TimerWheel::Entry
{
public:
    //! Whoever waits; cleared when nobody does any more.
    struct Waiter
    {
        RedisClient::Done done;
    };

    RedisConnection(Loop::Impl &loop, const RedisClientOptions &options, SSL_CTX *tls);
    ~RedisConnection() override;

    std::size_t pending() const { return m_pending.size(); }
    void send(std::string_view commands, std::size_t replies, std::shared_ptr<Waiter> waiter);

private:
    enum class State { Down, Connecting, Handshake, Up };
    struct Batch
    {
        std::shared_ptr<Waiter> waiter; //!< null: the greeting
        std::size_t replies = 0;
        std::vector<RespValue> values;
        SteadyTime deadline;
    };

    void connect();
    void greet();
    void tryNext(const std::string &lastReason);
    void onSocketReady() override;
    void onDeadline() override;
    void connecting();
    void handshaking();
    void flushSoon();
    void flush();
    void read();
    bool take();
    bool takeOne(RespValue value);
    void fail(Error error);
    void tellAll(Error error);
    void updateDeadline();
    static Error unavailable(std::string reason);

    Loop::Impl &m_loop;
    const RedisClientOptions &m_options;
    SSL_CTX *m_tls;
    Socket m_socket;
    OutputBuffer m_out;
    std::string m_in;
    std::deque<Batch> m_pending;
    std::vector<Address> m_addresses;
    std::size_t m_nextAddress = 0;
    State m_state = State::Down;
    SteadyTime m_connectDeadline = SteadyTime::max();
    SteadyTime m_notBefore{}; //!< end of the pause after a failure
    int m_failures = 0;
    bool m_flushQueued = false;
    std::uint64_t m_serial = 0; //!< of the connect under way
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace gatehouse::net
