// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/http/message.h"
#include "core/http/parser.h"
#include "core/net/loop.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::net {

struct Endpoint
{
    std::string host = "127.0.0.1";
    std::uint16_t port = 0; //!< 0: the system chooses

    static Result<Endpoint> parse(std::string_view text); //!< "127.0.0.1:8080", "[::1]:0", "localhost:8443"
    std::string text() const;
    bool isLoopback() const;
    bool operator==(const Endpoint &) const = default;
};

//! A certificate chain and key in PEM; `serverName` "" is the default, others are chosen by SNI ("*.example.org" allowed).
struct ServerCertificate
{
    std::string serverName;
    std::string chainPem;
    SecretString keyPem;
};

struct ServerTimeouts
{
    std::chrono::milliseconds head{15'000}; //!< from the first byte of a request to its head: 408
    std::chrono::milliseconds body{60'000}; //!< between two reads of a body: 408
    std::chrono::milliseconds idle{75'000}; //!< a kept-alive connection without a request: closed
    std::chrono::milliseconds write{60'000}; //!< between two writes that move nothing: aborted
    std::chrono::milliseconds handshake{10'000};
};

struct HttpServerOptions
{
    Endpoint endpoint;
    std::vector<ServerCertificate> certificates; //!< empty: plain http
    http::ParserLimits limits;
    ServerTimeouts timeouts;
    std::size_t maxConnections = 10'000;
    bool reusePort = false; //!< several loops listen on one port
};

//! One request and its response on a server connection. Lives on the server's loop. When the client goes, the abort callback runs
//! once and later calls do nothing. Dropping it unanswered closes the connection.
class ServerExchange
{
public:
    virtual ~ServerExchange() = default;

    virtual const http::RequestHead &request() const = 0;
    virtual std::string remoteAddress() const = 0; //!< without the port
    virtual bool isTls() const = 0;
    virtual std::string serverName() const = 0; //!< SNI, or ""

    //! The next piece of the body; an empty piece is its end. One read at a time. Sends 100 Continue first where asked for.
    virtual void readBody(std::function<void(Result<std::string>)> done) = 0;
    //! The whole body; TooLarge above `limit`.
    virtual void readAll(std::size_t limit, std::function<void(Result<std::string>)> done) = 0;

    //! A whole response; Content-Length, Date and Connection are set here. HEAD, 204 and 304 get no body.
    virtual void respond(http::Response response) = 0;
    //! Head of a streamed response: chunked unless Content-Length is set; then write() and finish().
    virtual void start(http::ResponseHead head) = 0;
    //! `done` runs when the bytes left for the kernel (back-pressure); false: the client is gone.
    virtual void write(std::string piece, std::function<void(bool)> done) = 0;
    virtual void finish() = 0;
    //! Closes without a word: the response broke off.
    virtual void abort() = 0;
    virtual void onAborted(std::function<void()> aborted) = 0;
};

//! Called on the loop for each request head.
using RequestHandler = std::function<void(std::shared_ptr<ServerExchange>)>;

//! HTTP/1.1 server for the management endpoint, sample backends and tests; the data plane shares its connection code.
class HttpServer
{
public:
    //! Listens at once. Fails with Unavailable "net.listen" (args: endpoint, reason) or Invalid "net.badCertificate".
    static Result<std::unique_ptr<HttpServer>> listen(Loop &loop, HttpServerOptions options, RequestHandler handler);
    virtual ~HttpServer() = default; //!< closes all; call on the loop or after it stopped
    virtual Endpoint endpoint() const = 0; //!< with the real port
    //! Of a server with TLS: for new connections; those that stand stay. Any thread. Fails with Invalid "net.badCertificate".
    virtual Status setCertificates(const std::vector<ServerCertificate> &certificates) = 0;
    //! Stops listening, answers what is under way with Connection: close, then calls `done`; after `deadline` it cuts.
    virtual void drain(std::chrono::milliseconds deadline, std::function<void()> done) = 0;
};

} // namespace gatehouse::net
