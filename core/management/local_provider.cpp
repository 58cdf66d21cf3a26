// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/local_provider.h"

#include "core/base/text.h"
#include "core/management/api_versions.h"
#include "core/management/local_json.h"
#include "core/management/local_query.h"
#include "core/management/openapi_document.h"
#include "core/policy/validate.h"
#include "core/telemetry/exchange_json.h"

#include <array>
#include <map>

namespace gatehouse::management {

namespace {

json::array textArray(const std::vector<std::string> &texts)
{
    json::array array;
    for (const auto &text : texts)
        array.push_back(json::value(text));
    return array;
}

} // namespace

ExchangeFilter exchangeFilter(const ArmRequest &request)
{
    const auto get = [&](std::string_view name) { return request.queryValue(name).value_or(""); };
    return {get("api"), get("operation"), get("subscription"), get("status"), get("outcome"), get("text")};
}

http::Response LocalProvider::answer(const ArmRequest &request, const Route &route) const
{
    struct Call
    {
        std::string_view path;
        std::string_view method;
        http::Response (LocalProvider::*run)(const ArmRequest &) const;
    };
    static constexpr std::array<Call, 10> calls{{{"", "GET", &LocalProvider::describe},
                                                 {"status", "GET", &LocalProvider::status},
                                                 {"histograms", "GET", &LocalProvider::histograms},
                                                 {"exchanges", "GET", &LocalProvider::exchanges},
                                                 {"counters", "GET", &LocalProvider::counters},
                                                 {"audit", "GET", &LocalProvider::audit},
                                                 {"lastUse", "GET", &LocalProvider::lastUse},
                                                 {"openapi", "GET", &LocalProvider::openapi},
                                                 {"policyCheck", "POST", &LocalProvider::policyCheck},
                                                 {"effectivePolicies", "POST", &LocalProvider::effectivePolicies}}};
    for (const auto &call : calls) {
        if (!equalsIgnoreCase(call.path, route.providerPath))
            continue;
        if (request.method != call.method)
            return errorResponse(methodNotAllowed(request.method));
        return (this->*call.run)(request);
    }
    return errorResponse(
        {404, "ResourceNotFound", "Gatehouse.Local has no '" + excerpt(route.providerPath) + "'.", {}});
}

http::Response LocalProvider::describe(const ArmRequest &) const
{
    return jsonResponse(
        200,
        json::object{{"name", "Gatehouse.Local"},
                     {"apiVersions", json::array{json::string{localApiVersion}}},
                     {"gatewayVersion", "0.1.0"},
                     {"capabilities", json::array{"histograms", "exchanges", "counters", "audit", "status", "trials", "testTokens", "keyUse"}}});
}

http::Response LocalProvider::status(const ArmRequest &) const
{
    const auto published = m_parts.publisher.state();
    json::array findings;
    for (const auto &finding : published.findings) {
        findings.push_back(json::object{{"severity", severityName(finding.severity)},
                                        {"resource", finding.arg("resource")},
                                        {"message", policy::azureText(finding)}});
    }
    return jsonResponse(200,
                        json::object{{"state", "running"},
                                     {"startedAt", toIso(m_parts.startedAt)},
                                     {"gateway", textArray(m_parts.gatewayUrls)},
                                     {"gatewayTls", textArray(m_parts.gatewayTlsUrls)},
                                     {"workers", m_parts.workers},
                                     {"requests", m_parts.collector.requests()},
                                     {"droppedRecords", m_parts.collector.droppedRecords()},
                                     {"findings", std::move(findings)},
                                     {"revision", published.revision}});
}

http::Response LocalProvider::histograms(const ArmRequest &request) const
{
    const auto wanted = histogramRequest(request, m_parts.clock.utc());
    if (!wanted)
        return errorResponse(wanted.error());
    const auto points = m_parts.telemetry.query(wanted->query);
    if (!points)
        return errorResponse(fromError(points.error()));
    json::array value;
    std::map<std::string, telemetry::SeriesValue> sums;
    for (const auto &[minute, group, series] : *points) {
        auto point = seriesJson(group, series);
        json::object dated{{"start", toIso(UtcTime{std::chrono::minutes{minute}})}};
        dated.insert(point.begin(), point.end());
        value.push_back(std::move(dated));
        sums[group].merge(series);
    }
    json::array summary;
    for (const auto &[group, series] : sums)
        summary.push_back(seriesJson(group, series));
    return jsonResponse(200,
                        json::object{{"from", toIso(wanted->query.from)},
                                     {"to", toIso(wanted->query.to)},
                                     {"step", wanted->step},
                                     {"retention", json::object{{"minutes", "PT48H"}, {"hours", "P400D"}}},
                                     {"value", std::move(value)},
                                     {"summary", std::move(summary)}});
}

http::Response LocalProvider::exchanges(const ArmRequest &request) const
{
    const auto limit = numberParameter(request, "limit", 200, 1000);
    if (!limit)
        return errorResponse(limit.error());
    const auto after = numberParameter(request, "after", 0, SIZE_MAX);
    if (!after)
        return errorResponse(after.error());
    const auto filter = exchangeFilter(request);
    const auto slice = request.queryValue("after") ? m_parts.exchanges.after(*after, filter, *limit)
                                                   : m_parts.exchanges.newest(filter, *limit);
    json::array value;
    for (const auto &record : slice.records)
        value.push_back(telemetry::toJson(*record));
    json::object body{{"value", std::move(value)}, {"cursor", std::to_string(slice.cursor)}};
    if (slice.missed > 0)
        body["missed"] = slice.missed;
    return jsonResponse(200, body);
}

http::Response LocalProvider::counters(const ArmRequest &) const
{
    json::array value;
    const auto now = m_parts.clock.utc();
    for (const auto &counter : m_parts.gateway.counters()) {
        value.push_back(json::object{{"counter", counter.counter},
                                     {"key", counter.key},
                                     {"calls", counter.calls},
                                     {"limit", counter.limit},
                                     {"period", "PT" + std::to_string(counter.periodMicros / 1'000'000) + "S"},
                                     {"renewsAt", toIso(now + std::chrono::microseconds{counter.windowEndMicros})}});
    }
    json::array breakers;
    for (const auto &breaker : m_parts.gateway.breakers()) {
        breakers.push_back(json::object{{"backend", breaker.backend},
                                        {"open", breaker.open},
                                        {"failures", breaker.failures},
                                        {"closesAt", breaker.open ? json::value(toIso(now + std::chrono::microseconds{breaker.openMicros}))
                                                                  : json::value(nullptr)}});
    }
    return jsonResponse(200, json::object{{"value", std::move(value)}, {"breakers", std::move(breakers)}});
}

http::Response LocalProvider::audit(const ArmRequest &request) const
{
    audit::Filter filter;
    const auto from = timeParameter(request, "from");
    const auto to = timeParameter(request, "to");
    const auto before = numberParameter(request, "before", 0, INT64_MAX);
    const auto limit = numberParameter(request, "limit", 100, 1000);
    if (!from)
        return errorResponse(from.error());
    if (!to)
        return errorResponse(to.error());
    if (!before)
        return errorResponse(before.error());
    if (!limit)
        return errorResponse(limit.error());
    filter.from = *from;
    filter.to = *to;
    filter.before = static_cast<std::int64_t>(*before);
    filter.limit = std::max<std::size_t>(*limit, 1);
    filter.subject = request.queryValue("subject").value_or("");
    filter.resource = request.queryValue("resource").value_or("");
    filter.action = request.queryValue("action").value_or("");
    filter.outcome = request.queryValue("outcome").value_or("");
    const auto entries = m_parts.audit.query(filter);
    if (!entries)
        return errorResponse(fromError(entries.error()));
    json::array value;
    for (const auto &entry : *entries)
        value.push_back(audit::toJson(entry));
    json::object body{{"value", std::move(value)}};
    if (entries->size() == filter.limit && entries->back().sequence > 1)
        body["before"] = std::to_string(entries->back().sequence);
    return jsonResponse(200, body);
}

http::Response LocalProvider::lastUse(const ArmRequest &) const
{
    const auto uses = m_parts.telemetry.lastUse();
    if (!uses)
        return errorResponse(fromError(uses.error()));
    json::array value;
    for (const auto &[key, time] : *uses) {
        const auto hash = key.rfind('#');
        value.push_back(json::object{{"subscription", key.substr(0, hash)},
                                     {"key", hash == std::string::npos ? "" : key.substr(hash + 1)},
                                     {"time", toIso(time)}});
    }
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

http::Response LocalProvider::openapi(const ArmRequest &) const
{
    http::Response response;
    response.head.headers.add("Content-Type", "application/json; charset=utf-8");
    response.body = localOpenApiDocument();
    return response;
}

} // namespace gatehouse::management
