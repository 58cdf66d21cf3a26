// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Frames of a WebSocket client. Whole or in pieces they are read alike, and no message is larger than the limit.

#include "core/http/websocket.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

constexpr std::size_t limit = 1024;

std::string read(std::string_view bytes, std::size_t piece)
{
    using namespace gatehouse::http;
    WebSocketReader reader({limit});
    std::string all;
    while (!bytes.empty()) {
        const auto error = reader.feed(bytes.substr(0, piece), [&all](WebSocketReader::Message message) {
            if (message.payload.size() > limit)
                std::abort();
            all += std::to_string(static_cast<int>(message.opcode)) + message.payload + "|" + std::to_string(message.closeCode);
            return true;
        });
        if (error)
            return all + "!" + std::to_string(*error);
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char *>(data), size};
    const auto whole = read(bytes, size + 1);
    if (read(bytes, 1) != whole || read(bytes, 7) != whole)
        std::abort();
    return 0;
}
