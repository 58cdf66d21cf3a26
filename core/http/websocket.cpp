// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/websocket.h"

#include "core/base/text.h"

#include <algorithm>
#include <utility>

namespace gatehouse::http {

namespace {

constexpr int protocolError = 1002;
constexpr int notUtf8 = 1007;
constexpr int tooBig = 1009;
constexpr std::size_t maskBytes = 4;
constexpr std::size_t maxControl = 125;

bool isControl(WebSocketOpcode opcode)
{
    return static_cast<unsigned>(opcode) >= 8;
}

std::optional<WebSocketOpcode> opcodeOf(unsigned number)
{
    switch (number) {
    case 0: case 1: case 2: case 8: case 9: case 10:
        return static_cast<WebSocketOpcode>(number);
    default:
        return std::nullopt;
    }
}

//! RFC 6455 section 7.4: what may stand in a frame.
bool mayClose(int code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char c : bytes)
        number = (number << 8) | static_cast<unsigned char>(c);
    return number;
}

} // namespace

std::optional<int> WebSocketReader::feed(std::string_view bytes, const Handler &handler)
{
    while (!bytes.empty() && m_state != State::Ended) {
        if (m_state == State::Head) {
            m_head += bytes.front();
            bytes.remove_prefix(1);
            if (const auto error = readHead()) {
                m_state = State::Ended;
                return error;
            }
        } else {
            const auto piece = bytes.substr(0, m_length - m_payload.size());
            m_payload.append(piece);
            bytes.remove_prefix(piece.size());
        }
        while (m_state == State::Payload && m_payload.size() == m_length) {
            for (std::size_t i = 0; i < m_payload.size(); ++i)
                m_payload[i] = static_cast<char>(static_cast<unsigned char>(m_payload[i]) ^ m_mask[i % maskBytes]);
            m_state = State::Head;
            if (const auto error = frameCame(handler)) {
                m_state = State::Ended;
                return error;
            }
        }
    }
    return std::nullopt;
}

//! Called after each byte of a head; goes over to the payload when it is whole.
std::optional<int> WebSocketReader::readHead()
{
    const auto first = static_cast<unsigned char>(m_head[0]);
    const auto opcode = opcodeOf(first & 0x0f);
    if ((first & 0x70) != 0 || !opcode)
        return protocolError;
    if (m_head.size() < 2)
        return std::nullopt;
    const auto second = static_cast<unsigned char>(m_head[1]);
    const unsigned shortLength = second & 0x7f;
    const bool final = (first & 0x80) != 0;
    if ((second & 0x80) == 0 || (isControl(*opcode) && (!final || shortLength > maxControl)))
        return protocolError;
    const std::size_t lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
    if (m_head.size() < 2 + lengthBytes + maskBytes)
        return std::nullopt;
    const auto length = lengthBytes == 0 ? shortLength : bigEndian(std::string_view(m_head).substr(2, lengthBytes));
    if ((lengthBytes == 2 && length < 126) || (lengthBytes == 8 && (length <= 0xffff || length >> 63 != 0)))
        return protocolError;
    // A message goes on or a new one begins.
    if (!isControl(*opcode) && (*opcode == WebSocketOpcode::Continuation) != m_messageOpcode.has_value())
        return protocolError;
    if (length > m_limits.message || (!isControl(*opcode) && m_message.size() + length > m_limits.message))
        return tooBig;
    m_opcode = *opcode;
    m_final = final;
    m_length = static_cast<std::size_t>(length);
    for (std::size_t i = 0; i < maskBytes; ++i)
        m_mask[i] = static_cast<std::uint8_t>(m_head[2 + lengthBytes + i]);
    m_head.clear();
    m_payload.clear();
    m_state = State::Payload;
    return std::nullopt;
}

std::optional<int> WebSocketReader::frameCame(const Handler &handler)
{
    if (m_opcode == WebSocketOpcode::Close)
        return closeCame(handler);
    if (isControl(m_opcode)) {
        if (!handler({m_opcode, std::exchange(m_payload, {})}))
            m_state = State::Ended;
        return std::nullopt;
    }
    if (m_opcode != WebSocketOpcode::Continuation)
        m_messageOpcode = m_opcode;
    m_message += m_payload;
    if (!m_final)
        return std::nullopt;
    const auto opcode = *std::exchange(m_messageOpcode, std::nullopt);
    auto message = std::exchange(m_message, {});
    if (opcode == WebSocketOpcode::Text && !isUtf8(message))
        return notUtf8;
    if (!handler({opcode, std::move(message)}))
        m_state = State::Ended;
    return std::nullopt;
}

std::optional<int> WebSocketReader::closeCame(const Handler &handler)
{
    Message message{WebSocketOpcode::Close, {}};
    if (m_payload.size() == 1)
        return protocolError;
    if (m_payload.size() >= 2) {
        message.closeCode = static_cast<int>(bigEndian(std::string_view(m_payload).substr(0, 2)));
        message.payload = m_payload.substr(2);
        if (!mayClose(message.closeCode))
            return protocolError;
        if (!isUtf8(message.payload))
            return notUtf8;
    }
    m_state = State::Ended;
    handler(std::move(message));
    return std::nullopt;
}

std::string webSocketFrame(WebSocketOpcode opcode, std::string_view payload)
{
    std::string frame(1, static_cast<char>(0x80 | static_cast<unsigned>(opcode)));
    const auto size = static_cast<std::uint64_t>(payload.size());
    int lengthBytes = 0;
    if (size < 126) {
        frame += static_cast<char>(size);
    } else {
        lengthBytes = size <= 0xffff ? 2 : 8;
        frame += static_cast<char>(lengthBytes == 2 ? 126 : 127);
    }
    for (int i = lengthBytes - 1; i >= 0; --i)
        frame += static_cast<char>((size >> (8 * i)) & 0xff);
    return frame.append(payload);
}

std::string webSocketClose(int code, std::string_view reason)
{
    std::string payload{static_cast<char>((code >> 8) & 0xff), static_cast<char>(code & 0xff)};
    return webSocketFrame(WebSocketOpcode::Close, payload.append(reason.substr(0, maxControl - 2)));
}

bool isWebSocketKey(std::string_view key)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return key.size() == 24 && key.substr(22) == "==" && key.substr(0, 22).find_first_not_of(alphabet) == std::string_view::npos;
}

} // namespace gatehouse::http
