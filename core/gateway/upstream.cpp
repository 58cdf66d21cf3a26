// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/upstream.h"

#include "core/base/text.h"
#include "core/gateway/redirect.h"
#include "core/gateway/session.h"
#include "core/http/retry_after.h"
#include "core/http/serializer.h"

#include <charconv>

namespace gatehouse::gateway {

namespace {

// How much waits for a slow side before the fast one is held back.
constexpr std::size_t highWater = 256U << 10;
constexpr std::size_t coalesced = 8U << 10;

//! Fields that belong to one connection, or that are written anew.
bool isLeftOut(std::string_view name)
{
    switch (name.size()) {
    case 2:
        return equalsIgnoreCase(name, "te");
    case 4:
        return equalsIgnoreCase(name, "host");
    case 6:
        return equalsIgnoreCase(name, "expect");
    case 7:
        return equalsIgnoreCase(name, "trailer") || equalsIgnoreCase(name, "upgrade");
    case 10:
        return equalsIgnoreCase(name, "connection") || equalsIgnoreCase(name, "keep-alive");
    case 14:
        return equalsIgnoreCase(name, "content-length");
    case 15:
        return equalsIgnoreCase(name, "x-forwarded-for");
    case 16:
        return equalsIgnoreCase(name, "x-forwarded-host") || equalsIgnoreCase(name, "proxy-connection");
    case 17:
        return equalsIgnoreCase(name, "x-forwarded-proto") || equalsIgnoreCase(name, "transfer-encoding");
    case 19:
        return equalsIgnoreCase(name, "proxy-authorization");
    default:
        return false;
    }
}

//! A policy may have put anything into the path: what can't stand in a request line is percent-encoded.
void appendTarget(std::string &out, std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && c != '#') {
            out += c;
            continue;
        }
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 0x0f];
    }
}

void appendNumber(std::string &out, std::uint64_t number, int base = 10)
{
    char text[24];
    out.append(text, std::to_chars(text, text + sizeof text, number, base).ptr);
}

//! What a Retry-After says; 0 when there is none.
std::int64_t retryAfterMicros(const http::Headers &headers, UtcTime now)
{
    const auto text = headers.get("Retry-After");
    const auto pause = text ? http::parseRetryAfter(*text, now) : std::nullopt;
    return pause ? std::chrono::microseconds(*pause).count() : 0;
}

Error errorOf(net::ClientFailure failure, const std::string &reason)
{
    using net::ClientFailure;
    const std::vector<Error::Arg> args{{"reason", reason}};
    switch (failure) {
    case ClientFailure::Resolve:
        return {ErrorKind::Unavailable, "gateway.backendResolve", args, {}};
    case ClientFailure::Connect:
    case ClientFailure::ConnectTimeout:
        return {ErrorKind::Unavailable, "gateway.backendConnect", args, {}};
    case ClientFailure::Tls:
        return {ErrorKind::Unavailable, "gateway.backendTls", args, {}};
    case ClientFailure::Closed:
        return {ErrorKind::Unavailable, "gateway.backendClosed", args, {}};
    case ClientFailure::Timeout:
        return {ErrorKind::Timeout, "gateway.backendTimeout", args, {}};
    case ClientFailure::BadResponse:
        break;
    }
    return {ErrorKind::Unavailable, "gateway.backendBadResponse", args, {}};
}

} // namespace

void Upstream::start(const policy::ForwardOptions &options, std::function<void(Status)> done)
{
    cancel();
    ++m_serial;
    m_options = options;
    m_done = std::move(done);
    m_piping = m_broken = m_ended = false;
    m_redirects = 0;
    if (!chooseBackend())
        return;
    auto &body = m_session.exchange().request.body;
    if (!options.bufferRequestBody || !std::holds_alternative<std::shared_ptr<policy::BodyStream>>(body.content)) {
        send(false);
        return;
    }
    m_buffering = m_session.buffer(body, m_worker.options().maxBufferedBody, [this](Status status) {
        if (status)
            send(false);
        else
            complete(std::move(status));
    });
}

