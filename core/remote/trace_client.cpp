// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/trace_client.h"

#include "core/remote/arm_client.h"
#include "core/remote/pause.h"

namespace gatehouse::remote {

namespace {

constexpr std::chrono::milliseconds betweenTries{150};

std::string isoSeconds(std::chrono::seconds time)
{
    return "PT" + std::to_string(time.count()) + "S";
}

//! The same failure in the words of a trace: rights and an absent action mean something definite here.
Error ofTracing(Error error)
{
    if (error.kind == ErrorKind::Forbidden)
        error.code = "trace.forbidden";
    else if (error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Unsupported)
        error.code = "trace.unsupported";
    return error;
}

} // namespace

std::string TraceClient::action(std::string_view name) const
{
    return "gateways/" + m_gateway + "/" + std::string(name);
}

Result<SecretString> TraceClient::credential(std::string_view api, std::chrono::seconds validFor, std::stop_token stop) const
{
    const auto id = m_client.connection().scope + "/apis/" + std::string(api);
    auto answer = m_client.post(action("listDebugCredentials"),
                                json::object{{"credentialsExpireAfter", isoSeconds(validFor)}, {"apiId", id}, {"purposes", json::array{"tracing"}}}, std::move(stop));
    if (!answer)
        return tl::unexpected(ofTracing(std::move(answer.error())));
    const auto *object = answer->body.if_object();
    SecretString token(std::string(object ? stringMember(*object, "token") : std::string_view()));
    if (token.empty())
        return fail(ErrorKind::Corrupt, "remote.badAnswer", {{"reason", "no token"}});
    return token;
}

Result<json::value> TraceClient::fetchBody(const std::string &traceId, std::chrono::milliseconds patience, std::stop_token stop) const
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto answer = m_client.post(action("listTrace"), json::object{{"traceId", traceId}}, stop);
        if (answer)
            return std::move(answer->body);
        if (answer.error().kind != ErrorKind::NotFound)
            return tl::unexpected(ofTracing(std::move(answer.error())));
        if (std::chrono::steady_clock::now() >= deadline || !sleepFor(betweenTries, stop))
            return fail(ErrorKind::NotFound, "trace.gone", {{"traceId", traceId}});
    }
}

Result<Trace> TraceClient::fetch(const std::string &traceId, std::chrono::milliseconds patience, std::stop_token stop) const
{
    const auto body = fetchBody(traceId, patience, std::move(stop));
    return body ? traceFrom(*body) : tl::unexpected(body.error());
}

Result<std::string> traceIdOf(const HttpAnswer &answer)
{
    if (const auto id = answer.header(TraceClient::answerField); !id.empty())
        return std::string(id);
    if (const auto expired = answer.header("Apim-Debug-Authorization-Expired"); !expired.empty())
        return fail(ErrorKind::Forbidden, "trace.expired", {{"time", std::string(expired)}});
    if (const auto wrong = answer.header("Apim-Debug-Authorization-WrongAPI"); !wrong.empty())
        return fail(ErrorKind::Forbidden, "trace.wrongApi", {{"reason", std::string(wrong)}});
    return fail(ErrorKind::Unavailable, "trace.none", {{"status", std::to_string(answer.status)}});
}

} // namespace gatehouse::remote
