// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/debugger.h"
#include "core/http/websocket.h"
#include "core/net/loop.h"
#include "core/net/server_connection.h"
#include "core/policy/exchange.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

//! The debugger's WebSocket on a connection of the data plane. Lives on that connection's loop.
class DebugClient
{
public:
    //! True for the paths at which Azure's extension looks for it.
    static bool isItsPath(std::string_view path);
    //! What is wrong with the handshake; `masterKeys` are those of the master subscription, `mayBeRemote`: not from this machine alone.
    static std::optional<policy::LastError> refuse(const policy::Exchange &exchange, std::string_view upgradeTo,
                                                   const std::vector<std::string> &masterKeys, bool mayBeRemote);
    //! Any of the keys, each compared in constant time.
    static bool isMasterKey(std::string_view key, const std::vector<std::string> &masterKeys);

    //! `connection` outlives it.
    DebugClient(net::ServerConnection &connection, Debugger &debugger, net::Loop &loop);
    ~DebugClient();
    DebugClient(const DebugClient &) = delete;
    DebugClient &operator=(const DebugClient &) = delete;

    //! False: there is a session already.
    bool attach();
    //! Answers the handshake; from now on the connection is a WebSocket.
    void open(std::string_view key);
    void received(std::string_view bytes);
    void peerClosed();
    void connectionClosed();
    //! The gateway stops.
    void goAway() { close(1001); }

private:
    static constexpr std::size_t maxPending = 16U << 20; //!< a session that reads nothing is ended

    bool messageCame(http::WebSocketReader::Message message);
    void write(std::string frame);
    void close(int code);

    net::ServerConnection &m_connection;
    Debugger &m_debugger;
    net::Loop &m_loop;
    http::WebSocketReader m_reader;
    std::uint64_t m_session = 0;
    bool m_closing = false;
    std::shared_ptr<DebugClient *> m_self;
};

} // namespace gatehouse::gateway
