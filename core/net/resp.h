// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::net {

//! A value of Redis' protocol, version 2 (RESP2).
struct RespValue
{
    enum class Kind { Simple, Error, Integer, Bulk, Null, Array } kind = Kind::Null;
    std::string text; //!< of Simple, Error and Bulk
    std::int64_t integer = 0;
    std::vector<RespValue> items;

    bool isError() const { return kind == Kind::Error; }
    bool operator==(const RespValue &) const = default;
};

struct RespLimits
{
    std::size_t bulk = 8U << 20; //!< one string; a cached entry is at most 2 MiB
    std::size_t line = 64U << 10; //!< a status, an error or a number
    std::size_t items = 4096; //!< of one array
    std::size_t depth = 4;
};

struct RespParsed
{
    std::size_t consumed = 0; //!< 0: more bytes are needed
    RespValue value;
};

//! Reads one value from the front of `input`. Pure. Fails with Invalid "net.badReply" or TooLarge "net.replyTooLarge".
Result<RespParsed> parseResp(std::string_view input, const RespLimits &limits = {});

//! Appends a command as Redis takes it: an array of bulk strings.
void appendCommand(std::string &out, const std::vector<std::string_view> &words);

} // namespace gatehouse::net