//! Each call chooses anew, so that a retry may meet another member of a pool. False: the call will fail.
bool Upstream::chooseBackend()
{
    auto &exchange = m_session.exchange();
    m_backend = exchange.backendId.empty() ? nullptr : m_session.backends().find(exchange.backendId);
    m_credentials = m_backend != nullptr;
    if (!m_backend)
        return true;
    auto &states = m_session.state().backends;
    const auto now = steadyMicros(m_worker.clock());
    const auto &named = *m_backend;
    if (named.isPool)
        m_backend = states.choose(named, m_session.backends(), now);
    else if (states.isOpen(named, now))
        m_backend = nullptr;
    if (!m_backend) {
        failSoon({ErrorKind::Unavailable, "gateway.backendTripped", {{"backend", named.id}, {"type", named.isPool ? "pool" : "single"}}, {}});
        return false;
    }
    if (!m_backend->fault.empty()) {
        failSoon({ErrorKind::Unsupported, m_backend->fault, {{"backend", m_backend->id}}, {}});
        return false;
    }
    exchange.backendBaseUrl = m_backend->url;
    return true;
}

//! For its circuit breaker.
void Upstream::callEnded(bool failed, std::int64_t tripMicros)
{
    if (m_backend && m_backend->breaker)
        m_session.state().backends.record(*m_backend, steadyMicros(m_worker.clock()), failed, tripMicros);
}

void Upstream::send(bool fresh)
{
    auto &exchange = m_session.exchange();
    const auto *own = m_credentials ? m_backend : nullptr; // after a redirect elsewhere it is not the backend any more
    const bool namesProxy = m_backend && !m_backend->proxy.url.empty();
    const auto &target = m_worker.target(exchange.backendBaseUrl, own ? own->tls : net::TlsChecks{}, namesProxy ? m_backend->proxy : exchange.proxy);
    const bool streams = std::holds_alternative<std::shared_ptr<policy::BodyStream>>(exchange.request.body.content);
    if (!target.origin || !http::isToken(exchange.request.method)) {
        failSoon({ErrorKind::Unavailable, "gateway.noBackend", {}, {}});
        return;
    }
    if (streams && m_session.requestBodyGone()) {
        failSoon({ErrorKind::Unavailable, "gateway.bodyGone", {}, {}}); // a part of it would be another request
        return;
    }
    m_origin = &m_worker.pool().withCertificate(*target.origin, own && own->certificate ? own->certificate : exchange.backendCertificate);
    m_connection = m_worker.pool().acquire(*m_origin, *this, exchange.request.method == "HEAD", fresh);
    m_connection->setDeadline(std::chrono::steady_clock::now() + m_options.timeout);
    m_session.backendChosen(m_connection->origin().text, m_connection->isConnected());
    writeHead(target);
    auto &body = exchange.request.body;
    m_replayable = !streams && http::isIdempotent(exchange.request.method);
    if (const auto *bytes = body.bytes())
        m_connection->output() += *bytes;
    if (!streams && !m_session.isUpgrade())
        m_connection->endRequest();
    m_connection->flush();
    if (streams && m_connection)
        m_session.pipeRequest();
}

void Upstream::failSoon(Error error)
{
    m_worker.loopImpl().defer([this, error = std::move(error), serial = m_serial, guard = m_session.guard()] {
        if (!guard.expired() && serial == m_serial)
            complete(tl::unexpected(error));
    });
}

