// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/sample/backends.h"

#include "app/gatectl/sample/delay_queue.h"
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/net/http_server.h"

#include <atomic>
#include <cmath>
#include <future>
#include <random>

namespace gatehouse::gatectl::sample {

namespace {

constexpr auto hangTime = std::chrono::seconds{8}; //!< longer than the payments policy waits
constexpr std::size_t maxRequestBody = 1U << 20;

//! What one request gets, decided when its head is there.
struct Reply
{
    int status = 200;
    std::chrono::microseconds delay{};
    std::string body;
};

//! An example with the path's values in it: {"id": ...} or {"orderId": ...} become what was asked for.
json::value withValues(json::value example, const http::UrlTemplate::Values &values)
{
    auto *object = example.if_object();
    if (!object || values.empty())
        return example;
    for (const auto &[name, value] : values) {
        if (object->contains(name))
            (*object)[name] = value;
        else if (object->contains("id"))
            (*object)["id"] = value;
    }
    return example;
}

//! The behaviour of one API's backend. Lives on the loop's thread.
class Behaviour
{
public:
    Behaviour(const ApiPlan &api, std::uint64_t seed) : m_api(api), m_random(seed) { }

    Reply replyTo(const http::RequestHead &head)
    {
        const auto url = http::Url::parseTarget(head.target);
        http::UrlTemplate::Values values;
        const OperationPlan *best = nullptr;
        for (const auto &operation : m_api.operations) {
            const bool matches =
                url && operation.method == head.method && operation.urlTemplate.match(url->path, url->query, &values);
            if (matches && (!best || operation.urlTemplate.compareSpecificity(best->urlTemplate) < 0))
                best = &operation;
        }
        if (!best)
            return {404, std::chrono::microseconds{500}, toJson(json::object{{"title", "Not found"}, {"status", 404}})};
        values.clear();
        best->urlTemplate.match(url->path, url->query, &values);
        return replyOf(*best, values);
    }

private:
    Reply replyOf(const OperationPlan &plan, const http::UrlTemplate::Values &values)
    {
        std::lognormal_distribution<> latency(std::log(plan.medianMilliseconds * 1000), plan.sigma);
        Reply reply{statusOf(plan), std::chrono::microseconds{static_cast<long long>(latency(m_random))}, {}};
        if (std::bernoulli_distribution(plan.hang)(m_random))
            reply.delay = hangTime;
        const auto example = plan.responses.find(reply.status);
        if (example != plan.responses.end() && !example->second.is_null())
            reply.body = toJson(withValues(example->second, values));
        else if (reply.status >= 400)
            reply.body = toJson(json::object{{"title", http::reasonPhrase(reply.status)}, {"status", reply.status}});
        return reply;
    }

    int statusOf(const OperationPlan &plan)
    {
        auto chance = std::uniform_real_distribution<>(0, 1)(m_random);
        for (const auto &[status, probability] : plan.statuses) {
            chance -= probability;
            if (chance < 0)
                return status;
        }
        return plan.usualStatus;
    }

    const ApiPlan &m_api;
    std::mt19937_64 m_random;
};

class HttpBackends final : public Backends
{
public:
    HttpBackends() { m_loop.start("backends"); }
    ~HttpBackends() override
    {
        std::promise<void> closed;
        m_loop.post([this, &closed] {
            m_servers.clear();
            closed.set_value();
        });
        closed.get_future().wait();
        m_loop.stop();
    }

    Status listen(const ApiPlan &api, std::uint64_t seed, std::uint16_t port)
    {
        auto behaviour = std::make_shared<Behaviour>(api, seed);
        net::HttpServerOptions options;
        options.endpoint.port = port;
        auto server = net::HttpServer::listen(m_loop, std::move(options),
                                              [this, behaviour](std::shared_ptr<net::ServerExchange> exchange) {
                                                  answer(exchange, behaviour->replyTo(exchange->request()));
                                              });
        if (!server)
            return tl::unexpected(server.error());
        m_urls[api.id] = "http://" + (*server)->endpoint().text();
        m_servers.push_back(std::move(*server));
        return {};
    }

    const BackendUrls &urls() const override { return m_urls; }
    std::uint64_t answered() const override { return m_answered; }

private:
    void answer(const std::shared_ptr<net::ServerExchange> &exchange, Reply reply)
    {
        exchange->readAll(maxRequestBody, [this, exchange, reply = std::move(reply)](Result<std::string> body) {
            if (!body)
                return;
            m_delays.after(reply.delay, [this, exchange, reply] {
                m_loop.post([this, exchange, reply] { respond(*exchange, reply); });
            });
        });
    }

    void respond(net::ServerExchange &exchange, const Reply &reply)
    {
        ++m_answered;
        http::Response response;
        response.head.status = reply.status;
        response.head.reason = http::reasonPhrase(reply.status);
        response.head.headers.add("Server", "sample/1.0");
        if (!reply.body.empty())
            response.head.headers.add("Content-Type", "application/json");
        response.body = reply.body;
        exchange.respond(std::move(response));
    }

    net::Loop m_loop;
    DelayQueue m_delays;
    std::vector<std::unique_ptr<net::HttpServer>> m_servers;
    BackendUrls m_urls;
    std::atomic<std::uint64_t> m_answered = 0;
};

} // namespace

Result<std::unique_ptr<Backends>> Backends::start(const Fleet &fleet, std::uint64_t seed, std::uint16_t firstPort)
{
    auto backends = std::make_unique<HttpBackends>();
    auto port = firstPort;
    for (const auto &api : fleet.apis) {
        if (const auto listening = backends->listen(api, seed++, port); !listening)
            return tl::unexpected(listening.error());
        if (port != 0)
            ++port;
    }
    return backends;
}

} // namespace gatehouse::gatectl::sample
