// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/management/private_file.h"
#include "core/management/service.h"
#include "core/net/http_client.h"
#include "core/net/loop.h"

#include <QTemporaryDir>

#include <spdlog/sinks/null_sink.h>

#include <array>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::test {

//! The real service on free ports with a data directory of its own, and a client that waits for answers.
class RunningService
{
public:
    using Header = std::pair<std::string, std::string>;

    //! `clock` outlives it; null: the system's.
    explicit RunningService(const Clock *clock = nullptr) : m_clock(clock ? *clock : m_systemClock) { m_loop.start("client"); }
    ~RunningService()
    {
        service.reset(); // it looks at the clock to the end
        m_loop.run([this] { m_client.reset(); });
        m_loop.stop();
    }

    management::ServiceOptions options() const
    {
        management::ServiceOptions options;
        options.dataDirectory = m_directory.filePath("data").toStdString();
        options.readyFile = m_directory.filePath("ready.json").toStdString();
        options.listen = {{"127.0.0.1", 0}};
        options.management = net::Endpoint{"127.0.0.1", 0};
        options.managementTls = net::Endpoint{"127.0.0.1", 0};
        return options;
    }
    std::filesystem::path file(const char *name) const { return m_directory.filePath(name).toStdString(); }

    Result<std::unique_ptr<management::Service>> tryStart(management::ServiceOptions wanted)
    {
        return management::Service::start(std::move(wanted), m_clock, m_random, m_logger);
    }
    Status start() { return start(options()); }
    Status start(management::ServiceOptions wanted)
    {
        auto started = tryStart(std::move(wanted));
        if (!started)
            return tl::unexpected(started.error());
        service = std::move(*started);
        const auto text = management::readPrivateFile(file("data/endpoint.json"));
        if (!text)
            return tl::unexpected(text.error());
        announced = parseJson(*text)->as_object();
        net::HttpClientOptions client;
        if (const auto pem = management::readPrivateFile(file("data/management-cert.pem")))
            client.caPem = *pem;
        m_loop.run([&] { m_client = net::HttpClient::create(m_loop, client); });
        return {};
    }
    void stop()
    {
        service->stop(std::chrono::milliseconds{2000});
        service.reset();
    }

    std::string url(const char *name = "management") const { return std::string{stringMember(announced, name)}; }
    std::string prefix() const { return std::string{stringMember(announced, "scope")}; }
    std::string gatewayUrl() const { return std::string{announced.at("gateway").as_array().at(0).as_string()}; }
    std::uint16_t managementPort() const { return service->managementEndpoint().port; }

    Result<http::Response> send(net::ClientRequest request)
    {
        auto done = std::make_shared<std::promise<Result<http::Response>>>();
        auto answer = done->get_future();
        auto call = std::make_shared<std::unique_ptr<net::ClientCall>>();
        m_loop.run([&] {
            *call = m_client->send(std::move(request),
                                   [done](Result<http::Response> response) { done->set_value(std::move(response)); });
        });
        auto result = answer.get();
        m_loop.run([&] { call->reset(); });
        return result;
    }

    //! `target` is below the service, or begins with "G/" for Gatehouse.Local.
    http::Response call(const std::string &method, const std::string &target, const std::string &body = {},
                        const std::vector<Header> &headers = {}, const char *endpoint = "management")
    {
        const bool local = target.starts_with("G");
        const auto rest = local ? "providers/Gatehouse.Local" + target.substr(1) : target;
        const auto version = std::string{"api-version="} + (local ? "2026-11-01" : "2024-05-01");
        net::ClientRequest request;
        request.method = method;
        request.url = url(endpoint) + prefix() + (rest.empty() ? "" : "/") + rest
            + (rest.find('?') == std::string::npos ? "?" : "&") + version;
        request.headers.add("Authorization", "Bearer " + std::string{service->token().reveal()});
        if (!body.empty())
            request.headers.add("Content-Type", "application/json");
        for (const auto &[name, value] : headers)
            request.headers.set(name, value);
        request.body = body;
        auto response = send(std::move(request));
        if (response)
            return std::move(*response);
        http::Response failed;
        failed.head.status = 0;
        failed.body = response.error().debugText();
        return failed;
    }

    http::Response get(const std::string &address, const std::vector<Header> &headers = {})
    {
        net::ClientRequest request;
        request.url = address;
        for (const auto &[name, value] : headers)
            request.headers.add(name, value);
        return send(std::move(request)).value_or(http::Response{});
    }

    static json::value json(const http::Response &response)
    {
        return parseJson(response.body).value_or(json::value(nullptr));
    }

    std::unique_ptr<management::Service> service;
    json::object announced;

private:
    QTemporaryDir m_directory;
    SystemClock m_systemClock;
    const Clock &m_clock;
    SystemRandom m_random;
    Logger m_logger{"test", std::make_shared<spdlog::sinks::null_sink_mt>()};
    net::Loop m_loop;
    std::unique_ptr<net::HttpClient> m_client;
};

//! Bytes as they are, for what no client would send.
class RawSocket
{
public:
    explicit RawSocket(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        timeval limit{10, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        m_connected = ::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    }
    ~RawSocket() { ::close(m_socket); }
    RawSocket(const RawSocket &) = delete;
    RawSocket &operator=(const RawSocket &) = delete;

    bool send(const std::string &text)
    {
        return m_connected
            && ::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
    }
    //! Until `wanted` is in what came, the peer closed, or 10 s went by without a byte.
    std::string readUntil(const std::string &wanted)
    {
        std::array<char, 4096> buffer{};
        while (m_received.find(wanted) == std::string::npos) {
            const auto count = ::recv(m_socket, buffer.data(), buffer.size(), 0);
            if (count <= 0)
                break;
            m_received.append(buffer.data(), static_cast<std::size_t>(count));
        }
        return m_received;
    }

private:
    int m_socket;
    bool m_connected = false;
    std::string m_received;
};

} // namespace gatehouse::test
