// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/live_tail.h"

#include "core/base/text.h"
#include "core/management/local_json.h"
#include "core/management/local_provider.h"
#include "core/telemetry/exchange_json.h"

#include <future>

namespace gatehouse::management {

namespace {

constexpr std::size_t recordsPerWrite = 100;

} // namespace

struct LiveTail::Client
{
    std::shared_ptr<net::ServerExchange> exchange;
    ExchangeFilter filter;
    std::uint64_t cursor = 0;
    bool writing = false;
    bool gone = false;
};

std::string eventText(const ExchangeBuffer::Slice &slice)
{
    std::string text;
    if (slice.missed > 0)
        text += "event: gap\ndata: " + toJson(json::object{{"missed", slice.missed}}) + "\n\n";
    for (const auto &record : slice.records)
        text += "id: " + std::to_string(record->sequence) + "\ndata: " + toJson(telemetry::toJson(*record)) + "\n\n";
    return text;
}

std::uint64_t wantedCursor(const ArmRequest &request, std::uint64_t newest)
{
    for (const auto &text :
         {request.queryValue("after"), std::optional<std::string>{request.headers.get("Last-Event-ID")}}) {
        if (const auto number = text ? toInteger(*text) : std::nullopt; number && *number >= 0)
            return static_cast<std::uint64_t>(*number);
    }
    return newest;
}

LiveTail::LiveTail(net::Loop &loop, ExchangeBuffer &buffer) : m_loop(loop), m_buffer(buffer)
{
    m_listener = m_buffer.listen([this] { m_loop.post([this] { pumpAll(false); }); });
    m_thread = std::thread{[this] { run(); }};
}

LiveTail::~LiveTail()
{
    stop();
}

bool LiveTail::add(std::shared_ptr<net::ServerExchange> exchange, const ArmRequest &request)
{
    std::erase_if(m_clients, [](const auto &client) { return client->gone; });
    if (m_clients.size() >= maxClients)
        return false;
    auto client = std::make_shared<Client>();
    client->exchange = std::move(exchange);
    client->filter = exchangeFilter(request);
    client->cursor = wantedCursor(request, m_buffer.lastCursor());
    http::ResponseHead head;
    head.headers.add("Content-Type", "text/event-stream; charset=utf-8");
    head.headers.add("Cache-Control", "no-store");
    head.headers.add("x-ms-request-id", request.requestId);
    client->exchange->onAborted([weak = std::weak_ptr{client}] {
        if (const auto held = weak.lock())
            held->gone = true;
    });
    client->exchange->start(std::move(head));
    m_clients.push_back(client);
    // A first comment brings the head to the client at once.
    pump(client, m_buffer, true);
    return true;
}

void LiveTail::pump(const std::shared_ptr<Client> &client, const ExchangeBuffer &buffer, bool withHeartbeat)
{
    if (client->writing || client->gone)
        return;
    const auto slice = buffer.after(client->cursor, client->filter, recordsPerWrite);
    client->cursor = slice.cursor;
    auto text = eventText(slice);
    if (text.empty() && withHeartbeat)
        text = ": heartbeat\n\n";
    if (text.empty())
        return;
    client->writing = true;
    client->exchange->write(std::move(text), [client, &buffer](bool delivered) {
        client->writing = false;
        client->gone = client->gone || !delivered;
        pump(client, buffer, false);
    });
}

void LiveTail::pumpAll(bool withHeartbeat)
{
    const auto clients = m_clients; // a client may go while it is written to
    for (const auto &client : clients)
        pump(client, m_buffer, withHeartbeat);
    std::erase_if(m_clients, [](const auto &client) { return client->gone; });
}

void LiveTail::run()
{
    std::unique_lock lock{m_mutex};
    while (!m_wake.wait_for(lock, heartbeat, [this] { return m_stopping; }))
        m_loop.post([this] { pumpAll(true); });
}

void LiveTail::stop()
{
    {
        const std::lock_guard lock{m_mutex};
        if (m_stopping)
            return;
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
    m_buffer.unlisten(m_listener);
    std::promise<void> ended;
    m_loop.post([this, &ended] {
        for (const auto &client : m_clients) {
            client->gone = true;
            client->exchange->finish();
        }
        m_clients.clear();
        ended.set_value();
    });
    ended.get_future().wait();
}

} // namespace gatehouse::management
