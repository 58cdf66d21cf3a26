// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/vault_endpoint.h"

#include "core/vault/wire.h"

#include <future>

namespace gatehouse::management {

namespace {

constexpr std::size_t vaultThreads = 2;

void finishVaultCall(net::ServerExchange &exchange, const ArmRequest &request, http::Response response)
{
    auto &headers = response.head.headers;
    headers.set("x-ms-request-id", request.requestId);
    headers.set("x-ms-keyvault-service-version", "1.9.0");
    headers.set("X-Content-Type-Options", "nosniff");
    if (!headers.has("Cache-Control"))
        headers.set("Cache-Control", "no-cache");
    exchange.respond(std::move(response));
}

} // namespace

VaultEndpoint::VaultEndpoint(VaultApplication &application, Random &random, HostCheck hosts)
    : m_application(application), m_random(random), m_hosts(std::move(hosts)), m_pool(std::make_unique<WorkerPool>(vaultThreads))
{
}

Result<std::unique_ptr<VaultEndpoint>> VaultEndpoint::listen(Options options, VaultApplication &application, Random &random, const Clock &clock)
{
    if (!options.endpoint.isLoopback() && !options.remote)
        return fail(ErrorKind::Invalid, "service.notLoopback", {{"endpoint", options.endpoint.text()}});
    const net::Endpoint byName{std::string{hostName}, 0};
    std::unique_ptr<VaultEndpoint> self{new VaultEndpoint{application, random, HostCheck{{options.endpoint, byName}, options.remote}}};
    self->m_loop.start("vault");
    Result<std::unique_ptr<net::HttpServer>> server;
    self->m_loop.run([&] {
        net::HttpServerOptions wanted;
        wanted.endpoint = options.endpoint;
        wanted.certificates = {options.certificate};
        wanted.maxConnections = 1000;
        server = net::HttpServer::listen(self->m_loop, wanted, [raw = self.get()](const std::shared_ptr<net::ServerExchange> &exchange) { raw->onRequest(exchange); });
        if (options.signIn) {
            self->m_fetcher = std::make_unique<LoopFetcher>(self->m_loop);
            self->m_signIn = std::make_unique<SignIn>(std::move(*options.signIn), clock, self->m_fetcher->io());
        }
    });
    if (!server)
        return tl::unexpected(server.error());
    self->m_server = std::move(*server);
    return self;
}

VaultEndpoint::~VaultEndpoint()
{
    stop(std::chrono::milliseconds{0});
}

void VaultEndpoint::stop(std::chrono::milliseconds deadline)
{
    if (std::exchange(m_stopped, true))
        return;
    std::promise<void> drained;
    m_loop.post([&] {
        if (m_server)
            m_server->drain(deadline, [&drained] { drained.set_value(); });
        else
            drained.set_value();
    });
    drained.get_future().wait();
    m_pool->stop();
    m_loop.run([this] {
        m_signIn.reset(); // with the exchanges that wait for it
        m_fetcher.reset();
        m_server.reset();
    });
    m_loop.stop();
}

void VaultEndpoint::onRequest(const std::shared_ptr<net::ServerExchange> &exchange)
{
    auto made = makeArmRequest(exchange->request(), "https");
    ArmRequest request = made ? std::move(*made) : ArmRequest{};
    request.requestId = uuid4(m_random);
    if (request.correlationId.empty())
        request.correlationId = request.requestId;
    request.clientAddress = exchange->remoteAddress();
    if (!made) {
        finishVaultCall(*exchange, request, m_application.refuse(request, 400, "BadParameter", "The request target is not valid."));
        return;
    }
    const auto host = exchange->request().headers.get("Host").value_or("");
    if (!m_hosts.allows(host)) {
        finishVaultCall(*exchange, request, m_application.refuse(request, 421, "MisdirectedRequest", "The host '" + excerpt(host, 64) + "' is not served here."));
        return;
    }
    identify(exchange, std::move(request));
}

void VaultEndpoint::identify(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request)
{
    std::string token;
    auto known = m_application.knownCaller(request, token);
    if (!known)
        admit(exchange, std::move(request), tl::unexpected(std::move(known.error())));
    else if (*known)
        admit(exchange, std::move(request), std::move(**known));
    else if (!m_signIn)
        admit(exchange, std::move(request), fail(ErrorKind::Unauthenticated, "auth.invalid"));
    else
        m_signIn->identify(std::move(token), [this, exchange, call = std::make_shared<ArmRequest>(std::move(request))](Result<Caller> caller) {
            admit(exchange, std::move(*call), std::move(caller));
        });
}

void VaultEndpoint::admit(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request, Result<Caller> caller)
{
    auto admitted = m_application.admit(request, std::move(caller));
    if (!admitted) {
        finishVaultCall(*exchange, request, std::move(admitted.error()));
        return;
    }
    exchange->readAll(vault::mostBodyBytes, [this, exchange, request = std::move(request), admitted = std::move(*admitted)](Result<std::string> body) mutable {
        if (!body) {
            finishVaultCall(*exchange, request, m_application.refuse(request, 413, "RequestTooLarge", "The body is larger than 256 KiB or did not come."));
            return;
        }
        request.body = std::move(*body);
        serve(exchange, std::move(request), std::move(admitted));
    });
}

void VaultEndpoint::serve(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request, VaultApplication::Admitted admitted)
{
    // The exchange belongs to the loop: the pool only carries it back.
    auto shared = std::make_shared<ArmRequest>(std::move(request));
    const bool taken = m_pool->post([this, exchange, shared, admitted = std::move(admitted)]() mutable {
        auto response = std::make_shared<http::Response>(m_application.answer(*shared, admitted));
        m_loop.post([exchange = std::move(exchange), shared, response] { finishVaultCall(*exchange, *shared, std::move(*response)); });
    });
    if (!taken)
        finishVaultCall(*exchange, *shared, m_application.refuse(*shared, 503, "ServiceUnavailable", "Too many calls wait already."));
}

} // namespace gatehouse::management
