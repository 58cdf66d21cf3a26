// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/parser.h"
#include "core/net/http_server.h"
#include "core/net/output_buffer.h"
#include "core/net/socket.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::net {

//! One HTTP/1.1 connection of a server: framing, keep-alive, pipelining, timeouts and back-pressure; no allocation per request. Shared by
//! HttpServer and the data plane. The handler answers one request at a time, at once or later. Belongs to one loop.
class ServerConnection final : private Socket::Listener, private TimerWheel::Entry
{
public:
    //! Never destroys the connection inside a call.
    class Handler
    {
    public:
        //! A request's head came: request() holds it until onSent() or onBroken().
        virtual void onHead() = 0;
        //! Only while the body is wanted.
        virtual void onBody(std::string_view piece) = 0;
        virtual void onBodyEnd() = 0;
        //! All output left for the kernel after some had to wait.
        virtual void onDrained() = 0;
        //! The response left for the kernel in full.
        virtual void onSent() = 0;
        //! The client went away, or takes nothing, in the middle of an exchange: the last call of this exchange.
        virtual void onBroken() = 0;
        //! Bytes that are no request, a body that is none, or one that did not come in time. Inside an exchange whose response has
        //! begun the connection is cut instead and onBroken() called. Answers by startResponse ... endResponse; the connection closes after it.
        virtual void onBadRequest(int status, std::string_view code) = 0;
        //! The last call: the owner destroys the connection later.
        virtual void onClosed() = 0;

    protected:
        ~Handler() = default;
    };

    ServerConnection(Loop::Impl &loop, Handler &handler, const http::ParserLimits &limits, const ServerTimeouts &timeouts);
    ~ServerConnection() override = default;

    void open(int fd, SSL_CTX *tls);
    //! An idle connection closes now, a busy one after its response.
    void drain();
    //! Cuts; onBroken() if an exchange is under way, then onClosed().
    void abort();

    const http::RequestHead &request() const { return m_head; }
    http::RequestHead &request() { return m_head; } //!< its headers may be taken away
    http::BodyFraming bodyFraming() const { return m_framing; }
    std::uint64_t contentLength() const { return m_parser.contentLength(); }
    bool isUpgrade() const { return m_upgrade; }
    bool bodyComplete() const { return m_bodyComplete; }
    bool isTls() const { return m_socket.isTls(); }
    std::string serverName() const { return m_socket.serverName(); }
    std::vector<std::string> peerCertificates() const { return m_socket.peerCertificates(); } //!< DER, the client's own first
    SteadyTime firstByte() const { return m_firstByte; } //!< of the request under way
    std::uint64_t bytesIn() const { return m_bytesIn; } //!< of the body under way
    std::uint64_t bytesOut() const { return m_bytesOut; } //!< body bytes of the response under way
    bool responseStarted() const { return m_responseStarted; }

    //! Asks for body pieces until switched off. Sends 100 Continue first where asked for.
    void wantBody(bool wanted);

    //! Appends the head. `length` absent: chunked (HTTP/1.1) or until close; for HEAD, 204 and 304 the body is left out. Hop-by-hop
    //! fields, Content-Length and Transfer-Encoding in `headers` are dropped, Date and Connection added.
    void startResponse(int status, std::string_view reason, const http::Headers &headers, std::optional<std::uint64_t> length);
    void writeBody(std::string_view piece); //!< appends; flush() sends
    void flush();
    void endResponse(); //!< and sends
    std::size_t pendingOutput() const { return m_out.size(); }
    //! 101: after it, both ways are raw bytes: pieces come by onBody while wanted, the client's end by onBodyEnd, output by writeBody.
    void startTunnel(const http::ResponseHead &head);
    void closeAfterOutput(); //!< of a tunnel

private:
    //! A body nobody read is read to its end rather than closed upon, up to this.
    static constexpr std::size_t mostDrained = 64U << 10;
    enum class State { Closed, Handshake, Head, Exchange, Draining, Linger, Tunnel };

    void onSocketReady() override;
    void onDeadline() override;
    void pump();
    void readInput();
    bool mayRead() const;
    std::size_t consume(std::string_view input);
    void headCame();
    void bodyCame(std::string_view piece);
    void messageEnded();
    void parseFailed();
    void badRequest(int status, std::string_view code);
    void peerClosed();
    void exchangeSent();
    void nextRequest();
    void pumpSoon();
    void linger();
    void close();
    void updateDeadline();
    bool bodyAllowed(int status) const;

    Loop::Impl &m_loop;
    Handler &m_handler;
    ServerTimeouts m_timeouts;
    Socket m_socket;
    http::RequestHead m_head;
    http::RequestParser m_parser;
    OutputBuffer m_out;
    std::string m_pending; //!< read, not yet wanted
    State m_state = State::Closed;
    http::BodyFraming m_framing = http::BodyFraming::None;
    SteadyTime m_firstByte{};
    SteadyTime m_lastMove{};
    std::uint64_t m_bytesIn = 0;
    std::uint64_t m_bytesOut = 0;
    std::uint64_t m_announced = 0;
    std::size_t m_drained = 0;
    bool m_pumping = false;
    bool m_pumpQueued = false;
    bool m_flushing = false;
    bool m_keepAlive = true;
    bool m_http11 = true;
    bool m_isHead = false;
    bool m_upgrade = false;
    bool m_expectsContinue = false;
    bool m_bodyWanted = false;
    bool m_bodyComplete = false;
    bool m_responseStarted = false;
    bool m_responseEnded = false;
    bool m_chunked = false;
    bool m_hasLength = false;
    bool m_omitBody = false;
    bool m_outputWaits = false;
    bool m_drainRequested = false;
    bool m_closeAfterOutput = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); //!< for what is queued on the loop
};

} // namespace gatehouse::net
