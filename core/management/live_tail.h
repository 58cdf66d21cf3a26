// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_request.h"
#include "core/management/exchange_buffer.h"
#include "core/net/http_server.h"
#include "core/net/loop.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::management {

//! The text of server-sent events for a slice: a gap first when something was missed, then one event a record. Pure.
std::string eventText(const ExchangeBuffer::Slice &slice);
//! Where a client wants to go on: ?after=, else Last-Event-ID, else `newest`.
std::uint64_t wantedCursor(const ArmRequest &request, std::uint64_t newest);

//! Clients that watch the exchanges as they end. A slow one is given what the buffer still has when it can take more,
//! and told of the gap: it holds up nobody. Lives on the loop of its exchanges, where all but stop() is called.
class LiveTail
{
public:
    static constexpr std::size_t maxClients = 64;
    static constexpr std::chrono::seconds heartbeat{10};

    LiveTail(net::Loop &loop, ExchangeBuffer &buffer);
    ~LiveTail();
    LiveTail(const LiveTail &) = delete;
    LiveTail &operator=(const LiveTail &) = delete;

    //! False: there are too many already; the exchange was not touched.
    bool add(std::shared_ptr<net::ServerExchange> exchange, const ArmRequest &request);
    //! Ends all streams. Called while the loop runs, from another thread.
    void stop();

private:
    struct Client;

    void pumpAll(bool withHeartbeat);
    static void pump(const std::shared_ptr<Client> &client, const ExchangeBuffer &buffer, bool withHeartbeat);
    void run();

    net::Loop &m_loop;
    ExchangeBuffer &m_buffer;
    std::vector<std::shared_ptr<Client>> m_clients;
    int m_listener = 0;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gatehouse::management
