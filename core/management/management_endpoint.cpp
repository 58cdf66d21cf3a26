// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/management_endpoint.h"

#include "core/base/text.h"
#include "core/management/arm_errors.h"

#include <future>

namespace gatehouse::management {

namespace {

constexpr std::size_t poolThreads = 4;

void finish(net::ServerExchange &exchange, const ArmRequest &request, http::Response response)
{
    auto &headers = response.head.headers;
    headers.set("x-ms-request-id", request.requestId);
    headers.set("x-ms-correlation-request-id", request.correlationId);
    headers.set("Cache-Control", "no-cache");
    headers.set("X-Content-Type-Options", "nosniff");
    exchange.respond(std::move(response));
}

bool wantsEvents(const ArmRequest &request, const Route &route)
{
    return request.method == "GET" && route.target == Target::Provider
        && equalsIgnoreCase(route.providerPath, "exchanges")
        && containsIgnoreCase(request.headers.joined("Accept"), "text/event-stream");
}

} // namespace

ManagementEndpoint::ManagementEndpoint(ArmApplication &application, ExchangeBuffer &exchanges, Random &random,
                                       HostCheck hosts)
    : m_application(application)
    , m_random(random)
    , m_hosts(std::move(hosts))
    , m_exchanges(exchanges)
    , m_pool(std::make_unique<WorkerPool>(poolThreads))
{
}

Result<std::unique_ptr<ManagementEndpoint>> ManagementEndpoint::listen(Options options, ArmApplication &application,
                                                                       ExchangeBuffer &exchanges, Random &random,
                                                                       const Clock &clock)
{
    std::vector<net::Endpoint> endpoints;
    for (const auto &endpoint : {options.plain, options.tls}) {
        if (!endpoint)
            continue;
        if (!endpoint->isLoopback() && !options.remote)
            return fail(ErrorKind::Invalid, "service.notLoopback", {{"endpoint", endpoint->text()}});
        endpoints.push_back(*endpoint);
    }
    std::unique_ptr<ManagementEndpoint> self{
        new ManagementEndpoint{application, exchanges, random, HostCheck{endpoints, options.remote}}};
    self->m_loop.start("management");
    Result<std::unique_ptr<net::HttpServer>> plain, tls;
    self->m_loop.run([&] {
        const auto handler = [raw = self.get()](std::shared_ptr<net::ServerExchange> exchange) {
            raw->onRequest(exchange);
        };
        net::HttpServerOptions server;
        server.maxConnections = 1000;
        if (options.plain) {
            server.endpoint = *options.plain;
            plain = net::HttpServer::listen(self->m_loop, server, handler);
        }
        if (options.tls) {
            server.endpoint = *options.tls;
            server.certificates = {options.certificate};
            tls = net::HttpServer::listen(self->m_loop, server, handler);
        }
        self->m_tail = std::make_unique<LiveTail>(self->m_loop, self->m_exchanges);
        if (options.signIn) {
            self->m_fetcher = std::make_unique<LoopFetcher>(self->m_loop);
            self->m_signIn = std::make_unique<SignIn>(std::move(*options.signIn), clock, self->m_fetcher->io());
        }
    });
    if (plain)
        self->m_plain = std::move(*plain);
    if (tls)
        self->m_tls = std::move(*tls);
    if (!plain)
        return tl::unexpected(plain.error());
    if (!tls)
        return tl::unexpected(tls.error());
    return self;
}

ManagementEndpoint::~ManagementEndpoint()
{
    stop(std::chrono::milliseconds{0});
}

std::optional<net::Endpoint> ManagementEndpoint::plain() const
{
    return m_plain ? std::optional{m_plain->endpoint()} : std::nullopt;
}

std::optional<net::Endpoint> ManagementEndpoint::tls() const
{
    return m_tls ? std::optional{m_tls->endpoint()} : std::nullopt;
}

void ManagementEndpoint::stop(std::chrono::milliseconds deadline)
{
    if (std::exchange(m_stopped, true))
        return;
    if (m_tail)
        m_tail->stop();
    std::promise<void> drained;
    m_loop.post([&] {
        auto left = std::make_shared<int>(1);
        const auto one = [left, &drained] {
            if (--*left == 0)
                drained.set_value();
        };
        for (auto *server : {m_plain.get(), m_tls.get()}) {
            if (server) {
                ++*left;
                server->drain(deadline, one);
            }
        }
        one();
    });
    drained.get_future().wait();
    m_pool->stop();
    m_loop.run([this] {
        m_signIn.reset(); // with the exchanges that wait for it
        m_fetcher.reset();
        m_plain.reset();
        m_tls.reset();
    });
    m_loop.stop();
}

void ManagementEndpoint::onRequest(const std::shared_ptr<net::ServerExchange> &exchange)
{
    auto made = makeArmRequest(exchange->request(), exchange->isTls() ? "https" : "http");
    ArmRequest request = made ? std::move(*made) : ArmRequest{};
    request.requestId = uuid4(m_random);
    if (request.correlationId.empty())
        request.correlationId = request.requestId;
    request.clientAddress = exchange->remoteAddress();
    if (!made) {
        finish(*exchange, request, errorResponse({400, "InvalidRequestUri", "The request target is not valid.", {}}));
        return;
    }
    const auto host = exchange->request().headers.get("Host").value_or("");
    if (!m_hosts.allows(host)) {
        // A page of another site that had its name resolved to us must not even learn that a token is missing.
        finish(
            *exchange, request,
            m_application.refuse(
                request, {421, "MisdirectedRequest", "The host '" + excerpt(host, 64) + "' is not served here.", {}}));
        return;
    }
    if (m_application.isOpen(request)) {
        answerInPool(exchange, std::move(request), [this](const ArmRequest &call) { return m_application.openDocument(call); });
        return;
    }
    identify(exchange, std::move(request));
}

void ManagementEndpoint::identify(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request)
{
    auto presented = m_application.presented(request);
    if (!presented) {
        admit(exchange, std::move(request), tl::unexpected(std::move(presented.error())));
    } else if (presented->isLocalOwner) {
        admit(exchange, std::move(request), localOwner());
    } else if (!m_signIn) {
        admit(exchange, std::move(request), fail(ErrorKind::Unauthenticated, "auth.invalid"));
    } else {
        m_signIn->identify(std::move(presented->token),
                           [this, exchange, call = std::make_shared<ArmRequest>(std::move(request))](Result<Caller> caller) {
                               admit(exchange, std::move(*call), std::move(caller));
                           });
    }
}

void ManagementEndpoint::admit(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request, Result<Caller> caller)
{
    auto admitted = m_application.admit(request, std::move(caller));
    if (!admitted) {
        finish(*exchange, request, std::move(admitted.error()));
        return;
    }
    if (wantsEvents(request, admitted->route)) {
        if (!m_tail->add(exchange, request))
            finish(*exchange, request,
                   errorResponse({503, "TooManyClients", "Too many clients watch the exchanges already.", {}}));
        return;
    }
    const auto limit = admitted->bodyLimit;
    exchange->readAll(limit,
                      [this, exchange, request = std::move(request),
                       admitted = std::move(*admitted)](Result<std::string> body) mutable {
                          if (!body) {
                              finish(*exchange, request, errorResponse(fromError(body.error())));
                              return;
                          }
                          request.body = std::move(*body);
                          serve(exchange, std::move(request), std::move(admitted));
                      });
}

void ManagementEndpoint::serve(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request,
                               ArmApplication::Admitted admitted)
{
    answerInPool(exchange, std::move(request),
                 [this, admitted = std::move(admitted)](const ArmRequest &call) { return m_application.answer(call, admitted); });
}

void ManagementEndpoint::answerInPool(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request,
                                      std::function<http::Response(const ArmRequest &)> answer)
{
    // The exchange belongs to the loop: the pool only carries it back.
    auto shared = std::make_shared<ArmRequest>(std::move(request));
    const bool taken = m_pool->post([this, exchange, shared, answer = std::move(answer)]() mutable {
        auto response = std::make_shared<http::Response>(answer(*shared));
        m_loop.post(
            [exchange = std::move(exchange), shared, response] { finish(*exchange, *shared, std::move(*response)); });
    });
    if (!taken)
        finish(*exchange, *shared, errorResponse({503, "ServiceUnavailable", "Too many calls wait already.", {}}));
}

} // namespace gatehouse::management
