// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/local_json.h"

namespace gatehouse::management {

namespace {

json::value milliseconds(std::int64_t micros)
{
    return static_cast<double>(micros) / 1000.0;
}

json::value quantile(const telemetry::Histogram &histogram, double at)
{
    return histogram.count() ? milliseconds(histogram.quantile(at)) : json::value(nullptr);
}

} // namespace

json::object exchangeJson(const telemetry::ExchangeRecord &record)
{
    json::object phases;
    const auto &p = record.phases;
    const std::pair<std::string_view, std::int64_t> all[]{{"headRead", p.headRead},
                                                          {"inboundDone", p.inboundDone},
                                                          {"backendConnected", p.backendConnected},
                                                          {"backendFirstByte", p.backendFirstByte},
                                                          {"backendDone", p.backendDone},
                                                          {"firstByteSent", p.firstByteSent},
                                                          {"done", p.done}};
    for (const auto &[name, micros] : all) {
        if (micros >= 0)
            phases[name] = micros;
    }
    json::object body{{"cursor", std::to_string(record.sequence)},
                      {"time", toIso(record.time)},
                      {"requestId", record.requestId},
                      {"api", record.apiId},
                      {"operation", record.operationId},
                      {"product", record.productId},
                      {"subscription", record.subscriptionId},
                      {"method", record.method},
                      {"host", record.host},
                      {"path", record.path},
                      {"clientAddress", record.clientAddress},
                      {"backend", record.backendHost},
                      {"status", record.status},
                      {"backendStatus", record.backendStatus},
                      {"outcome", nameOf(record.outcome)},
                      {"owner", nameOf(record.owner)},
                      {"reason", record.reason},
                      {"source", record.source},
                      {"bytesIn", record.bytesIn},
                      {"bytesOut", record.bytesOut},
                      {"phases", std::move(phases)}};
    if (!record.traceId.empty())
        body["traceId"] = record.traceId;
    return body;
}

json::object seriesJson(const std::string &group, const telemetry::SeriesValue &value)
{
    json::object reasons;
    for (const auto &[reason, count] : value.reasons)
        reasons[reason] = count;
    const auto &total = value.total;
    const bool any = total.count() > 0;
    return {{"group", group},
            {"requests", value.requests},
            {"status2xx", value.status2xx},
            {"status3xx", value.status3xx},
            {"status4xx", value.status4xx},
            {"status5xx", value.status5xx},
            {"aborted", value.aborted},
            {"bytesIn", value.bytesIn},
            {"bytesOut", value.bytesOut},
            {"p50", quantile(total, 0.50)},
            {"p95", quantile(total, 0.95)},
            {"p99", quantile(total, 0.99)},
            {"max", any ? milliseconds(total.max()) : json::value(nullptr)},
            {"mean",
             any ? json::value(static_cast<double>(total.sum()) / 1000.0 / static_cast<double>(total.count()))
                 : json::value(nullptr)},
            {"backendP50", quantile(value.backend, 0.50)},
            {"backendP95", quantile(value.backend, 0.95)},
            {"reasons", std::move(reasons)}};
}

std::string_view severityName(Severity severity)
{
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "information";
}

} // namespace gatehouse::management
