// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_connection.h"

namespace gatehouse::net {

namespace {

// What a client that goes on sending after its answer may send before it is cut, and for how long.
constexpr std::size_t lingerBytes = 256U << 10;
constexpr std::chrono::seconds lingerTime{2};

SteadyTime steadyNow()
{
    return std::chrono::steady_clock::now();
}

} // namespace

ServerConnection::ServerConnection(Loop::Impl &loop, Handler &handler, const http::ParserLimits &limits,
                                   const ServerTimeouts &timeouts)
    : m_loop(loop), m_handler(handler), m_timeouts(timeouts), m_socket(loop, *this), m_parser(m_head, limits)
{
}

void ServerConnection::open(int fd, SSL_CTX *tls)
{
    m_state = tls ? State::Handshake : State::Head;
    m_lastMove = steadyNow();
    if (!m_socket.open(fd) || (tls && !m_socket.startTls(tls, true)))
        close();
    else
        updateDeadline();
}

void ServerConnection::drain()
{
    m_drainRequested = true;
    const bool idle = m_state == State::Head && m_parser.idle() && m_pending.empty() && m_out.empty();
    if (idle || m_state == State::Handshake || m_state == State::Linger)
        close();
    else
        updateDeadline();
}

void ServerConnection::abort()
{
    if (m_state == State::Exchange || m_state == State::Tunnel) {
        m_state = State::Draining; // no second onBroken
        m_handler.onBroken();
    }
    close();
}

void ServerConnection::onSocketReady()
{
    pump();
}

void ServerConnection::pump()
{
    if (m_pumping || m_state == State::Closed)
        return;
    m_pumping = true;
    if (m_state == State::Handshake) {
        const auto state = m_socket.handshake();
        if (state == Io::Done) {
            m_state = State::Head;
            m_lastMove = steadyNow();
        } else if (state != Io::WouldBlock) {
            close();
        }
    }
    if (m_state != State::Closed && m_state != State::Handshake) {
        if (m_outputWaits)
            flush();
        readInput();
    }
    m_pumping = false;
    if (m_state != State::Closed)
        updateDeadline();
}

bool ServerConnection::mayRead() const
{
    switch (m_state) {
    case State::Head:
        return m_out.empty();
    case State::Exchange:
    case State::Tunnel:
        return m_bodyWanted && !m_bodyComplete;
    case State::Draining:
    case State::Linger:
        return true;
    case State::Closed:
    case State::Handshake:
        break;
    }
    return false;
}

void ServerConnection::readInput()
{
    while (mayRead()) {
        if (!m_pending.empty()) {
            std::string input;
            input.swap(m_pending);
            const auto used = consume(input);
            if (used < input.size() && m_state != State::Closed)
                m_pending.insert(0, input, used, std::string::npos);
            if (used == 0)
                break;
            continue;
        }
        ReadBuffer buffer(m_loop);
        const auto [state, bytes] = m_socket.read(buffer.data(), ReadBuffer::size);
        if (state == Io::WouldBlock)
            return;
        if (state != Io::Done) {
            peerClosed();
            return;
        }
        m_lastMove = steadyNow();
        const std::string_view input(buffer.data(), bytes);
        const auto used = consume(input);
        if (used < bytes && m_state != State::Closed)
            m_pending.append(input.substr(used));
    }
    // An exchange is under way and nothing is wanted of the client: its going away still counts.
    if (m_state == State::Exchange && m_socket.peerGone() && !m_bodyWanted)
        peerClosed();
}

std::size_t ServerConnection::consume(std::string_view input)
{
    std::size_t used = 0;
    while (mayRead()) {
        if (m_state == State::Linger) {
            m_drained += input.size() - used;
            if (m_drained > lingerBytes)
                close();
            return input.size();
        }
        if (m_state == State::Tunnel) {
            m_bytesIn += input.size() - used;
            if (used < input.size())
                m_handler.onBody(input.substr(used));
            return input.size();
        }
        if (m_state == State::Head && m_parser.idle()) {
            if (used == input.size())
                break;
            m_firstByte = m_lastMove;
        }
        const auto parsed = m_parser.next(input.substr(used));
        used += parsed.consumed;
        switch (parsed.event) {
        case http::ParseEvent::NeedMore:
            return used;
        case http::ParseEvent::Head:
            headCame();
            if (m_framing == http::BodyFraming::None && m_parser.next({}).event == http::ParseEvent::Complete)
                m_bodyComplete = true;
            m_handler.onHead();
            break;
        case http::ParseEvent::Body:
            bodyCame(parsed.body);
            break;
        case http::ParseEvent::Complete:
            messageEnded();
            break;
        case http::ParseEvent::Error:
            parseFailed();
            return input.size();
        }
    }
    return used;
}

void ServerConnection::headCame()
{
    m_state = State::Exchange;
    m_framing = m_parser.framing();
    m_keepAlive = m_parser.keepAlive() && !m_drainRequested;
    m_expectsContinue = m_parser.expectsContinue();
    m_upgrade = m_parser.isUpgrade();
    m_http11 = m_head.minorVersion >= 1;
    m_isHead = m_head.method == "HEAD";
    m_bodyWanted = m_bodyComplete = false;
    m_responseStarted = m_responseEnded = false;
    m_bytesIn = m_bytesOut = 0;
}

void ServerConnection::bodyCame(std::string_view piece)
{
    m_expectsContinue = false;
    m_bytesIn += piece.size();
    if (m_state == State::Exchange) {
        m_handler.onBody(piece);
        return;
    }
    m_drained += piece.size();
    if (m_drained > mostDrained)
        linger();
}

void ServerConnection::messageEnded()
{
    m_bodyComplete = true;
    if (m_state == State::Exchange)
        m_handler.onBodyEnd();
    else if (m_state == State::Draining)
        nextRequest();
}

void ServerConnection::parseFailed()
{
    if (m_state == State::Draining)
        linger();
    else
        badRequest(m_parser.errorStatus(), m_parser.errorCode());
}

void ServerConnection::badRequest(int status, std::string_view code)
{
    m_keepAlive = false;
    if (m_state == State::Exchange && m_responseStarted) {
        abort();
        return;
    }
    if (m_state == State::Head) {
        m_state = State::Exchange;
        m_framing = http::BodyFraming::None;
        m_isHead = m_upgrade = m_expectsContinue = false;
        m_http11 = true;
        m_responseStarted = m_responseEnded = false;
        m_bytesIn = m_bytesOut = 0;
    }
    m_bodyWanted = false;
    m_bodyComplete = true;
    m_handler.onBadRequest(status, code);
}

void ServerConnection::peerClosed()
{
    if (m_state == State::Tunnel && !m_bodyComplete && m_bodyWanted) {
        m_bodyComplete = true;
        m_handler.onBodyEnd();
        return;
    }
    abort();
}

void ServerConnection::wantBody(bool wanted)
{
    m_bodyWanted = wanted;
    if (!wanted || m_bodyComplete)
        return;
    if (m_expectsContinue && m_http11 && !m_responseStarted) {
        m_expectsContinue = false;
        m_out.bytes() += "HTTP/1.1 100 Continue\r\n\r\n";
        flush();
    }
    if (m_state == State::Closed)
        return;
    m_lastMove = steadyNow();
    if (!m_pumping)
        pumpSoon();
}

void ServerConnection::exchangeSent()
{
    m_responseEnded = false;
    const bool complete = m_bodyComplete;
    const bool keepAlive = m_keepAlive && !m_drainRequested && (complete || !m_expectsContinue);
    m_state = State::Draining;
    m_bodyWanted = false;
    m_drained = 0;
    m_handler.onSent();
    if (m_state != State::Draining)
        return;
    if (!keepAlive)
        linger();
    else if (complete)
        nextRequest();
    else
        pumpSoon();
}

void ServerConnection::nextRequest()
{
    m_state = State::Head;
    m_parser.reset();
    m_lastMove = steadyNow();
    if (m_pumping)
        return; // the loop around goes on
    if (!m_pending.empty() || m_socket.isReadable())
        pumpSoon();
    else
        updateDeadline();
}

void ServerConnection::pumpSoon()
{
    if (m_pumpQueued)
        return;
    m_pumpQueued = true;
    m_loop.defer([this, alive = std::weak_ptr<bool>(m_alive)] {
        if (alive.expired())
            return;
        m_pumpQueued = false;
        pump();
    });
}

void ServerConnection::linger()
{
    if (m_state == State::Closed || m_state == State::Linger)
        return;
    // Closing upon unread input would reset the connection, and the answer might be lost with it.
    m_state = State::Linger;
    m_drained = m_pending.size();
    m_pending.clear();
    m_socket.shutdownWrite();
    if (m_socket.peerGone()) {
        close();
        return;
    }
    m_lastMove = steadyNow();
    updateDeadline();
    if (!m_pumping)
        pumpSoon();
}

void ServerConnection::close()
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    m_socket.close();
    m_out.clear();
    m_pending.clear();
    m_loop.wheel.set(*this, SteadyTime::max());
    m_handler.onClosed();
}

void ServerConnection::updateDeadline()
{
    auto deadline = SteadyTime::max();
    if (m_state == State::Handshake)
        deadline = m_lastMove + m_timeouts.handshake;
    else if (m_state == State::Linger)
        deadline = m_lastMove + lingerTime;
    else if (!m_out.empty())
        deadline = m_lastMove + m_timeouts.write;
    else if (m_state == State::Head)
        deadline = m_parser.idle() ? m_lastMove + m_timeouts.idle : m_firstByte + m_timeouts.head;
    else if (m_state == State::Draining || (m_state == State::Exchange && m_bodyWanted && !m_bodyComplete))
        deadline = m_lastMove + m_timeouts.body;
    m_loop.wheel.set(*this, deadline);
}

void ServerConnection::onDeadline()
{
    if (m_state == State::Head && !m_parser.idle() && m_out.empty())
        badRequest(408, "http.headTimeout");
    else if (m_state == State::Exchange && m_out.empty() && m_bodyWanted && !m_bodyComplete)
        badRequest(408, "http.bodyTimeout");
    else
        abort();
}

} // namespace gatehouse::net
