// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/management/host_check.h"
#include "core/management/loop_fetcher.h"
#include "core/management/sign_in.h"
#include "core/management/vault_application.h"
#include "core/management/worker_pool.h"
#include "core/net/http_server.h"
#include "core/net/loop.h"

#include <chrono>
#include <memory>
#include <optional>

namespace gatehouse::management {

//! The https socket of the local vault: Host check, admission before a body is read, the application on a pool.
class VaultEndpoint
{
public:
    //! A name below its resource, which leads to this machine: clients that insist on the one being above the other take it.
    static constexpr std::string_view hostName = "local.vault.localhost";
    static constexpr std::string_view resource = "https://vault.localhost";

    struct Options
    {
        net::Endpoint endpoint;
        bool remote = false;
        net::ServerCertificate certificate;
        std::optional<SignInOptions> signIn; //!< nothing: the token file alone lets in
    };

    //! Fails with Invalid "service.notLoopback" (args: endpoint), and as HttpServer::listen() does.
    static Result<std::unique_ptr<VaultEndpoint>> listen(Options options, VaultApplication &application, Random &random, const Clock &clock);
    ~VaultEndpoint();

    net::Endpoint endpoint() const { return m_server->endpoint(); }
    //! For new connections. Any thread.
    Status setCertificate(const net::ServerCertificate &certificate) { return m_server->setCertificates({certificate}); }
    //! Lets calls under way end, at most for `deadline`, then closes. Blocks.
    void stop(std::chrono::milliseconds deadline);

private:
    VaultEndpoint(VaultApplication &application, Random &random, HostCheck hosts);
    void onRequest(const std::shared_ptr<net::ServerExchange> &exchange);
    void identify(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request);
    void admit(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request, Result<Caller> caller);
    void serve(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request, VaultApplication::Admitted admitted);

    VaultApplication &m_application;
    Random &m_random;
    HostCheck m_hosts;
    net::Loop m_loop;
    std::unique_ptr<LoopFetcher> m_fetcher;
    std::unique_ptr<SignIn> m_signIn;
    std::unique_ptr<net::HttpServer> m_server;
    std::unique_ptr<WorkerPool> m_pool;
    bool m_stopped = false;
};

} // namespace gatehouse::management
