// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/parser.h"
#include "core/net/output_buffer.h"
#include "core/net/proxy_address.h"
#include "core/net/resolve.h"
#include "core/net/socket.h"
#include "core/net/tls_checks.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::net {

//! Where connections go; one pool each.
struct Origin
{
    bool tls = false;
    std::string host;
    std::uint16_t port = 0;
    std::string text; //!< "127.0.0.1:9001", "[::1]:9001"
    TlsChecks checks;
    ProxyAddress proxy;
    std::shared_ptr<const crypto::CertificateFile> certificate = nullptr; //!< shown when the server asks for one; null: none
};

enum class ClientFailure {
    Resolve,
    Connect,
    Tls,
    ConnectTimeout,
    Timeout, //!< the deadline that the caller set
    Closed, //!< before the response was complete
    BadResponse,
};

//! One connection to an origin: connect (DNS off the loop's thread, each address in turn), TLS, framing, back-pressure. Requests may be
//! written before it is connected. Belongs to one loop; callbacks never run inside a call of the owner's but flush().
class ClientConnection final : private Socket::Listener, private TimerWheel::Entry
{
public:
    //! May give the connection to ClientPool::release() inside any of these, and nothing more is called then.
    class Handler
    {
    public:
        virtual void onConnected() { }
        //! response() holds it. Body pieces come after wantBody(true); onResponseEnd() follows at once when there is no body.
        virtual void onResponseHead() = 0;
        virtual void onResponseBody(std::string_view piece) = 0;
        virtual void onResponseEnd() = 0;
        //! All output left for the kernel after some had to wait.
        virtual void onRequestDrained() { }
        virtual void onFailed(ClientFailure failure, const std::string &reason) = 0;

    protected:
        ~Handler() = default;
    };

    ClientConnection(Loop::Impl &loop, std::shared_ptr<const Origin> origin, const http::ParserLimits &limits);
    ~ClientConnection() override;

    void connect(SSL_CTX *tls, std::chrono::milliseconds timeout);
    //! A new request: what was known of the last one is forgotten.
    void begin(Handler &handler, bool headRequest);
    void detach() { m_handler = nullptr; }

    std::string &output() { return m_out.bytes(); } //!< append, then flush()
    void flush();
    std::size_t pendingOutput() const { return m_out.size(); }
    void endRequest() { m_requestEnded = true; }
    void wantBody(bool wanted);
    void setDeadline(SteadyTime deadline); //!< then Timeout

    const http::ResponseHead &response() const { return m_head; }
    http::ResponseHead &response() { return m_head; }
    http::BodyFraming bodyFraming() const { return m_parser.framing(); }
    std::uint64_t contentLength() const { return m_parser.contentLength(); }
    //! After a 101 all that comes is body.
    bool isTunnel() const { return m_state == State::Tunnel; }
    void shutdownWrite();

    const Origin &origin() const { return *m_origin; }
    bool isReused() const { return m_reused; }
    bool hasReceived() const { return m_received; } //!< any byte of the response under way
    bool isConnected() const { return m_state != State::New && m_state != State::Connecting && m_state != State::AskingProxy && m_state != State::Handshake; }
    bool isReusable() const;
    //! Waits for the next request; `expired` is called when the peer closes it or the time is up.
    void park(std::chrono::milliseconds timeout, std::function<void(ClientConnection *)> expired);
    void unpark();
    void close();

private:
    enum class State { New, Connecting, AskingProxy, Handshake, Busy, Tunnel, Idle, Closed };

    void tryNext(std::string lastReason);
    void onSocketReady() override;
    void onDeadline() override;
    void connecting();
    void askProxy();
    void proxyAnswered(std::string_view head);
    void startHandshake();
    void handshaking();
    void ready();
    void pump();
    bool mayRead() const;
    std::size_t consume(std::string_view input);
    void headCame(bool moreCame);
    void responseEnded();
    void inputEnded();
    void fail(ClientFailure failure, const std::string &reason);
    void updateDeadline();
    void pumpSoon();

    Loop::Impl &m_loop;
    std::shared_ptr<const Origin> m_origin;
    Handler *m_handler = nullptr;
    Socket m_socket;
    http::ResponseHead m_head;
    http::ResponseParser m_parser;
    OutputBuffer m_out;
    std::string m_pending;
    std::string m_proxyOutput, m_proxyAnswer; //!< while it is asked
    std::vector<Address> m_addresses;
    std::size_t m_nextAddress = 0;
    SSL_CTX *m_tls = nullptr;
    State m_state = State::New;
    SteadyTime m_connectDeadline = SteadyTime::max();
    SteadyTime m_deadline = SteadyTime::max();
    std::function<void(ClientConnection *)> m_expired;
    std::uint64_t m_serial = 0; //!< of the request
    bool m_headRequest = false;
    bool m_reused = false;
    bool m_received = false;
    bool m_bodyWanted = false;
    bool m_headCame = false;
    bool m_responseEnded = false;
    bool m_requestEnded = false;
    bool m_keepAlive = false;
    bool m_unasked = false; //!< bytes came after the response's end
    bool m_outputWaits = false;
    bool m_flushing = false;
    bool m_pumping = false;
    bool m_pumpQueued = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace gatehouse::net
