// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_server.h"

#include "core/base/text.h"
#include "core/net/listener.h"
#include "core/net/server_connection.h"
#include "core/net/tls_context.h"

#include <unordered_map>

namespace gatehouse::net {

namespace {

class Session;

//! What the handler holds; loses its session when the exchange is over, whoever ended it.
class Exchange final : public ServerExchange, public std::enable_shared_from_this<Exchange>
{
public:
    Exchange(Session &session, http::RequestHead head, std::string remoteAddress, bool tls, std::string serverName)
        : m_session(&session)
        , m_head(std::move(head))
        , m_remoteAddress(std::move(remoteAddress))
        , m_serverName(std::move(serverName))
        , m_tls(tls)
    {
    }
    ~Exchange() override;

    const http::RequestHead &request() const override { return m_head; }
    std::string remoteAddress() const override { return m_remoteAddress; }
    bool isTls() const override { return m_tls; }
    std::string serverName() const override { return m_serverName; }

    void readBody(std::function<void(Result<std::string>)> done) override;
    void readAll(std::size_t limit, std::function<void(Result<std::string>)> done) override;
    void respond(http::Response response) override;
    void start(http::ResponseHead head) override;
    void write(std::string piece, std::function<void(bool)> done) override;
    void finish() override;
    void abort() override;
    void onAborted(std::function<void()> aborted) override { m_aborted = std::move(aborted); }

    // From the session.
    void pieceCame(std::string_view piece);
    void bodyEnded();
    void drained();
    void failed(const Error &error);
    void detach();

private:
    void readOn(std::size_t limit, std::shared_ptr<std::string> body, std::function<void(Result<std::string>)> done);
    void answerRead(Result<std::string> piece);

    Session *m_session;
    http::RequestHead m_head;
    std::string m_remoteAddress;
    std::string m_serverName;
    bool m_tls;
    std::function<void(Result<std::string>)> m_read;
    std::function<void(bool)> m_written;
    std::function<void()> m_aborted;
};

class Server;

class Session final : public ServerConnection::Handler
{
public:
    Session(Server &server, std::string remoteAddress);
    ~Session();

    ServerConnection &connection() { return m_connection; }
    Loop::Impl &loop();
    //! The exchange is over for its holder.
    void release() { m_exchange = nullptr; }

    void onHead() override;
    void onBody(std::string_view piece) override;
    void onBodyEnd() override;
    void onDrained() override;
    void onSent() override;
    void onBroken() override;
    void onBadRequest(int status, std::string_view code) override;
    void onClosed() override;

private:
    Server &m_server;
    std::string m_remoteAddress;
    Exchange *m_exchange = nullptr;
    ServerConnection m_connection;
};

class Server final : public HttpServer, private TimerWheel::Entry
{
public:
    Server(Loop &loop, HttpServerOptions options, RequestHandler handler, std::unique_ptr<ServerTlsContext> tls,
           std::unique_ptr<Listener> listener)
        : m_loop(loop)
        , m_options(std::move(options))
        , m_handler(std::move(handler))
        , m_tls(std::move(tls))
        , m_listener(std::move(listener))
    {
    }

    ~Server() override { *m_alive = false; }

    void startSoon()
    {
        m_loop.post([this, alive = m_alive] {
            if (*alive)
                m_listener->start([this](int fd, std::string address) { return accept(fd, std::move(address)); });
        });
    }

    Endpoint endpoint() const override { return m_listener->endpoint(); }

    Status setCertificates(const std::vector<ServerCertificate> &certificates) override
    {
        return m_tls ? m_tls->replace(certificates) : fail(ErrorKind::Invalid, "net.badCertificate", {{"reason", "the server has no TLS"}});
    }

    void drain(std::chrono::milliseconds deadline, std::function<void()> done) override
    {
        m_listener->close();
        m_drained = std::move(done);
        std::vector<Session *> sessions;
        for (const auto &[session, owned] : m_sessions)
            sessions.push_back(session);
        for (auto *session : sessions)
            session->connection().drain();
        m_loop.impl().wheel.set(*this, std::chrono::steady_clock::now() + deadline);
        if (m_sessions.empty())
            finishDrain();
    }