void Upstream::writeHead(const Target &target)
{
    const auto &request = m_session.exchange().request;
    auto &out = m_connection->output();
    const auto begin = out.size();
    out.append(request.method).append(1, ' ');
    writeTarget(target, out);
    out += " HTTP/1.1\r\nHost: ";
    const auto host = request.headers.get("Host");
    // A policy that set Host means it; the client's own is not the backend's.
    const bool own = host && *host != m_session.originalHost() && http::isFieldValue(*host);
    out.append(own ? *host : std::string_view(target.authority)).append("\r\n");
    writeFields(out);
    writeForwarded(out);
    m_chunkedRequest = false;
    if (m_session.isUpgrade()) {
        out.append("Connection: Upgrade\r\nUpgrade: ").append(m_session.upgradeTo()).append("\r\n");
    } else if (const auto *bytes = request.body.bytes()) {
        out += "Content-Length: ";
        appendNumber(out, bytes->size());
        out += "\r\n";
    } else if (!request.body.isEmpty()) {
        m_chunkedRequest = !request.body.length;
        out += m_chunkedRequest ? "Transfer-Encoding: chunked\r\n" : "Content-Length: ";
        if (!m_chunkedRequest) {
            appendNumber(out, *request.body.length);
            out += "\r\n";
        }
    } else if (request.method == "POST" || request.method == "PUT" || request.method == "PATCH") {
        out += "Content-Length: 0\r\n";
    }
    out += "\r\n";
    if (auto *traced = m_session.traced())
        traced->wrote(m_origin->origin->tls ? "https" : "http", std::string_view(out).substr(begin));
}

void Upstream::writeTarget(const Target &target, std::string &out)
{
    const auto &exchange = m_session.exchange();
    if (usesPlainProxy())
        out.append("http://").append(target.authority);
    const auto before = out.size();
    out += target.basePath;
    if (!exchange.backendPath.empty() && !exchange.backendPath.starts_with('/'))
        out += '/';
    appendTarget(out, exchange.backendPath);
    if (out.size() == before)
        out += '/';
    if (!exchange.backendQuery.empty()) {
        out += '?';
        appendTarget(out, exchange.backendQuery);
    }
    if (m_credentials && !m_backend->query.empty())
        out.append(1, exchange.backendQuery.empty() ? '?' : '&').append(m_backend->query);
}

void Upstream::writeFields(std::string &out)
{
    const auto &headers = m_session.exchange().request.headers;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const auto [name, value] = headers.at(i);
        const bool replaced = m_credentials && m_backend->headers.has(name);
        if (!replaced && !isLeftOut(name) && http::isToken(name) && http::isFieldValue(value))
            out.append(name).append(": ").append(value).append("\r\n");
    }
    if (!m_credentials)
        return;
    for (const auto field : m_backend->headers)
        if (!isLeftOut(field.name))
            out.append(field.name).append(": ").append(field.value).append("\r\n");
}

//! Of a request that the proxy reads itself.
bool Upstream::usesPlainProxy() const
{
    return m_origin->origin->proxy && !m_origin->origin->tls;
}

void Upstream::writeForwarded(std::string &out)
{
    const auto &exchange = m_session.exchange();
    out += "X-Forwarded-For: ";
    if (const auto earlier = exchange.request.headers.joined("X-Forwarded-For"); !earlier.empty())
        out.append(earlier).append(", ");
    out.append(exchange.clientAddress).append("\r\n");
    if (const auto &host = m_session.originalHost(); !host.empty())
        out.append("X-Forwarded-Host: ").append(host).append("\r\n");
    out.append("X-Forwarded-Proto: ").append(exchange.originalUrl.scheme).append("\r\n");
    if (const auto &proxy = m_origin->origin->proxy; usesPlainProxy() && !proxy.authorization.empty())
        out.append("Proxy-Authorization: ").append(proxy.authorization).append("\r\n");
}

void Upstream::complete(Status status)
{
    m_buffering.reset();
    if (const auto done = std::exchange(m_done, nullptr))
        done(std::move(status));
}

void Upstream::giveBack()
{
    if (m_connection)
        m_worker.pool().release(*m_origin, std::move(m_connection));
}

