// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/backends.h"
#include "core/gateway/body_source.h"
#include "core/gateway/worker.h"
#include "core/net/client_connection.h"
#include "core/policy/services.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::gateway {

class Session;

//! The backend's side of an exchange: one call at a time, on a pooled connection. Bodies go through in pieces; a slow side holds the
//! other back. Retries once when a reused connection died before any byte of the response and the request may be sent twice.
class Upstream final : private net::ClientConnection::Handler, private BodySource
{
public:
    Upstream(Session &session, Worker &worker) : m_session(session), m_worker(worker) { }
    ~Upstream() { cancel(); }
    Upstream(const Upstream &) = delete;
    Upstream &operator=(const Upstream &) = delete;

    //! Calls the backend with the session's exchange; `done` runs when the head came or it failed. Ends a call under way.
    void start(const policy::ForwardOptions &options, std::function<void(Status)> done);
    void cancel();
    //! Which call start() began, so that its operation ends no later one.
    std::uint64_t serial() const { return m_serial; }
    bool isPending() const { return static_cast<bool>(m_done); }

    bool isActive() const { return m_connection != nullptr; }
    bool isTunnel() const { return m_connection && m_connection->isTunnel(); }
    //! True when that is this call's response and nobody read from it.
    bool owns(const policy::Body &body) const;
    //! From now on pieces go to the client as they come, coalesced up to 8 KiB where asked for.
    void pipeToClient();
    void clientDrained();

    // The request's body, from the session.
    void requestPiece(std::string_view piece);
    void requestEnded();
    void shutdownWrite();

private:
    bool chooseBackend();
    void callEnded(bool failed, std::int64_t tripMicros = 0);
    void send(bool fresh);
    void writeHead(const Target &target);
    void writeTarget(const Target &target, std::string &out);
    void writeFields(std::string &out);
    void writeForwarded(std::string &out);
    bool usesPlainProxy() const;
    bool followRedirect();
    void failSoon(Error error);
    void complete(Status status);
    void responseEnded();
    void giveBack();

    void onConnected() override;
    void onResponseHead() override;
    void onResponseBody(std::string_view piece) override;
    void onResponseEnd() override;
    void onRequestDrained() override;
    void onFailed(net::ClientFailure failure, const std::string &reason) override;
    void readBody(policy::BodyStream::Callback callback) override;
    void cancelBody() override;
    bool takesBack() const override { return true; }
    void answerReader(Result<std::string> piece);

    Session &m_session;
    Worker &m_worker;
    net::ClientPool::Entry *m_origin = nullptr;
    std::unique_ptr<net::ClientConnection> m_connection;
    policy::ForwardOptions m_options;
    std::function<void(Status)> m_done;
    policy::OperationPointer m_buffering;
    std::shared_ptr<BodyHandle> m_body;
    policy::BodyStream::Callback m_reader;
    std::uint64_t m_serial = 0;
    const Backend *m_backend = nullptr; //!< that the call under way goes to; of the session's snapshot
    bool m_credentials = false; //!< its own are sent
    int m_redirects = 0;
    bool m_chunkedRequest = false;
    bool m_replayable = false;
    bool m_piping = false;
    bool m_coalesce = false;
    bool m_broken = false; //!< the response's end can't come any more
    bool m_ended = false; //!< the response is complete, or there is none to come
};

} // namespace gatehouse::gateway
