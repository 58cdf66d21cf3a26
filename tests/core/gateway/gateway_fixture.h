// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/gateway/gateway.h"
#include "core/net/http_server.h"
#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::test {

//! False when it does not come true within ten seconds.
inline bool waitFor(const std::function<bool()> &condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

//! A backend on its own loop that keeps what reached it. `/echo` gives the body back, `/hold` never answers, `/slow/N` waits, others say what
//! they are; a test may put its own handler in.
class Backend
{
public:
    struct Seen
    {
        http::RequestHead head;
        std::string body;
    };
    using Handler = std::function<bool(const std::shared_ptr<net::ServerExchange> &)>; //!< true: it took it

    explicit Backend(std::vector<net::ServerCertificate> certificates = {}, Handler handler = {}) : m_handler(std::move(handler))
    {
        net::HttpServerOptions options;
        options.certificates = std::move(certificates);
        auto server = net::HttpServer::listen(m_loop, std::move(options), [this](const std::shared_ptr<net::ServerExchange> &exchange) { take(exchange); });
        if (server)
            m_server = std::move(*server);
        m_loop.start("test-backend");
    }
    ~Backend()
    {
        m_loop.stop();
        m_held.clear();
        m_server.reset();
    }

    std::uint16_t port() const { return m_server->endpoint().port; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
    net::Loop &loop() { return m_loop; }
    std::vector<Seen> seen() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_seen;
    }
    std::size_t count() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_seen.size();
    }
    int aborts() const { return m_aborts; }

private:
    void take(const std::shared_ptr<net::ServerExchange> &exchange)
    {
        exchange->onAborted([this] { ++m_aborts; });
        {
            const std::scoped_lock lock(m_mutex);
            m_seen.push_back({exchange->request(), {}});
        }
        if (m_handler && m_handler(exchange))
            return;
        const auto target = exchange->request().target;
        if (target.find("/hold") != std::string::npos) {
            m_held.push_back(exchange);
            return;
        }
        exchange->readAll(64U << 20, [this, exchange](Result<std::string> body) {
            if (!body)
                return;
            {
                const std::scoped_lock lock(m_mutex);
                m_seen.back().body = *body;
            }
            http::Response response;
            response.head.headers.add("Content-Type", "text/plain");
            response.head.headers.add("X-Backend", "yes");
            response.body = body->empty() ? "ok " + exchange->request().target : *body;
            exchange->respond(std::move(response));
        });
    }

    net::Loop m_loop;
    std::unique_ptr<net::HttpServer> m_server;
    Handler m_handler;
    mutable std::mutex m_mutex;
    std::vector<Seen> m_seen;
    std::vector<std::shared_ptr<net::ServerExchange>> m_held;
    std::atomic<int> m_aborts{0};
};

//! A gateway on loopback with a configuration that is written in a few lines.
class TestGateway
{
public:
    explicit TestGateway(gateway::GatewayOptions options = {})
    {
        if (options.listen.empty() && options.listenTls.empty())
            options.listen.push_back({});
        auto gateway = gateway::Gateway::start(std::move(options), clock, random, logger);
        if (gateway)
            plane = std::move(*gateway);
        else
            error = gateway.error();
    }

    std::uint16_t port() const { return plane->endpoints().front().port; }

    //! `more` is a JSON object whose members win.
    void put(const std::string &id, json::object properties, const std::string &more = "{}")
    {
        resource::Resource resource;
        resource.id = resource::ResourceId::of(id);
        resource.properties = std::move(properties);
        if (const auto value = parseJson(more); value && value->is_object())
            mergePatch(resource.properties, value->get_object());
        configuration.put(std::move(resource));
    }
    void put(const std::string &id, const std::string &properties) { put(id, json::object(), properties); }
    void policy(const std::string &owner, const std::string &xml)
    {
        resource::Resource resource;
        resource.id = resource::ResourceId::of(owner.empty() ? "policies/policy" : owner + "/policies/policy");
        resource.properties["format"] = "rawxml";
        resource.properties["value"] = xml;
        configuration.put(std::move(resource));
    }
    //! An API without keys at `path` that goes to `serviceUrl`, with one operation for everything below.
    void api(const std::string &name, const std::string &path, const std::string &serviceUrl, const std::string &more = "{}")
    {
        put("apis/" + name, json::object{{"path", path}, {"serviceUrl", serviceUrl}, {"subscriptionRequired", false}}, more);
        for (const auto *method : {"GET", "POST", "PUT", "HEAD", "DELETE"})
            put("apis/" + name + "/operations/" + method + "-all", json::object{{"method", method}, {"urlTemplate", "/*"}});
    }
    //! Publishes, and waits until every worker has it.
    Diagnostics publish()
    {
        auto findings = plane->publish(configuration, {});
        collect();
        return findings;
    }
    //! One request on its own connection, "Connection: close".
    std::string call(const std::string &method, const std::string &target, const std::string &fields = {}, const std::string &body = {})
    {
        RawClient client(port());
        client.send(method + " " + target + " HTTP/1.1\r\nHost: gw.example\r\nConnection: close\r\n" + fields + "\r\n" + body);
        return client.toEnd();
    }
    std::string get(const std::string &target, const std::string &fields = {}) { return call("GET", target, fields); }
    //! Waits for the records of `count` exchanges.
    std::vector<telemetry::ExchangeRecord> records(std::size_t count)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        do {
            collect();
        } while (m_records.size() < count && std::chrono::steady_clock::now() < deadline);
        return std::exchange(m_records, {});
    }
    void collect()
    {
        auto collected = plane->collect();
        for (auto &record : collected.records)
            m_records.push_back(std::move(record));
        for (auto &[key, value] : collected.series)
            series[key].merge(value);
        for (auto &[name, when] : collected.lastUse)
            lastUse[name] = when;
        for (auto &[day, calls] : collected.keyCalls)
            keyCalls[day] += calls;
    }

    ManualClock clock;
    SystemRandom random;
    Logger logger{"test", std::make_shared<spdlog::sinks::null_sink_mt>()};
    resource::Configuration configuration;
    std::map<telemetry::SeriesKey, telemetry::SeriesValue> series;
    std::map<std::string, UtcTime> lastUse;
    telemetry::KeyCalls keyCalls;
    Error error;
    std::unique_ptr<gateway::Gateway> plane;

private:
    std::vector<telemetry::ExchangeRecord> m_records;
};

} // namespace gatehouse::test
