// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::http {

enum class WebSocketOpcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

struct WebSocketLimits
{
    std::size_t message = 1U << 20; //!< bytes of a whole message, and of a frame
};

//! Reads what a WebSocket client sends (RFC 6455), strictly: masked frames, no reserved bits, whole UTF-8 texts, shortest lengths.
class WebSocketReader
{
public:
    struct Message
    {
        WebSocketOpcode opcode = WebSocketOpcode::Text; //!< Text, Binary, Ping, Pong or Close
        std::string payload; //!< of Close: the reason
        int closeCode = 1005; //!< of Close; 1005: none came
    };
    //! False: nothing more is read.
    using Handler = std::function<bool(Message message)>;

    explicit WebSocketReader(const WebSocketLimits &limits = {}) : m_limits(limits) { }

    //! Nothing when all is well; else the status that the connection is closed with (1002, 1007, 1009). Then, and after Close, nothing
    //! more is read.
    std::optional<int> feed(std::string_view bytes, const Handler &handler);

private:
    enum class State { Head, Payload, Ended };

    std::optional<int> readHead();
    std::optional<int> frameCame(const Handler &handler);
    std::optional<int> closeCame(const Handler &handler);

    WebSocketLimits m_limits;
    State m_state = State::Head;
    std::string m_head;
    WebSocketOpcode m_opcode = WebSocketOpcode::Text;
    bool m_final = false;
    std::size_t m_length = 0;
    std::uint8_t m_mask[4]{};
    std::string m_payload; //!< of the frame under way
    std::string m_message; //!< of a fragmented message
    std::optional<WebSocketOpcode> m_messageOpcode;
};

//! One frame of a server: final, not masked.
std::string webSocketFrame(WebSocketOpcode opcode, std::string_view payload);
std::string webSocketClose(int code, std::string_view reason = {});
//! Of a key as a client may send it: 16 bytes in base64.
bool isWebSocketKey(std::string_view key);

} // namespace gatehouse::http
