// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include "core/base/text.h"
#include "core/http/serializer.h"
#include "core/http/url.h"
#include "core/net/client_pool.h"

namespace gatehouse::net {

namespace {

using Done = std::function<void(Result<http::Response>)>;

Error errorOf(ClientFailure failure, const std::string &reason, const Origin &origin)
{
    const std::vector<Error::Arg> args{{"origin", origin.text}, {"reason", reason}};
    switch (failure) {
    case ClientFailure::Resolve:
        return {ErrorKind::Unavailable, "net.resolve", args, {}};
    case ClientFailure::Tls:
        return {ErrorKind::Unavailable, "net.tls", args, {}};
    case ClientFailure::Connect:
    case ClientFailure::ConnectTimeout:
    case ClientFailure::Closed:
        return {ErrorKind::Unavailable, "net.connect", args, {}};
    case ClientFailure::Timeout:
        return {ErrorKind::Timeout, "net.timeout", args, {}};
    case ClientFailure::BadResponse:
        break;
    }
    return {ErrorKind::Invalid, "net.badResponse", args, {}};
}

std::string serialize(const ClientRequest &request, const http::Url &url)
{
    http::RequestHead head;
    head.method = request.method;
    const bool absolute = request.proxy && url.scheme == "http";
    head.target = absolute ? "http://" + url.authority() + url.target() : url.target();
    head.headers.add("Host", url.authority());
    for (const auto &[name, value] : request.headers) {
        if (!equalsIgnoreCase(name, "host") && !equalsIgnoreCase(name, "content-length"))
            head.headers.add(name, value);
    }
    http::removeHopByHop(head.headers);
    if (absolute && !request.proxy.authorization.empty())
        head.headers.add("Proxy-Authorization", request.proxy.authorization);
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH")
        head.headers.add("Content-Length", std::to_string(request.body.size()));
    std::string text;
    http::appendHead(text, head);
    return text + request.body;
}

class Call final : public ClientCall, private ClientConnection::Handler
{
public:
    Call(std::shared_ptr<ClientPool> pool, Loop::Impl &loop, Done done) : m_pool(std::move(pool)), m_loop(loop), m_done(std::move(done)) { }

    ~Call() override { giveBack(); }

    void start(ClientRequest request)
    {
        const auto url = http::Url::parse(request.url);
        if (!url || !http::isToken(request.method)) {
            m_loop.defer([this, alive = std::weak_ptr<bool>(m_alive), error = url ? Error{ErrorKind::Invalid, "url.invalid", {}, {}} : url.error()] {
                if (!alive.expired())
                    finish(tl::unexpected(error));
            });
            return;
        }
        m_entry = &m_pool->entry(url->scheme == "https", url->host, url->effectivePort(), request.checks, request.proxy);
        m_entry = &m_pool->withCertificate(*m_entry, request.certificate);
        m_wire = serialize(request, *url);
        m_isHead = request.method == "HEAD";
        m_idempotent = http::isIdempotent(request.method);
        m_limit = request.maxBody;
        m_deadline = std::chrono::steady_clock::now() + request.timeout;
        send(false);
    }

private:
    void send(bool fresh)
    {
        m_connection = m_pool->acquire(*m_entry, *this, m_isHead, fresh);
        m_connection->setDeadline(m_deadline);
        m_connection->output() += m_wire;
        m_connection->endRequest();
        m_connection->flush();
    }

    void onResponseHead() override
    {
        m_response.head = m_connection->response();
        if (m_connection->bodyFraming() == http::BodyFraming::Length && m_connection->contentLength() > m_limit)
            finish(fail(ErrorKind::TooLarge, "net.bodyTooLarge"));
        else
            m_connection->wantBody(true);
    }

    void onResponseBody(std::string_view piece) override
    {
        if (m_response.body.size() + piece.size() > m_limit)
            finish(fail(ErrorKind::TooLarge, "net.bodyTooLarge"));
        else
            m_response.body += piece;
    }

    void onResponseEnd() override { finish(std::move(m_response)); }

    void onFailed(ClientFailure failure, const std::string &reason) override
    {
        const bool again = failure == ClientFailure::Closed && m_connection->isReused() && !m_connection->hasReceived() && m_idempotent;
        if (!again) {
            finish(tl::unexpected(errorOf(failure, reason, m_connection->origin())));
            return;
        }
        giveBack();
        send(true);
    }

    void giveBack()
    {
        if (m_connection)
            m_pool->release(*m_entry, std::move(m_connection));
    }

    //! May destroy this.
    void finish(Result<http::Response> result)
    {
        giveBack();
        if (const auto done = std::exchange(m_done, nullptr))
            done(std::move(result));
    }

    std::shared_ptr<ClientPool> m_pool;
    Loop::Impl &m_loop;
    Done m_done;
    ClientPool::Entry *m_entry = nullptr;
    std::unique_ptr<ClientConnection> m_connection;
    std::string m_wire;
    http::Response m_response;
    SteadyTime m_deadline{};
    std::size_t m_limit = 0;
    bool m_isHead = false;
    bool m_idempotent = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

class Client final : public HttpClient
{
public:
    Client(Loop &loop, std::shared_ptr<ClientPool> pool) : m_loop(loop), m_pool(std::move(pool)) { }

    std::unique_ptr<ClientCall> send(ClientRequest request, Done done) override
    {
        auto call = std::make_unique<Call>(m_pool, m_loop.impl(), std::move(done));
        call->start(std::move(request));
        return call;
    }

private:
    Loop &m_loop;
    std::shared_ptr<ClientPool> m_pool;
};

} // namespace

std::unique_ptr<HttpClient> HttpClient::create(Loop &loop, HttpClientOptions options)
{
    auto tls = makeClientTlsContext(options.caPem);
    ClientPoolOptions pool{options.connectTimeout, options.idleTimeout, options.maxIdlePerOrigin, {}};
    // Without a context https calls fail with "net.tls".
    return std::make_unique<Client>(loop, std::make_shared<ClientPool>(loop.impl(), tls ? std::move(*tls) : nullptr, pool));
}

} // namespace gatehouse::net
