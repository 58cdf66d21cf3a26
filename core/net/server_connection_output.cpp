// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The response's half of a server connection: framing and output.
#include "core/net/server_connection.h"

#include "core/base/text.h"

#include <charconv>

namespace gatehouse::net {

namespace {

void appendNumber(std::string &out, std::uint64_t number, int base = 10)
{
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, number, base).ptr;
    out.append(text, end);
}

bool isFramingField(std::string_view name)
{
    switch (name.size()) {
    case 2:
        return equalsIgnoreCase(name, "te");
    case 7:
        return equalsIgnoreCase(name, "trailer") || equalsIgnoreCase(name, "upgrade");
    case 10:
        return equalsIgnoreCase(name, "connection") || equalsIgnoreCase(name, "keep-alive");
    case 14:
        return equalsIgnoreCase(name, "content-length");
    case 16:
        return equalsIgnoreCase(name, "proxy-connection");
    case 17:
        return equalsIgnoreCase(name, "transfer-encoding");
    default:
        return false;
    }
}

} // namespace

bool ServerConnection::bodyAllowed(int status) const
{
    return !m_isHead && status >= 200 && status != 204 && status != 304;
}

void ServerConnection::startResponse(int status, std::string_view reason, const http::Headers &headers,
                                     std::optional<std::uint64_t> length)
{
    if (m_state != State::Exchange || m_responseStarted)
        return;
    m_responseStarted = true;
    m_omitBody = !bodyAllowed(status);
    m_hasLength = length.has_value();
    m_announced = length.value_or(0);
    m_chunked = !m_omitBody && !m_hasLength && m_http11;
    if (!m_omitBody && !m_hasLength && !m_http11)
        m_keepAlive = false;
    if (m_drainRequested || (!m_bodyComplete && (m_expectsContinue || m_framing == http::BodyFraming::Chunked
                                                 || m_parser.contentLength() - m_bytesIn > mostDrained)))
        m_keepAlive = false;

    auto &out = m_out.bytes();
    out += "HTTP/1.1 ";
    appendNumber(out, static_cast<std::uint64_t>(status));
    out += ' ';
    out += reason.empty() ? http::reasonPhrase(status) : reason;
    out += "\r\n";
    bool hasDate = false;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const auto [name, value] = headers.at(i);
        if (isFramingField(name) || !http::isToken(name) || !http::isFieldValue(value))
            continue;
        hasDate = hasDate || equalsIgnoreCase(name, "date");
        out.append(name).append(": ").append(value).append("\r\n");
    }
    if (!hasDate)
        out.append("Date: ").append(m_loop.date.text()).append("\r\n");
    if (m_hasLength && status != 204 && status >= 200) {
        out += "Content-Length: ";
        appendNumber(out, m_announced);
        out += "\r\n";
    } else if (m_chunked) {
        out += "Transfer-Encoding: chunked\r\n";
    }
    if (!m_keepAlive)
        out += "Connection: close\r\n";
    else if (!m_http11)
        out += "Connection: keep-alive\r\n";
    out += "\r\n";
}

void ServerConnection::writeBody(std::string_view piece)
{
    if (piece.empty() || (m_state != State::Exchange && m_state != State::Tunnel))
        return;
    m_bytesOut += piece.size();
    if (m_state == State::Exchange && m_omitBody)
        return;
    auto &out = m_out.bytes();
    if (m_state == State::Exchange && m_chunked) {
        appendNumber(out, piece.size(), 16);
        out.append("\r\n").append(piece).append("\r\n");
    } else {
        out.append(piece);
    }
}

void ServerConnection::flush()
{
    if (m_flushing || m_state == State::Closed || m_state == State::Handshake)
        return;
    m_flushing = true;
    std::size_t moved = 0;
    const auto state = m_out.flush(m_socket, moved);
    m_flushing = false;
    if (state == Io::Closed || state == Io::Failed) {
        abort();
        return;
    }
    if (moved > 0 && (m_outputWaits || state == Io::WouldBlock))
        m_lastMove = std::chrono::steady_clock::now();
    if (state == Io::WouldBlock) {
        m_outputWaits = true;
        if (!m_pumping)
            updateDeadline();
        return;
    }
    const bool waited = std::exchange(m_outputWaits, false);
    if (m_state == State::Exchange && m_responseEnded)
        exchangeSent();
    else if (m_closeAfterOutput)
        linger();
    else if (waited && (m_state == State::Exchange || m_state == State::Tunnel))
        m_handler.onDrained();
}

void ServerConnection::endResponse()
{
    if (m_state != State::Exchange || m_responseEnded)
        return;
    if (m_chunked)
        m_out.bytes() += "0\r\n\r\n";
    if (m_hasLength && !m_omitBody && m_bytesOut != m_announced) {
        // The announced length can't be kept: nothing but a cut tells the client.
        flush();
        abort();
        return;
    }
    m_responseEnded = true;
    flush();
}

void ServerConnection::startTunnel(const http::ResponseHead &head)
{
    if (m_state != State::Exchange || m_responseStarted)
        return;
    m_responseStarted = true;
    auto &out = m_out.bytes();
    out += "HTTP/1.1 101 Switching Protocols\r\n";
    for (const auto &[name, value] : head.headers) {
        if (http::isToken(name) && http::isFieldValue(value) && !equalsIgnoreCase(name, "content-length")
            && !equalsIgnoreCase(name, "transfer-encoding") && !equalsIgnoreCase(name, "connection"))
            out.append(name).append(": ").append(value).append("\r\n");
    }
    out += "Connection: Upgrade\r\n\r\n";
    m_state = State::Tunnel;
    m_bodyComplete = false;
    m_bodyWanted = true;
    m_bytesIn = m_bytesOut = 0;
    flush();
    pumpSoon();
}

void ServerConnection::closeAfterOutput()
{
    if (m_out.empty())
        linger();
    else
        m_closeAfterOutput = true;
}

} // namespace gatehouse::net
