// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/io.h"
#include "core/net/http_client.h"
#include "core/net/loop.h"

#include <cstdint>
#include <map>
#include <memory>

namespace gatehouse::management {

//! Fetches for identity's caches on a loop of its own; made and destroyed there, after those that use it.
class LoopFetcher
{
public:
    explicit LoopFetcher(net::Loop &loop, net::HttpClientOptions options = {}) : m_loop(loop), m_client(net::HttpClient::create(loop, std::move(options))) { }

    identity::Io io();
    //! On the loop; `done` runs there, later and once, or never when this goes first. An answer has 1 MiB at most.
    void send(identity::FetchRequest request, std::function<void(Result<http::Response>)> done);

private:
    void fetch(identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done);

    net::Loop &m_loop;
    std::unique_ptr<net::HttpClient> m_client;
    std::map<std::uint64_t, std::unique_ptr<net::ClientCall>> m_calls;
    std::uint64_t m_serial = 0;
};

} // namespace gatehouse::management
