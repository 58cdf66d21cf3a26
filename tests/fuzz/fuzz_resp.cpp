// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resp.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace gatehouse;

//! Reads one reply after another; nothing is read beyond the input, and what was whole stays the same when more bytes follow.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    net::RespLimits limits;
    limits.bulk = 1U << 16;
    limits.items = 64;
    for (std::size_t used = 0; used < size;) {
        const auto parsed = net::parseResp(input.substr(used), limits);
        if (!parsed || parsed->consumed == 0)
            break;
        if (parsed->consumed > size - used)
            std::abort();
        const auto again = net::parseResp(input.substr(used, parsed->consumed), limits);
        if (!again || again->consumed != parsed->consumed || !(again->value == parsed->value))
            std::abort();
        const auto less = net::parseResp(input.substr(used, parsed->consumed - 1), limits);
        if (less && less->consumed != 0)
            std::abort();
        used += parsed->consumed;
    }
    return 0;
}
