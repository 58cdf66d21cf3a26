// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/debug_client.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"

namespace gatehouse::gateway {

namespace {

using http::WebSocketOpcode;

policy::LastError refusal(int status, std::string message)
{
    policy::LastError error;
    error.source = "debugger";
    error.reason = "DebuggerRefused";
    error.status = status;
    error.message = error.wireMessage = std::move(message);
    return error;
}

bool isThisMachine(std::string_view address)
{
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

} // namespace

bool DebugClient::isItsPath(std::string_view path)
{
    return path == "/debug" || path == "/debug-0123456789abcdef";
}

bool DebugClient::isMasterKey(std::string_view key, const std::vector<std::string> &masterKeys)
{
    bool found = false;
    for (const auto &master : masterKeys)
        found = crypto::equalSecrets(key, master) || found;
    return found && !key.empty();
}

std::optional<policy::LastError> DebugClient::refuse(const policy::Exchange &exchange, std::string_view upgradeTo,
                                                     const std::vector<std::string> &masterKeys, bool mayBeRemote)
{
    const auto &request = exchange.request;
    const auto key = http::queryValue(request.url.query, "key");
    if (!mayBeRemote && !isThisMachine(exchange.clientAddress))
        return refusal(403, "The debugger is reached from the gateway's own machine alone.");
    if (!key || !isMasterKey(*key, masterKeys))
        return refusal(401, "Access denied due to invalid key. The debugger needs the key of the master subscription.");
    if (request.method != "GET" || !equalsIgnoreCase(upgradeTo, "websocket")
        || !http::isWebSocketKey(request.headers.get("Sec-WebSocket-Key").value_or("")))
        return refusal(400, "The request is no WebSocket handshake.");
    if (request.headers.get("Sec-WebSocket-Version").value_or("") != "13") {
        auto error = refusal(426, "The version of the WebSocket protocol is not supported.");
        error.headers.add("Sec-WebSocket-Version", "13");
        return error;
    }
    return std::nullopt;
}

DebugClient::DebugClient(net::ServerConnection &connection, Debugger &debugger, net::Loop &loop)
    : m_connection(connection), m_debugger(debugger), m_loop(loop), m_self(std::make_shared<DebugClient *>(this))
{
}

DebugClient::~DebugClient()
{
    if (m_session != 0)
        m_debugger.detach(m_session);
}

bool DebugClient::attach()
{
    const auto session = m_debugger.attach([&loop = m_loop, weak = std::weak_ptr<DebugClient *>(m_self)](std::string text) {
        loop.post([weak, text = std::move(text)] {
            if (const auto self = weak.lock())
                (*self)->write(http::webSocketFrame(WebSocketOpcode::Text, text));
        });
    });
    m_session = session.value_or(0);
    return session.has_value();
}

void DebugClient::open(std::string_view key)
{
    constexpr std::string_view magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    http::ResponseHead head;
    head.status = 101;
    head.headers.add("Upgrade", "websocket");
    head.headers.add("Sec-WebSocket-Accept", crypto::base64(crypto::sha1(std::string(key).append(magic))));
    m_connection.startTunnel(head);
}

void DebugClient::received(std::string_view bytes)
{
    if (m_closing)
        return;
    const auto error = m_reader.feed(bytes, [this](http::WebSocketReader::Message message) { return messageCame(std::move(message)); });
    if (error)
        close(*error);
}

//! False: nothing more is read.
bool DebugClient::messageCame(http::WebSocketReader::Message message)
{
    switch (message.opcode) {
    case WebSocketOpcode::Text:
        m_debugger.receive(m_session, message.payload);
        return true;
    case WebSocketOpcode::Ping:
        write(http::webSocketFrame(WebSocketOpcode::Pong, message.payload));
        return true;
    case WebSocketOpcode::Pong:
    case WebSocketOpcode::Continuation:
        return true;
    case WebSocketOpcode::Binary:
        close(1003);
        return false;
    case WebSocketOpcode::Close:
        close(message.closeCode == 1005 ? 1000 : message.closeCode);
        return false;
    }
    return false;
}

void DebugClient::write(std::string frame)
{
    if (m_closing)
        return;
    if (m_connection.pendingOutput() + frame.size() > maxPending) {
        close(1008);
        return;
    }
    m_connection.writeBody(frame);
    m_connection.flush();
}

void DebugClient::close(int code)
{
    if (m_closing)
        return;
    m_connection.writeBody(http::webSocketClose(code));
    m_closing = true;
    m_debugger.detach(m_session);
    m_connection.flush();
    m_connection.closeAfterOutput();
}

void DebugClient::connectionClosed()
{
    m_closing = true;
    m_debugger.detach(m_session);
}

void DebugClient::peerClosed()
{
    m_closing = true;
    m_debugger.detach(m_session);
    m_connection.closeAfterOutput();
}

} // namespace gatehouse::gateway