void Upstream::cancel()
{
    m_done = nullptr;
    m_reader = nullptr;
    m_buffering.reset();
    if (m_body)
        m_body->detach();
    m_piping = false;
    m_session.stopRequestPipe();
    if (m_connection) {
        m_connection->detach();
        m_connection->close();
        giveBack();
    }
}

bool Upstream::owns(const policy::Body &body) const
{
    const auto *stream = std::get_if<std::shared_ptr<policy::BodyStream>>(&body.content);
    return stream && m_body && stream->get() == m_body.get() && !m_body->isRead();
}

void Upstream::onConnected()
{
    m_session.backendConnected();
}

void Upstream::onResponseHead()
{
    if (m_options.followRedirects && followRedirect())
        return;
    auto &exchange = m_session.exchange();
    auto &head = m_connection->response();
    auto &response = exchange.response;
    if (m_backend && m_backend->breaker) {
        const auto &breaker = *m_backend->breaker;
        const auto asked = breaker.acceptRetryAfter ? retryAfterMicros(head.headers, m_worker.clock().utc()) : 0;
        callEnded(breaker.countsStatus(head.status), asked);
    }
    response.status = head.status;
    response.reason.swap(head.reason);
    std::swap(response.headers, head.headers);
    exchange.hasResponse = true;
    m_session.backendAnswered(response.status);
    const bool tunnel = m_connection->isTunnel();
    if (!tunnel && (response.headers.has("Connection") || response.headers.has("Transfer-Encoding")))
        http::removeHopByHop(response.headers);
    m_connection->setDeadline(tunnel ? SteadyTime::max() : std::chrono::steady_clock::now() + m_options.timeout);
    if (tunnel) {
        response.body.clear();
    } else if (m_connection->bodyFraming() == http::BodyFraming::None) {
        response.body.clear();
        responseEnded();
    } else {
        response.body.content = std::static_pointer_cast<policy::BodyStream>(BodyHandle::renew(m_body, *this));
        if (m_connection->bodyFraming() == http::BodyFraming::Length)
            response.body.length = m_connection->contentLength();
        else
            response.body.length.reset();
        const auto type = response.headers.get("Content-Type").value_or("");
        m_coalesce = m_options.bufferResponse && !containsIgnoreCase(type.substr(0, 17), "text/event-stream");
    }
    complete({});
}

//! True: another call is under way. The exchange then names where it went.
bool Upstream::followRedirect()
{
    auto &exchange = m_session.exchange();
    const auto &head = m_connection->response();
    const auto query = exchange.backendQuery.empty() ? std::string() : "?" + exchange.backendQuery;
    const auto redirect = redirectOf(head.status, head.headers, exchange.request.method, exchange.backendBaseUrl + exchange.backendPath + query);
    const bool streams = std::holds_alternative<std::shared_ptr<policy::BodyStream>>(exchange.request.body.content);
    if (!redirect || m_redirects >= maxRedirects || (streams && !redirect->asGet))
        return false;
    ++m_redirects;
    exchange.backendBaseUrl = redirect->baseUrl;
    exchange.backendPath = redirect->path;
    exchange.backendQuery = redirect->query;
    if (!redirect->sameOrigin) {
        exchange.request.headers.remove("Authorization");
        exchange.backendCertificate.reset();
        m_credentials = false;
    }
    if (redirect->asGet) {
        exchange.request.method = "GET";
        exchange.request.body.clear();
        exchange.request.headers.remove("Content-Type");
    }
    m_session.stopRequestPipe();
    giveBack();
    send(false);
    return true;
}

void Upstream::pipeToClient()
{
    m_piping = true;
    if (m_body) {
        if (const auto front = m_body->takeFront(); !front.empty()) {
            auto &client = m_session.connection();
            m_session.watch(front);
            client.writeBody(front);
            if (m_connection) {
                client.flush();
                if (!m_connection)
                    return; // the client is gone, and with it this call
            }
        }
    }
    if (m_broken || !m_connection) {
        if (m_ended)
            m_session.pipeEnded();
        else
            m_session.pipeBroken();
        return;
    }
    m_connection->wantBody(true);
}

