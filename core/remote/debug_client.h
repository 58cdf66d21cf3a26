// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"
#include "core/remote/debug_protocol.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QTimer;
class QWebSocket;

namespace gatehouse::remote {

//! Where a debugger is reached and with what.
struct DebugTarget
{
    std::string gatewayUrl; //!< "http://127.0.0.1:8080": scheme and authority
    SecretString masterKey; //!< of the master subscription; leaves in the handshake's address alone
    std::string caPem; //!< the only trust anchors; "" : the system's
    bool stopsOnEntry = false; //!< each debugged request stands before its first policy
};

//! The step debugger of a gateway, as Azure's VS Code extension speaks to it: one session over a WebSocket. Asynchronous, on its own thread's event
//! loop; nothing blocks. Dropping or closing it lets every request that stands go on.
//!
//! Failures: Invalid "remote.badUrl" | "remote.plainHttp" (a key goes over plain http to loopback alone) | "remote.badCertificate", Unavailable
//! "remote.connect" (args: host, reason), Timeout "remote.timeout", Forbidden "debug.forbidden" (no master key, or the gateway takes debuggers from its
//! own machine alone; args: status), Conflict "debug.busy" (one session at a time), Unsupported "debug.unsupported" (it has no debugger; args:
//! status), Unavailable "debug.lost" (args: reason).
class DebugClient final : public QObject
{
    Q_OBJECT

public:
    enum class State { Closed, Connecting, Attached, Failed };
    Q_ENUM(State)
    enum class Go { Continue, StepOver, StepIn, StepOut, Pause };

    //! The header that brings a request under the debugger's eyes; its value is the master key.
    static constexpr std::string_view requestField = "Ocp-Apim-Debug";

    explicit DebugClient(QObject *parent = nullptr, std::chrono::milliseconds connectTimeout = std::chrono::seconds(10));
    ~DebugClient() override;

    //! Ends a session before. stateChanged says how it went.
    void open(const DebugTarget &target);
    //! Also ends an attempt under way; no callback runs afterwards.
    void close();
    State state() const { return m_state; }
    //! Of State::Failed.
    const std::optional<Error> &error() const { return m_error; }

    // Nothing is sent unless it is attached.

    //! Those of one scope, "/apis/orders"; an empty list takes them away. Paths as debugPathOf() writes them.
    void setBreakpoints(const std::string &scopeId, const std::vector<std::string> &paths);
    void go(Go how, const DebugPlace &place);
    //! Ends the request without an answer.
    void terminate(const std::string &requestId);
    //! Of a run that stands; empty when it stands no more.
    void stack(const DebugPlace &place, std::function<void(std::vector<DebugFrame>)> done);
    //! What stands below "Request.Headers"; "" : the roots.
    void variables(const DebugPlace &place, const std::string &path, std::function<void(std::vector<DebugVariable>)> done);

Q_SIGNALS:
    void stateChanged();
    void stopped(const gatehouse::remote::DebugStop &stop);
    void ended(const gatehouse::remote::DebugPlace &place);

private:
    void opened();
    void broken();
    void timedOut();
    void received(const QString &text);
    void answer(const DebugMessage &message);
    void failWith(Error error);
    void setState(State state);
    void dropSocket();
    void send(std::string_view name, json::object arguments, long long id = 0);
    long long ask(std::function<void(const DebugBody &)> done);

    std::chrono::milliseconds m_connectTimeout;
    QTimer *m_patience;
    QWebSocket *m_socket = nullptr;
    DebugTarget m_target;
    State m_state = State::Closed;
    std::optional<Error> m_error;
    long long m_lastId = 0;
    std::map<long long, std::function<void(const DebugBody &)>> m_waiting;
};

} // namespace gatehouse::remote
