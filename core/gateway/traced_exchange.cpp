// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/traced_exchange.h"

#include "core/base/text.h"

namespace gatehouse::gateway {

namespace {

json::object requestJson(std::string_view method, std::string_view url, json::array headers)
{
    return {{"method", policy::utf8Of(method)}, {"url", policy::utf8Of(url)}, {"headers", std::move(headers)}};
}

std::string durationText(std::chrono::milliseconds time)
{
    return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + " seconds" : std::to_string(time.count()) + " milliseconds";
}

} // namespace

TracedExchange::TracedExchange(policy::Exchange &exchange, Traces &traces, const Clock &clock)
    : m_exchange(exchange), m_traces(traces), m_clock(clock), m_token(exchange.request.headers.get(requestField).value_or(""))
{
    exchange.request.headers.remove(requestField);
}

void TracedExchange::admitted(const Admission &admission, const policy::Secrets::Known &secrets, Random &random)
{
    const auto token = m_traces.readToken(m_token);
    if (!token)
        return;
    if (token->expires <= m_clock.utc()) {
        m_field = "Apim-Debug-Authorization-Expired";
        m_value = toIso(token->expires);
        return;
    }
    if (!admission.api || !equalsIgnoreCase(admission.api->info.id, token->apiId)) {
        m_field = "Apim-Debug-Authorization-WrongAPI";
        m_value = "The debug credential is for another API than the one that was called.";
        return;
    }
    m_id = randomHex(random, 16);
    m_field = "Apim-Trace-Id";
    m_value = m_id;
    m_tracer.emplace(m_exchange, m_clock, secrets);
    const auto &api = *admission.api;
    if (const auto key = m_exchange.request.headers.get(api.keyHeader))
        m_tracer->addSecret(*key);
    if (const auto key = http::queryValue(m_exchange.originalUrl.query, api.keyQuery)) {
        m_tracer->addSecret(*key);
        m_tracer->addSecret(http::percentEncode(*key));
    }
    m_tracer->begin();
    if (admission.error)
        m_tracer->failed(*admission.error);
}

void TracedExchange::message(const policy::TraceEntry &entry)
{
    if (m_tracer)
        m_tracer->message(entry);
}

void TracedExchange::sends(const policy::OutgoingRequest &request)
{
    if (!m_tracer)
        return;
    auto described = requestJson(request.method, request.url, policy::headersJson(request.headers));
    policy::Body body;
    if (!request.body.empty())
        body.set(request.body);
    if (auto shown = policy::bodyJson(policy::bodyStateOf(body)); !shown.is_null())
        described["body"] = std::move(shown);
    m_tracer->note("request-forwarder", json::object{{"message", "Request is being sent. Timeout set to " + durationText(request.timeout)},
                                                     {"request", std::move(described)}});
}

void TracedExchange::wrote(std::string_view scheme, std::string_view head)
{
    if (!m_tracer)
        return;
    std::string_view method, target, host;
    json::array headers;
    for (const auto line : split(head, '\n')) {
        const auto text = trim(line);
        if (method.empty()) {
            const auto parts = split(text, ' ');
            method = parts.front();
            target = parts.size() > 1 ? parts[1] : std::string_view();
            continue;
        }
        const auto colon = text.find(':');
        if (colon == std::string_view::npos)
            continue;
        const auto name = text.substr(0, colon);
        const auto value = trim(text.substr(colon + 1));
        if (equalsIgnoreCase(name, "Host"))
            host = value;
        headers.push_back(json::object{{"name", policy::utf8Of(name)}, {"value", policy::utf8Of(policy::shownField(name, value))}});
    }
    const auto url = std::string(scheme) + "://" + std::string(host) + std::string(target);
    auto described = requestJson(method, url, std::move(headers));
    if (auto body = policy::bodyJson(policy::bodyStateOf(m_exchange.request.body)); !body.is_null())
        described["body"] = std::move(body);
    m_tracer->note("forward-request",
                   json::object{{"message", "Request is being forwarded to the backend service. Timeout set to " + durationText(m_timeout)},
                                {"request", std::move(described)}});
}

void TracedExchange::answers(policy::ResponseMessage &response)
{
    if (m_tracer) {
        m_tracer->answered(response);
        keep(); // whoever has the answer can ask for the trace
    }
    if (!m_field.empty())
        response.headers.set(m_field, m_value);
}

void TracedExchange::sent()
{
    if (!m_tracer)
        return;
    m_tracer->sent();
    keep();
    m_tracer.reset();
}

void TracedExchange::keep()
{
    m_traces.keep(m_id, toJson(m_tracer->entries()));
}

} // namespace gatehouse::gateway
