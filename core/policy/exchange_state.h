// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/policy/exchange.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::policy {

//! What policies can change of an exchange, kept so that two moments can be compared.
struct ExchangeState
{
    struct BodyState
    {
        enum Kind { None, Memory, Stream } kind = None;
        std::uint64_t size = 0; //!< of a stream: when known
        std::size_t digest = 0; //!< of bytes in memory
        std::string preview; //!< their begin
        bool operator==(const BodyState &) const = default;
    };
    static constexpr std::size_t maxPreview = 8U << 10;

    static ExchangeState of(const Exchange &exchange);

    std::string method, url, backendUrl, backendId;
    http::Headers requestHeaders;
    BodyState requestBody;
    bool hasResponse = false;
    int status = 0;
    std::string reason;
    http::Headers responseHeaders;
    BodyState responseBody;
    std::vector<std::pair<std::string, std::string>> variables; //!< in the order of their names
};

struct Change
{
    std::string what; //!< "request.header", "request.body", "backend.url", "response.status", "variable" ...
    std::string name; //!< of a field or variable
    json::value before; //!< null: it was not there
    json::value after; //!< null: it is gone
};

std::vector<Change> changesBetween(const ExchangeState &before, const ExchangeState &after);

//! Where the request would go now: the backend's URL with path and query.
std::string backendUrlOf(const Exchange &exchange);
//! A text that JSON can hold: bytes that are no UTF-8 are read as Latin-1.
std::string utf8Of(std::string_view text);
//! {name, value} in order, credentials hidden.
json::array headersJson(const http::Headers &headers);
//! {bytes, preview}, {streamed, bytes}, or null.
json::value bodyJson(const ExchangeState::BodyState &body);
ExchangeState::BodyState bodyStateOf(const Body &body);

} // namespace gatehouse::policy
