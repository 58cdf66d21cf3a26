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
