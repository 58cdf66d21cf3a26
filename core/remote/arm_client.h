// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/remote/connection.h"
#include "core/remote/network.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::remote {

//! The api-versions that this client speaks.
inline constexpr std::string_view armApiVersion = "2024-05-01";
inline constexpr std::string_view localApiVersion = "2026-11-01"; //!< of providers/Gatehouse.Local
inline constexpr std::string_view localProviderPath = "providers/Gatehouse.Local";

struct RetryOptions
{
    int tries = 4;
    std::chrono::milliseconds firstDelay{
        200}; //!< doubled each time, ± 20 %; the server's Retry-After is at least waited for
    std::chrono::milliseconds longestWait{60'000}; //!< a longer Retry-After ends the call
    std::chrono::milliseconds pollInterval{1'000}; //!< of a long-running operation that names no Retry-After
};

struct Answer
{
    int status = 0;
    json::value body; //!< null when there was none
    std::string etag; //!< without quotes
    std::string requestId; //!< x-ms-request-id
};

//! The management API of one connection. Blocking calls, thread-safe, for the pool and for a main() without an event
//! loop; a stop request aborts the call (Cancelled "remote.cancelled"). Owns the retries: 429 and 503 with their
//! Retry-After, and connections that could not be made, for idempotent methods, at most `tries`. Waits for long-running
//! operations (202 with Azure-AsyncOperation or Location).
//!
//! Failures beside Network's: an ARM error answer is code "remote.arm" with kind by status and args status, code,
//! message, requestId and one "detail" ("target: message") for each detail; Corrupt "remote.badAnswer"; Forbidden
//! "remote.foreignLink" (a nextLink or operation URL on another host, which would get the token). Of a connection with a person, also what
//! PersonalAccess::token() fails with; a 401 gets one more try with a fresh token.
class ArmClient
{
public:
    using Query = std::vector<std::pair<std::string, std::string>>;
    //! Called on the calling thread after each page: how many so far, and of how many (0: not said).
    using PageProgress = std::function<void(std::size_t soFar, std::size_t count)>;

    ArmClient(Connection connection, std::shared_ptr<Network> network, RetryOptions retry = {});

    const Connection &connection() const { return m_connection; }
    const std::shared_ptr<Network> &network() const { return m_network; }

    //! `path` is service-relative ("apis/orders", "" is the service, "providers/Gatehouse.Local/status") or an absolute
    //! ARM path
    //! ("/subscriptions/..."). api-version is added unless the query has one.
    Result<Answer> get(std::string_view path, const Query &query = {}, std::stop_token stop = {}) const;
    Result<Answer> head(std::string_view path, std::stop_token stop = {}) const;
    //! All pages' `value`.
    Result<std::vector<json::value>> list(std::string_view path, const Query &query = {},
                                          const PageProgress &progress = {}, std::stop_token stop = {}) const;
    //! `ifMatch` without quotes: an ETag, "*", or "" for none.
    Result<Answer> put(std::string_view path, const json::value &body, std::string_view ifMatch = {},
                       std::stop_token stop = {}) const;
    Result<Answer> patch(std::string_view path, const json::value &body, std::string_view ifMatch,
                         std::stop_token stop = {}) const;
    Result<Answer> remove(std::string_view path, std::string_view ifMatch = "*", std::stop_token stop = {}) const;
    Result<Answer> post(std::string_view path, const json::value &body = nullptr, std::stop_token stop = {}) const;

    //! Any call with its exact headers; what the others and apply() go through. Headers come without Authorization.
    Result<Answer> call(std::string method, std::string_view path, const Query &query, HeaderList headers,
                        std::string body, std::stop_token stop = {}) const;
    //! The absolute URL of a path with its query, api-version included.
    std::string urlOf(std::string_view path, const Query &query = {}) const;

private:
    HttpCall authorized(std::string method, std::string url) const;
    Result<HttpAnswer> sendAsPerson(HttpCall call, const std::stop_token &stop) const;
    Result<HttpAnswer> sendWithRetries(const HttpCall &call, const std::stop_token &stop) const;
    Result<HttpAnswer> awaitOperation(HttpAnswer accepted, const HttpCall &first, const std::stop_token &stop) const;
    Result<HttpAnswer> poll(const std::string &url, std::string retryAfter, const std::stop_token &stop) const;
    Status checkLink(std::string_view url) const;

    Connection m_connection;
    std::shared_ptr<Network> m_network;
    RetryOptions m_retry;
};

//! The delay of a Retry-After value: seconds, or an HTTP date counted from `now`. Nothing when it is neither.
std::optional<std::chrono::milliseconds> retryAfterOf(std::string_view value, UtcTime now);

//! The error of an ARM answer with status 400 or above; also used by streams.
Error armError(const HttpAnswer &answer);

} // namespace gatehouse::remote
