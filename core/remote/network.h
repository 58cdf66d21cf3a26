// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::remote {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct HttpCall
{
    std::string method = "GET";
    std::string url;
    HeaderList headers;
    SecretString bearer; //!< Authorization: Bearer; never in a log or an error
    std::string body;
    std::string caPem; //!< the only trust anchors; "" : the system's
    std::chrono::milliseconds idleTimeout{120'000}; //!< without a byte either way; ARM itself gives up at about 110 s
    std::size_t maxBody = 64U << 20;
};

struct HttpAnswer
{
    int status = 0;
    std::string reason; //!< the status line's phrase as it came; "" over HTTP/2
    HeaderList headers;
    std::string body;
    std::chrono::microseconds elapsed{}; //!< from the request's start to the last byte
    std::chrono::microseconds firstByte{}; //!< to the head

    //! The first of that name, without case; "" when absent.
    std::string_view header(std::string_view name) const;
};

//! A call under way. Dropping it cancels: no callback runs after the destructor returned.
class PendingCall
{
public:
    virtual ~PendingCall() = default;
};

//! One thread that owns the QNetworkAccessManager; every HTTP call of a program goes through it. All members are
//! thread-safe. No call follows a redirect, ignores a TLS error or tries again: ArmClient owns the retries. Failures:
//! Unavailable "remote.connect" (args: host, reason) | "remote.resolve" | "remote.tls" | "remote.broken" (after the
//! request was sent), Timeout "remote.timeout", Cancelled "remote.cancelled", TooLarge "remote.answerTooLarge", Invalid
//! "remote.badUrl".
class Network
{
public:
    static std::shared_ptr<Network> create();
    virtual ~Network() = default;

    //! Blocks; from any thread but the network's own. A stop request aborts the reply.
    virtual Result<HttpAnswer> send(const HttpCall &call, std::stop_token stop = {}) = 0;
    //! `done` runs once on the network thread; it must not block.
    virtual std::unique_ptr<PendingCall> start(HttpCall call, std::function<void(Result<HttpAnswer>)> done) = 0;

    struct Stream
    {
        std::function<void(int status, const HeaderList &)> head;
        std::function<void(std::string_view piece)> piece;
        std::function<void(std::optional<Error>)> end; //!< no error: the server ended it
    };
    //! A response read piece by piece as it comes; callbacks on the network thread.
    virtual std::unique_ptr<PendingCall> open(HttpCall call, Stream stream) = 0;
    //! Runs on the network thread after `delay`.
    virtual std::unique_ptr<PendingCall> after(std::chrono::milliseconds delay, std::function<void()> task) = 0;
};

} // namespace gatehouse::remote
