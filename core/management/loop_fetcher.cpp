// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/loop_fetcher.h"

namespace gatehouse::management {

namespace {

constexpr std::size_t longestAnswer = 1U << 20; // as much as identity's parsers read

} // namespace

identity::Io LoopFetcher::io()
{
    return {[this](identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done) {
                fetch(std::move(request), std::move(done));
            },
            [&loop = m_loop](std::function<void()> task) { loop.post(std::move(task)); }};
}

void LoopFetcher::fetch(identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done)
{
    send(std::move(request), [whenDone = std::move(done)](Result<http::Response> response) {
        if (response)
            whenDone(identity::FetchAnswer{response->head.status, std::move(response->body)});
        else
            whenDone(tl::unexpected(std::move(response.error())));
    });
}

void LoopFetcher::send(identity::FetchRequest request, std::function<void(Result<http::Response>)> done)
{
    net::ClientRequest outgoing;
    outgoing.method = std::move(request.method);
    outgoing.url = std::move(request.url);
    outgoing.headers = std::move(request.headers);
    outgoing.body = std::move(request.body);
    outgoing.timeout = request.timeout;
    outgoing.maxBody = longestAnswer;
    const auto serial = ++m_serial;
    auto came = [this, serial, whenDone = std::move(done)](Result<http::Response> response) {
        m_calls.erase(serial);
        whenDone(std::move(response));
    };
    m_calls.emplace(serial, m_client->send(std::move(outgoing), std::move(came)));
}

} // namespace gatehouse::management
