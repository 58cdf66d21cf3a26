// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/arm_client.h"

#include "core/base/text.h"
#include "core/http/message.h"
#include "core/http/url.h"
#include "core/remote/pause.h"

#include <algorithm>
#include <random>

namespace gatehouse::remote {

namespace {

constexpr std::size_t maxAnswer = 256U << 20; //!< a list page of a large service, an exported document
constexpr auto longestOperation = std::chrono::minutes{45}; //!< a service's own update; ARM gives up sooner

std::string encodedPath(std::string_view path)
{
    std::string encoded;
    for (const auto part : split(path, '/')) {
        if (!encoded.empty() || part.data() != path.data())
            encoded += '/';
        encoded += http::percentEncode(part);
    }
    return encoded;
}

std::string_view versionFor(std::string_view path)
{
    return containsIgnoreCase(path, localProviderPath) ? localApiVersion : armApiVersion;
}

std::string unquoted(std::string_view etag)
{
    etag = trim(etag);
    if (etag.substr(0, 2) == "W/")
        etag.remove_prefix(2);
    if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"')
        etag = etag.substr(1, etag.size() - 2);
    return std::string(etag);
}

std::string quoted(std::string_view etag)
{
    return etag == "*" ? std::string(etag) : '"' + std::string(etag) + '"';
}

std::chrono::milliseconds withJitter(std::chrono::milliseconds delay)
{
    static thread_local std::minstd_rand engine{std::random_device{}()};
    return std::chrono::milliseconds{static_cast<long long>(
        static_cast<double>(delay.count()) * std::uniform_real_distribution<>{0.8, 1.2}(engine))};
}

Result<Answer> answerOf(const HttpAnswer &answer)
{
    if (answer.status >= 400)
        return tl::unexpected(armError(answer));
    Answer result{answer.status, nullptr, unquoted(answer.header("ETag")),
                  std::string(answer.header("x-ms-request-id"))};
    if (trim(answer.body).empty())
        return result;
    auto body = parseJson(answer.body, {maxAnswer, 256});
    if (!body)
        return fail(ErrorKind::Corrupt, "remote.badAnswer",
                    {{"status", std::to_string(answer.status)}, {"reason", std::string(body.error().arg("reason"))}});
    result.body = std::move(*body);
    return result;
}

bool isInProgress(const HttpAnswer &answer)
{
    if (answer.status == 202)
        return true;
    if (answer.header("Azure-AsyncOperation").empty())
        return false;
    const auto body = parseJson(answer.body, {maxAnswer, 256});
    const auto *properties = body ? member(*body, "properties") : nullptr;
    const auto *object = properties ? properties->if_object() : nullptr;
    return object && equalsIgnoreCase(stringMember(*object, "provisioningState"), "InProgress");
}

std::string operationStatus(const HttpAnswer &answer)
{
    const auto body = parseJson(answer.body, {maxAnswer, 256});
    const auto *object = body ? body->if_object() : nullptr;
    return object ? std::string(stringMember(*object, "status")) : std::string();
}

} // namespace

ArmClient::ArmClient(Connection connection, std::shared_ptr<Network> network, RetryOptions retry)
    : m_connection(std::move(connection)), m_network(std::move(network)), m_retry(retry)
{
}

std::string ArmClient::urlOf(std::string_view path, const Query &query) const
{
    std::string url = m_connection.url;
    while (!url.empty() && url.back() == '/')
        url.pop_back();
    const bool absolute = !path.empty() && path.front() == '/';
    if (!absolute)
        url += encodedPath(m_connection.scope);
    if (!absolute && !path.empty())
        url += '/';
    url += encodedPath(path);
    bool hasVersion = false;
    char separator = '?';
    for (const auto &[name, value] : query) {
        url += std::exchange(separator, '&') + http::percentEncode(name) + '=' + http::percentEncode(value);
        hasVersion = hasVersion || equalsIgnoreCase(name, "api-version");
    }
    if (!hasVersion)
        url += separator + std::string("api-version=").append(versionFor(path));
    return url;
}

HttpCall ArmClient::authorized(std::string method, std::string url) const
{
    HttpCall call;
    call.method = std::move(method);
    call.url = std::move(url);
    call.headers = {{"Accept", "application/json"}};
    if (!m_connection.person)
        call.bearer = m_connection.token;
    call.caPem = m_connection.caPem;
    call.maxBody = maxAnswer;
    return call;
}

Result<Answer> ArmClient::call(std::string method, std::string_view path, const Query &query, HeaderList headers,
                               std::string body, std::stop_token stop) const
{
    if (const auto valid = validate(m_connection); !valid)
        return tl::unexpected(valid.error());
    auto call = authorized(std::move(method), urlOf(path, query));
    for (auto &header : headers)
        call.headers.push_back(std::move(header));
    call.body = std::move(body);
    auto answer = sendWithRetries(call, stop);
    if (answer && isInProgress(*answer))
        answer = awaitOperation(std::move(*answer), call, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    return answerOf(*answer);
}

Result<HttpAnswer> ArmClient::sendAsPerson(HttpCall call, const std::stop_token &stop) const
{
    if (!m_connection.person)
        return m_network->send(call, stop);
    for (bool again = false;; again = true) {
        auto token = m_connection.person->token(stop);
        if (!token)
            return tl::unexpected(std::move(token.error()));
        call.bearer = std::move(*token);
        auto answer = m_network->send(call, stop);
        // Who does not know the caller has done nothing, so any method may go again.
        if (!answer || answer->status != 401 || again)
            return answer;
        m_connection.person->refused(call.bearer);
    }
}

Result<HttpAnswer> ArmClient::sendWithRetries(const HttpCall &call, const std::stop_token &stop) const
{
    auto delay = m_retry.firstDelay;
    for (int attempt = 1;; ++attempt, delay *= 2) {
        auto answer = sendAsPerson(call, stop);
        const bool throttled = answer && (answer->status == 429 || answer->status == 503);
        const bool refused = !answer && answer.error().code == "remote.connect";
        if ((!throttled && !refused) || attempt >= m_retry.tries || !http::isIdempotent(call.method))
            return answer;
        auto wait = withJitter(delay);
        if (throttled) {
            const auto asked = retryAfterOf(answer->header("Retry-After"), SystemClock{}.utc());
            if (asked && *asked > m_retry.longestWait)
                return answer;
            wait = std::max(wait, asked.value_or(wait));
        }
        if (!sleepFor(wait, stop))
            return fail(ErrorKind::Cancelled, "remote.cancelled");
    }
}

Status ArmClient::checkLink(std::string_view link) const
{
    const auto url = http::Url::parse(link);
    const auto own = http::Url::parse(m_connection.url);
    const bool same = url && own && url->scheme == own->scheme && equalsIgnoreCase(url->host, own->host)
        && url->effectivePort() == own->effectivePort();
    if (!same)
        return fail(ErrorKind::Forbidden, "remote.foreignLink", {{"host", url ? url->authority() : std::string("?")}});
    return {};
}

Result<HttpAnswer> ArmClient::poll(const std::string &url, std::string retryAfter, const std::stop_token &stop) const
{
    if (const auto own = checkLink(url); !own)
        return tl::unexpected(own.error());
    const auto wait = retryAfterOf(retryAfter, SystemClock{}.utc()).value_or(m_retry.pollInterval);
    if (!sleepFor(std::min(wait, m_retry.longestWait), stop))
        return fail(ErrorKind::Cancelled, "remote.cancelled");
    return sendWithRetries(authorized("GET", url), stop);
}

//! `Location` ends with the operation's own answer; `Azure-AsyncOperation` ends with a status, and the resource is read
//! afterwards.
Result<HttpAnswer> ArmClient::awaitOperation(HttpAnswer accepted, const HttpCall &first,
                                             const std::stop_token &stop) const
{
    std::string location(accepted.header("Location"));
    const std::string status(accepted.header("Azure-AsyncOperation"));
    if (location.empty() && status.empty())
        return accepted;
    const auto deadline = std::chrono::steady_clock::now() + longestOperation;
    std::string retryAfter(accepted.header("Retry-After"));
    while (std::chrono::steady_clock::now() < deadline) {
        auto answer = poll(location.empty() ? status : location, retryAfter, stop);
        if (!answer || answer->status >= 400)
            return answer;
        retryAfter = answer->header("Retry-After");
        if (!location.empty()) {
            if (answer->status != 202)
                return answer;
            if (const auto next = answer->header("Location"); !next.empty())
                location = next;
            continue;
        }
        const auto state = operationStatus(*answer);
        if (equalsIgnoreCase(state, "Succeeded"))
            return first.method == "PUT" || first.method == "PATCH"
                ? sendWithRetries(authorized("GET", first.url), stop)
                : answer;
        if (equalsIgnoreCase(state, "Failed") || equalsIgnoreCase(state, "Canceled")) {
            answer->status = 422;
            return answer;
        }
    }
    return fail(ErrorKind::Timeout, "remote.timeout",
                {{"host", m_connection.url}, {"reason", "the operation did not end"}});
}

Result<Answer> ArmClient::get(std::string_view path, const Query &query, std::stop_token stop) const
{
    return call("GET", path, query, {}, {}, std::move(stop));
}

Result<Answer> ArmClient::head(std::string_view path, std::stop_token stop) const
{
    return call("HEAD", path, {}, {}, {}, std::move(stop));
}

Result<std::vector<json::value>> ArmClient::list(std::string_view path, const Query &query,
                                                 const PageProgress &progress, std::stop_token stop) const
{
    std::vector<json::value> items;
    auto answer = get(path, query, stop);
    for (;;) {
        if (!answer)
            return tl::unexpected(answer.error());
        auto *object = answer->body.if_object();
        auto *value = object ? object->if_contains("value") : nullptr;
        auto *page = value ? value->if_array() : nullptr;
        if (!page)
            return fail(ErrorKind::Corrupt, "remote.badAnswer", {{"reason", "a list without value"}});
        for (auto &item : *page)
            items.push_back(std::move(item));
        if (progress)
            progress(items.size(), static_cast<std::size_t>(std::max(0LL, intMember(*object, "count").value_or(0))));
        const std::string next(stringMember(*object, "nextLink"));
        if (next.empty())
            return items;
        if (const auto own = checkLink(next); !own)
            return tl::unexpected(own.error());
        auto sent = sendWithRetries(authorized("GET", next), stop);
        answer = sent ? answerOf(*sent) : Result<Answer>(tl::unexpected(sent.error()));
    }
}

Result<Answer> ArmClient::put(std::string_view path, const json::value &body, std::string_view ifMatch,
                              std::stop_token stop) const
{
    HeaderList headers{{"Content-Type", "application/json"}};
    if (!ifMatch.empty())
        headers.emplace_back("If-Match", quoted(ifMatch));
    return call("PUT", path, {}, std::move(headers), toJson(body), std::move(stop));
}

Result<Answer> ArmClient::patch(std::string_view path, const json::value &body, std::string_view ifMatch,
                                std::stop_token stop) const
{
    return call("PATCH", path, {}, {{"Content-Type", "application/json"}, {"If-Match", quoted(ifMatch)}}, toJson(body),
                std::move(stop));
}

Result<Answer> ArmClient::remove(std::string_view path, std::string_view ifMatch, std::stop_token stop) const
{
    return call("DELETE", path, {}, {{"If-Match", quoted(ifMatch)}}, {}, std::move(stop));
}

Result<Answer> ArmClient::post(std::string_view path, const json::value &body, std::stop_token stop) const
{
    HeaderList headers;
    if (!body.is_null())
        headers.emplace_back("Content-Type", "application/json");
    return call("POST", path, {}, std::move(headers), body.is_null() ? std::string() : toJson(body), std::move(stop));
}

} // namespace gatehouse::remote