void Upstream::onResponseBody(std::string_view piece)
{
    if (m_piping) {
        auto &client = m_session.connection();
        m_session.watch(piece);
        client.writeBody(piece);
        const bool tunnel = m_connection->isTunnel();
        if (tunnel || !m_coalesce || client.pendingOutput() >= coalesced)
            client.flush();
        // flush() may have found the client gone, and with it this call.
        if (m_connection && client.pendingOutput() > highWater)
            m_connection->wantBody(false);
        if (m_connection && !tunnel)
            m_connection->setDeadline(std::chrono::steady_clock::now() + m_options.timeout);
        return;
    }
    if (m_reader) {
        m_connection->wantBody(false);
        answerReader(std::string(piece));
    }
}

void Upstream::clientDrained()
{
    if (m_piping && m_connection)
        m_connection->wantBody(true);
}

void Upstream::responseEnded()
{
    m_ended = true;
    m_session.backendDone();
    m_session.stopRequestPipe();
    giveBack();
}

void Upstream::onResponseEnd()
{
    const bool tunnel = m_connection->isTunnel();
    responseEnded();
    if (m_piping && tunnel)
        m_session.connection().closeAfterOutput();
    else if (m_piping)
        m_session.pipeEnded();
    else if (m_reader)
        answerReader(std::string());
}

void Upstream::onFailed(net::ClientFailure failure, const std::string &reason)
{
    const bool again = failure == net::ClientFailure::Closed && m_done && m_replayable && m_connection->isReused() && !m_connection->hasReceived();
    giveBack();
    if (again) {
        send(true);
        return;
    }
    m_broken = true;
    m_session.stopRequestPipe();
    if (m_done && m_backend && m_backend->breaker)
        callEnded(m_backend->breaker->countsReason(failure == net::ClientFailure::Timeout ? "Timeout" : "BackendConnectionFailure"));
    if (m_done)
        complete(tl::unexpected(errorOf(failure, reason)));
    else if (m_piping)
        m_session.pipeBroken();
    else if (m_reader)
        answerReader(tl::unexpected(errorOf(failure, reason)));
}

void Upstream::requestPiece(std::string_view piece)
{
    if (!m_connection)
        return;
    if (m_chunkedRequest)
        http::appendChunk(m_connection->output(), piece);
    else
        m_connection->output().append(piece);
    m_connection->flush();
    if (m_connection && m_connection->pendingOutput() > highWater)
        m_session.holdRequest();
}

void Upstream::requestEnded()
{
    if (!m_connection)
        return;
    if (m_chunkedRequest)
        m_connection->output() += "0\r\n\r\n";
    m_connection->endRequest();
    m_connection->flush();
}

void Upstream::shutdownWrite()
{
    if (m_connection)
        m_connection->shutdownWrite();
}

void Upstream::onRequestDrained()
{
    m_session.resumeRequest();
}

void Upstream::readBody(policy::BodyStream::Callback callback)
{
    m_reader = std::move(callback);
    if (m_connection) {
        m_connection->wantBody(true);
        return;
    }
    m_worker.loopImpl().defer([this, serial = m_serial, guard = m_session.guard()] {
        if (guard.expired() || serial != m_serial || !m_reader)
            return;
        if (m_broken)
            answerReader(fail(ErrorKind::Unavailable, "gateway.backendClosed"));
        else
            answerReader(std::string());
    });
}

void Upstream::cancelBody()
{
    m_reader = nullptr;
}

void Upstream::answerReader(Result<std::string> piece)
{
    if (const auto reader = std::exchange(m_reader, nullptr))
        reader(std::move(piece));
}

} // namespace gatehouse::gateway