    bool accept(int fd, std::string address)
    {
        auto session = std::make_unique<Session>(*this, std::move(address));
        auto &connection = session->connection();
        m_sessions.emplace(session.get(), std::move(session));
        connection.open(fd, m_tls ? m_tls->initial() : nullptr);
        return m_sessions.size() < m_options.maxConnections;
    }

    //! Not at once: the session is on the stack.
    void remove(Session *session)
    {
        m_loop.impl().defer([this, session, alive = m_alive] {
            if (!*alive)
                return;
            m_sessions.erase(session);
            m_listener->resume();
            if (m_sessions.empty())
                finishDrain();
        });
    }

    Loop::Impl &loop() { return m_loop.impl(); }
    const HttpServerOptions &options() const { return m_options; }
    const RequestHandler &handler() const { return m_handler; }

private:
    void onDeadline() override
    {
        std::vector<Session *> sessions;
        for (const auto &[session, owned] : m_sessions)
            sessions.push_back(session);
        for (auto *session : sessions)
            session->connection().abort();
    }

    void finishDrain()
    {
        if (auto done = std::exchange(m_drained, nullptr))
            m_loop.impl().defer(std::move(done));
    }

    Loop &m_loop;
    HttpServerOptions m_options;
    RequestHandler m_handler;
    std::unique_ptr<ServerTlsContext> m_tls;
    std::unique_ptr<Listener> m_listener;
    std::unordered_map<Session *, std::unique_ptr<Session>> m_sessions;
    std::function<void()> m_drained;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

Exchange::~Exchange()
{
    if (!m_session)
        return;
    m_session->release();
    m_session->connection().abort();
}

//! Callbacks often hold the exchange itself: letting them go ends the circle, and perhaps this object.
void Exchange::detach()
{
    m_session = nullptr;
    const auto read = std::exchange(m_read, nullptr);
    const auto written = std::exchange(m_written, nullptr);
    const auto aborted = std::exchange(m_aborted, nullptr);
}

void Exchange::answerRead(Result<std::string> piece)
{
    if (auto read = std::exchange(m_read, nullptr))
        read(std::move(piece));
}

void Exchange::readBody(std::function<void(Result<std::string>)> done)
{
    if (!m_session)
        return;
    m_read = std::move(done);
    auto &connection = m_session->connection();
    if (!connection.bodyComplete()) {
        connection.wantBody(true);
        return;
    }
    m_session->loop().defer([self = shared_from_this()] { self->answerRead(std::string()); });
}

void Exchange::pieceCame(std::string_view piece)
{
    m_session->connection().wantBody(false);
    answerRead(std::string(piece));
}

void Exchange::bodyEnded()
{
    answerRead(std::string());
}

void Exchange::readAll(std::size_t limit, std::function<void(Result<std::string>)> done)
{
    if (!m_session)
        return;
    if (m_session->connection().bodyFraming() == http::BodyFraming::Length && m_session->connection().contentLength() > limit) {
        m_session->loop().defer([self = shared_from_this(), done = std::move(done)] {
            done(fail(ErrorKind::TooLarge, "net.bodyTooLarge"));
        });
        return;
    }
    readOn(limit, std::make_shared<std::string>(), std::move(done));
}

void Exchange::readOn(std::size_t limit, std::shared_ptr<std::string> body, std::function<void(Result<std::string>)> done)
{
    readBody([self = weak_from_this(), limit, body, done = std::move(done)](Result<std::string> piece) mutable {
        if (!piece)
            return done(std::move(piece));
        if (piece->empty())
            return done(std::move(*body));
        if (body->size() + piece->size() > limit)
            return done(fail(ErrorKind::TooLarge, "net.bodyTooLarge"));
        *body += *piece;
        if (const auto exchange = self.lock())
            exchange->readOn(limit, std::move(body), std::move(done));
    });
}

void Exchange::respond(http::Response response)
{
    if (!m_session)
        return;
    auto &connection = m_session->connection();
    connection.startResponse(response.head.status, response.head.reason, response.head.headers, response.body.size());
    connection.writeBody(response.body);
    finish();
}

void Exchange::start(http::ResponseHead head)
{
    if (!m_session)
        return;
    std::optional<std::uint64_t> length;
    if (const auto announced = head.headers.get("Content-Length"))
        length = static_cast<std::uint64_t>(toInteger(*announced).value_or(0));
    m_session->connection().startResponse(head.status, head.reason, head.headers, length);
    m_session->connection().flush();
}

void Exchange::write(std::string piece, std::function<void(bool)> done)
{
    if (m_session) {
        m_session->connection().writeBody(piece);
        m_session->connection().flush();
    }
    if (m_session && m_session->connection().pendingOutput() > 0) {
        m_written = std::move(done);
        return;
    }
    if (!done || !m_session)
        return;
    m_session->loop().defer([self = shared_from_this(), done = std::move(done)] { done(self->m_session != nullptr); });
}

void Exchange::drained()
{
    if (auto written = std::exchange(m_written, nullptr))
        written(true);
}

void Exchange::finish()
{
    if (!m_session)
        return;
    auto *session = m_session;
    detach();
    session->release();
    session->connection().endResponse();
}

void Exchange::abort()
{
    if (!m_session)
        return;
    auto *session = m_session;
    detach();
    session->release();
    session->connection().abort();
}

void Exchange::failed(const Error &error)
{
    const auto self = shared_from_this();
    m_session = nullptr;
    answerRead(tl::unexpected(error));
    if (auto written = std::exchange(m_written, nullptr))
        written(false);
    if (auto aborted = std::exchange(m_aborted, nullptr))
        aborted();
}

Session::Session(Server &server, std::string remoteAddress)
    : m_server(server)
    , m_remoteAddress(std::move(remoteAddress))
    , m_connection(server.loop(), *this, server.options().limits, server.options().timeouts)
{
}

Session::~Session()
{
    if (m_exchange)
        m_exchange->detach();
}

Loop::Impl &Session::loop()
{
    return m_server.loop();
}

void Session::onHead()
{
    auto exchange = std::make_shared<Exchange>(*this, std::move(m_connection.request()), m_remoteAddress, m_connection.isTls(),
                                               m_connection.serverName());
    m_exchange = exchange.get();
    m_server.handler()(std::move(exchange));
}

void Session::onBody(std::string_view piece)
{
    if (m_exchange)
        m_exchange->pieceCame(piece);
}

void Session::onBodyEnd()
{
    if (m_exchange)
        m_exchange->bodyEnded();
}

void Session::onDrained()
{
    if (m_exchange)
        m_exchange->drained();
}

void Session::onSent() { }

void Session::onBroken()
{
    if (auto *exchange = std::exchange(m_exchange, nullptr))
        exchange->failed({ErrorKind::Unavailable, "net.clientGone", {}, {}});
}

void Session::onBadRequest(int status, std::string_view code)
{
    if (auto *exchange = std::exchange(m_exchange, nullptr)) {
        const auto kind = status == 408 ? ErrorKind::Timeout : ErrorKind::Invalid;
        exchange->failed({kind, std::string(code), {}, {}});
    }
    http::Headers headers;
    headers.add("Content-Type", "text/plain");
    const auto text = http::reasonPhrase(status);
    m_connection.startResponse(status, {}, headers, text.size());
    m_connection.writeBody(text);
    m_connection.endResponse();
}

void Session::onClosed()
{
    m_server.remove(this);
}

} // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(Loop &loop, HttpServerOptions options, RequestHandler handler)
{
    std::unique_ptr<ServerTlsContext> tls;
    if (!options.certificates.empty()) {
        auto made = ServerTlsContext::create(options.certificates);
        if (!made)
            return tl::unexpected(made.error());
        tls = std::move(*made);
    }
    auto listener = Listener::open(loop.impl(), options.endpoint, options.reusePort);
    if (!listener)
        return tl::unexpected(listener.error());
    auto server = std::make_unique<Server>(loop, std::move(options), std::move(handler), std::move(tls), std::move(*listener));
    server->startSoon();
    return server;
}

} // namespace gatehouse::net
