// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/client_connection.h"

#include <cerrno>
#include <cstring>

namespace gatehouse::net {

namespace {

constexpr std::size_t largestProxyAnswer = 16U << 10;

std::string connectRequest(const Origin &origin)
{
    auto text = "CONNECT " + origin.text + " HTTP/1.1\r\nHost: " + origin.text + "\r\n";
    if (!origin.proxy.authorization.empty())
        text += "Proxy-Authorization: " + origin.proxy.authorization + "\r\n";
    return text + "\r\n";
}

} // namespace

ClientConnection::ClientConnection(Loop::Impl &loop, std::shared_ptr<const Origin> origin, const http::ParserLimits &limits)
    : m_loop(loop), m_origin(std::move(origin)), m_socket(loop, *this), m_parser(m_head, limits)
{
}

ClientConnection::~ClientConnection()
{
    close();
}

void ClientConnection::begin(Handler &handler, bool headRequest)
{
    m_handler = &handler;
    ++m_serial;
    m_headRequest = headRequest;
    m_parser.reset();
    m_parser.expectNoBody(headRequest);
    m_received = m_bodyWanted = m_headCame = m_responseEnded = m_requestEnded = m_keepAlive = m_outputWaits = m_unasked = false;
    m_deadline = SteadyTime::max();
}

void ClientConnection::connect(SSL_CTX *tls, std::chrono::milliseconds timeout)
{
    m_tls = tls;
    m_state = State::Connecting;
    m_connectDeadline = std::chrono::steady_clock::now() + timeout;
    updateDeadline();
    const auto &proxy = m_origin->proxy;
    resolve(m_loop, proxy ? proxy.host : m_origin->host, proxy ? proxy.port : m_origin->port,
            [this, alive = std::weak_ptr<bool>(m_alive)](std::vector<Address> addresses, const std::string &reason) {
                if (alive.expired() || m_state != State::Connecting)
                    return;
                if (addresses.empty()) {
                    fail(ClientFailure::Resolve, reason);
                    return;
                }
                m_addresses = std::move(addresses);
                tryNext("no address");
            });
}

void ClientConnection::tryNext(std::string lastReason)
{
    while (m_nextAddress < m_addresses.size()) {
        const int fd = connectTo(m_addresses[m_nextAddress++]);
        if (fd >= 0 && m_socket.open(fd))
            return;
        lastReason = strerror(errno);
    }
    fail(ClientFailure::Connect, lastReason);
}

void ClientConnection::onSocketReady()
{
    switch (m_state) {
    case State::Connecting:
        connecting();
        break;
    case State::AskingProxy:
        askProxy();
        break;
    case State::Handshake:
        handshaking();
        break;
    case State::Idle:
        // Nothing may come on an idle connection but its end.
        if (m_socket.hasInput() && m_expired) {
            const auto expired = m_expired;
            expired(this);
        }
        break;
    case State::Busy:
    case State::Tunnel:
        pump();
        break;
    case State::New:
    case State::Closed:
        break;
    }
}

void ClientConnection::connecting()
{
    if (!m_socket.isWritable())
        return;
    if (const int error = m_socket.connectError(); error != 0) {
        m_socket.close();
        tryNext(strerror(error));
        return;
    }
    if (!m_origin->tls) {
        ready();
        return;
    }
    if (!m_origin->proxy) {
        startHandshake();
        return;
    }
    m_state = State::AskingProxy;
    m_proxyOutput = connectRequest(*m_origin);
    m_proxyAnswer.clear();
    askProxy();
}

void ClientConnection::askProxy()
{
    while (!m_proxyOutput.empty()) {
        const auto [state, bytes] = m_socket.write(m_proxyOutput);
        if (state == Io::WouldBlock)
            return;
        if (state != Io::Done) {
            fail(ClientFailure::Connect, "the proxy closed the connection");
            return;
        }
        m_proxyOutput.erase(0, bytes);
    }
    char piece[1024];
    while (m_proxyAnswer.size() < largestProxyAnswer) {
        const auto [state, bytes] = m_socket.read(piece, sizeof piece);
        if (state == Io::WouldBlock)
            return;
        if (state != Io::Done)
            break;
        m_proxyAnswer.append(piece, bytes);
        if (const auto end = m_proxyAnswer.find("\r\n\r\n"); end != std::string::npos) {
            // The origin speaks after us: what comes behind the head is nobody's.
            proxyAnswered(end + 4 == m_proxyAnswer.size() ? std::string_view(m_proxyAnswer).substr(0, end) : std::string_view());
            return;
        }
    }
    fail(ClientFailure::Connect, "the proxy gave no answer");
}

void ClientConnection::proxyAnswered(std::string_view head)
{
    const auto line = head.substr(0, head.find('\r'));
    const bool known = line.starts_with("HTTP/1.") && line.size() >= 12 && line[8] == ' ';
    const auto status = known ? line.substr(9, 3) : std::string_view();
    if (status.size() == 3 && status[0] == '2') {
        startHandshake();
        return;
    }
    fail(ClientFailure::Connect, "the proxy answered " + (known ? std::string(status) : "something else than HTTP"));
}

void ClientConnection::startHandshake()
{
    m_state = State::Handshake;
    if (!m_tls || !m_socket.startTls(m_tls, false)) {
        fail(ClientFailure::Tls, "no TLS session");
        return;
    }
    m_socket.verifyHost(m_origin->host, m_origin->checks.chain, m_origin->checks.name);
    if (m_origin->certificate && !m_socket.showCertificate(*m_origin->certificate)) {
        fail(ClientFailure::Tls, "the client certificate has no key");
        return;
    }
    handshaking();
}

void ClientConnection::handshaking()
{
    const auto state = m_socket.handshake();
    if (state == Io::Done)
        ready();
    else if (state != Io::WouldBlock)
        fail(ClientFailure::Tls, m_socket.tlsError().empty() ? "closed during the handshake" : m_socket.tlsError());
}

void ClientConnection::ready()
{
    m_state = State::Busy;
    m_connectDeadline = SteadyTime::max();
    updateDeadline();
    const std::weak_ptr<bool> alive = m_alive;
    if (m_handler)
        m_handler->onConnected();
    if (!alive.expired() && m_state == State::Busy) {
        m_outputWaits = true; // whoever waited for the connection waited for its output
        pump();
    }
}

void ClientConnection::flush()
{
    if (m_flushing || (m_state != State::Busy && m_state != State::Tunnel))
        return;
    m_flushing = true;
    std::size_t moved = 0;
    const auto state = m_out.flush(m_socket, moved);
    m_flushing = false;
    if (state == Io::WouldBlock) {
        m_outputWaits = true;
        return;
    }
    if (state != Io::Done) {
        // The response may be there already: reading tells, and says what is wrong otherwise.
        m_out.clear();
        m_requestEnded = false;
        pumpSoon();
        return;
    }
    if (std::exchange(m_outputWaits, false) && m_handler)
        m_handler->onRequestDrained();
}

void ClientConnection::wantBody(bool wanted)
{
    m_bodyWanted = wanted;
    if (wanted && !m_pumping)
        pumpSoon();
}

void ClientConnection::setDeadline(SteadyTime deadline)
{
    m_deadline = deadline;
    updateDeadline();
}

void ClientConnection::updateDeadline()
{
    m_loop.wheel.set(*this, std::min(m_deadline, m_connectDeadline));
}

void ClientConnection::onDeadline()
{
    if (m_state == State::Idle) {
        if (m_expired) {
            const auto expired = m_expired;
            expired(this);
        }
        return;
    }
    if (std::chrono::steady_clock::now() >= m_connectDeadline)
        fail(ClientFailure::ConnectTimeout, "connect timed out");
    else
        fail(ClientFailure::Timeout, "timed out");
}

void ClientConnection::pumpSoon()
{
    if (m_pumpQueued)
        return;
    m_pumpQueued = true;
    m_loop.defer([this, alive = std::weak_ptr<bool>(m_alive)] {
        if (alive.expired())
            return;
        m_pumpQueued = false;
        if (m_state == State::Busy || m_state == State::Tunnel)
            pump();
    });
}

bool ClientConnection::mayRead() const
{
    if (m_state == State::Busy)
        return m_handler && !m_responseEnded && (!m_headCame || m_bodyWanted);
    return m_state == State::Tunnel && m_handler && m_bodyWanted && !m_responseEnded;
}

void ClientConnection::pump()
{
    if (m_pumping)
        return;
    m_pumping = true;
    if (m_outputWaits)
        flush();
    while (mayRead()) {
        if (!m_pending.empty()) {
            std::string input;
            input.swap(m_pending);
            const auto used = consume(input);
            if (used < input.size())
                m_pending.insert(0, input, used, std::string::npos);
            if (used == 0)
                break;
            continue;
        }
        ReadBuffer buffer(m_loop);
        const auto [state, bytes] = m_socket.read(buffer.data(), ReadBuffer::size);
        if (state == Io::WouldBlock)
            break;
        if (state != Io::Done) {
            inputEnded();
            break;
        }
        m_received = true;
        const auto used = consume({buffer.data(), bytes});
        if (used < bytes)
            m_pending.append(buffer.data() + used, bytes - used);
    }
    m_pumping = false;
}

std::size_t ClientConnection::consume(std::string_view input)
{
    std::size_t used = 0;
    while (mayRead()) {
        if (m_state == State::Tunnel) {
            m_handler->onResponseBody(input.substr(used));
            return input.size();
        }
        const auto parsed = m_parser.next(input.substr(used));
        used += parsed.consumed;
        switch (parsed.event) {
        case http::ParseEvent::NeedMore:
            return used;
        case http::ParseEvent::Head:
            headCame(input.size() > used);
            break;
        case http::ParseEvent::Body:
            m_handler->onResponseBody(parsed.body);
            break;
        case http::ParseEvent::Complete:
            m_unasked = input.size() > used;
            responseEnded();
            break;
        case http::ParseEvent::Error:
            fail(ClientFailure::BadResponse, std::string(m_parser.errorCode()));
            return input.size();
        }
    }
    return used;
}

void ClientConnection::headCame(bool moreCame)
{
    const int status = m_head.status;
    if (status >= 100 && status < 200 && status != 101) {
        // Interim: not passed on. Its Complete follows.
        m_parser.next({});
        m_parser.reset();
        m_parser.expectNoBody(m_headRequest);
        return;
    }
    m_headCame = true;
    m_keepAlive = m_parser.keepAlive();
    if (status == 101) {
        m_parser.next({});
        m_state = State::Tunnel;
        m_keepAlive = false;
    }
    // Without a body the end is here already: the connection can be given back at once.
    const bool ended = m_state == State::Busy && m_parser.framing() == http::BodyFraming::None;
    if (ended) {
        m_parser.next({});
        m_unasked = moreCame;
        m_responseEnded = true;
        m_deadline = SteadyTime::max();
    }
    const auto serial = m_serial;
    m_handler->onResponseHead();
    // It may have been given back, and even serve a new request already.
    if (ended && m_handler && serial == m_serial)
        m_handler->onResponseEnd();
}

void ClientConnection::responseEnded()
{
    m_responseEnded = true;
    m_deadline = SteadyTime::max();
    m_handler->onResponseEnd();
}

void ClientConnection::inputEnded()
{
    m_keepAlive = false;
    if (m_state == State::Tunnel || m_parser.finish().event == http::ParseEvent::Complete) {
        responseEnded();
        return;
    }
    fail(ClientFailure::Closed, m_received ? "closed in the middle of the response" : "closed without a response");
}

void ClientConnection::fail(ClientFailure failure, const std::string &reason)
{
    m_keepAlive = false;
    m_state = State::Closed;
    m_socket.close();
    m_out.clear();
    m_pending.clear();
    m_loop.wheel.set(*this, SteadyTime::max());
    if (auto *handler = std::exchange(m_handler, nullptr))
        handler->onFailed(failure, reason);
}

bool ClientConnection::isReusable() const
{
    return m_state == State::Busy && m_keepAlive && m_responseEnded && m_requestEnded && m_out.empty() && m_pending.empty()
        && !m_unasked && !m_socket.peerGone();
}

void ClientConnection::park(std::chrono::milliseconds timeout, std::function<void(ClientConnection *)> expired)
{
    m_state = State::Idle;
    m_expired = std::move(expired);
    setDeadline(std::chrono::steady_clock::now() + timeout);
}

void ClientConnection::unpark()
{
    m_state = State::Busy;
    m_reused = true;
    m_deadline = SteadyTime::max();
}

void ClientConnection::shutdownWrite()
{
    m_socket.shutdownWrite();
}

void ClientConnection::close()
{
    m_handler = nullptr;
    m_state = State::Closed;
    m_socket.close();
}

} // namespace gatehouse::net
