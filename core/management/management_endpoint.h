// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/management/arm_application.h"
#include "core/management/host_check.h"
#include "core/management/live_tail.h"
#include "core/management/loop_fetcher.h"
#include "core/management/sign_in.h"
#include "core/management/worker_pool.h"
#include "core/net/http_server.h"
#include "core/net/loop.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace gatehouse::management {

//! The sockets of the management protocol: Host check, admission before a body is read, the application on a pool, live
//! tails on the loop.
class ManagementEndpoint
{
public:
    struct Options
    {
        std::optional<net::Endpoint> plain, tls;
        bool remote = false;
        net::ServerCertificate certificate; //!< for tls
        std::optional<SignInOptions> signIn; //!< nothing: the token file alone lets in
    };

    static Result<std::unique_ptr<ManagementEndpoint>> listen(Options options, ArmApplication &application,
                                                              ExchangeBuffer &exchanges, Random &random, const Clock &clock);
    ~ManagementEndpoint();

    std::optional<net::Endpoint> plain() const;
    std::optional<net::Endpoint> tls() const;
    //! For new connections. Any thread.
    Status setCertificate(const net::ServerCertificate &certificate) { return m_tls ? m_tls->setCertificates({certificate}) : Status{}; }
    //! Lets calls under way end, at most for `deadline`, then closes. Blocks.
    void stop(std::chrono::milliseconds deadline);

private:
    ManagementEndpoint(ArmApplication &application, ExchangeBuffer &exchanges, Random &random, HostCheck hosts);
    void onRequest(const std::shared_ptr<net::ServerExchange> &exchange);
    void identify(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request);
    void admit(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request, Result<Caller> caller);
    void serve(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request,
               ArmApplication::Admitted admitted);
    void answerInPool(const std::shared_ptr<net::ServerExchange> &exchange, ArmRequest request,
                      std::function<http::Response(const ArmRequest &)> answer);

    ArmApplication &m_application;
    Random &m_random;
    HostCheck m_hosts;
    net::Loop m_loop;
    ExchangeBuffer &m_exchanges;
    std::unique_ptr<LiveTail> m_tail;
    std::unique_ptr<LoopFetcher> m_fetcher;
    std::unique_ptr<SignIn> m_signIn;
    std::unique_ptr<net::HttpServer> m_plain, m_tls;
    std::unique_ptr<WorkerPool> m_pool;
    bool m_stopped = false;
};

} // namespace gatehouse::management
