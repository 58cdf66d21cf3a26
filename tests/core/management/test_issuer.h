// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/http_server.h"
#include "core/net/loop.h"
#include "tests/support/token_maker.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::test {

//! An OpenID provider's discovery document and keys on loopback, and tokens that it would give.
class TestIssuer
{
public:
    TestIssuer()
    {
        m_loop.start("issuer");
        m_loop.run([this] {
            net::HttpServerOptions options;
            options.endpoint = {"127.0.0.1", 0};
            auto server = net::HttpServer::listen(m_loop, options, [this](std::shared_ptr<net::ServerExchange> exchange) { answer(*exchange); });
            if (server)
                m_server = std::move(*server);
        });
        m_url = "http://127.0.0.1:" + std::to_string(m_server->endpoint().port);
    }
    ~TestIssuer()
    {
        m_loop.run([this] { m_server.reset(); });
        m_loop.stop();
    }

    const std::string &url() const { return m_url; }
    //! Claims beside iss, aud, iat and exp; `more` wins.
    std::string token(json::object more) const
    {
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
        json::object claims{{"iss", m_url}, {"aud", "api://gatehouse"}, {"iat", now}, {"exp", now + 600}};
        for (const auto &[name, value] : more)
            claims[name] = value;
        return maker.sign(claims);
    }

    TokenMaker maker = TokenMaker::ec("first");
    std::atomic<bool> isDown{false};
    std::atomic<int> asked{0};
    void publish(std::vector<const TokenMaker *> makers)
    {
        const std::lock_guard lock(m_mutex);
        m_keys = TokenMaker::keySet(makers);
    }

private:
    void answer(net::ServerExchange &exchange)
    {
        ++asked;
        http::Response response;
        response.head.headers.add("Content-Type", "application/json");
        const std::lock_guard lock(m_mutex);
        if (isDown)
            response.head.status = 500;
        else if (exchange.request().target == "/.well-known/openid-configuration")
            response.body = toJson(json::object{{"issuer", m_url}, {"jwks_uri", m_url + "/keys"}});
        else
            response.body = m_keys;
        exchange.respond(std::move(response));
    }
    net::Loop m_loop;
    std::unique_ptr<net::HttpServer> m_server;
    std::string m_url;
    std::mutex m_mutex;
    std::string m_keys = TokenMaker::keySet({&maker});
};

} // namespace gatehouse::test
