// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_data.h"

#include "ui/components/reasons.h"

#include <algorithm>
#include <map>

namespace gatehouse::ui::overview {

using remote::GroupBy;
using remote::HistogramQuery;
using remote::LocalProvider;
using remote::TrafficFigures;

namespace {

constexpr int failuresShown = 50;

TrafficFigures first(const std::vector<TrafficFigures> &figures)
{
    return figures.empty() ? TrafficFigures{} : figures.front();
}

std::int64_t bucketOf(const OverviewData &data, const TrafficFigures &figures)
{
    return std::chrono::floor<std::chrono::minutes>(figures.start - data.from) / remote::lengthOf(data.step);
}

std::int64_t bucketCount(const OverviewData &data)
{
    const auto length = remote::lengthOf(data.step);
    return std::max<std::int64_t>(1, (std::chrono::ceil<std::chrono::minutes>(data.to - data.from) + length - std::chrono::minutes{1}) / length);
}

qint64 milliseconds(UtcTime time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

//! A figure of each bucket of the range, `missing` where nothing came.
template<typename Read>
QList<double> perBucket(const OverviewData &data, double missing, Read read)
{
    QList<double> values(bucketCount(data), missing);
    for (const auto &bucket : data.buckets) {
        const auto index = bucketOf(data, bucket);
        if (index >= 0 && index < values.size())
            values[index] = read(bucket);
    }
    return values;
}

Result<std::vector<remote::ExchangeRecord>> authenticationRecords(const LocalProvider &provider, std::stop_token stop)
{
    remote::ExchangeFilter filter;
    filter.outcome = "refused";
    auto page = provider.exchanges(filter, 500, {}, std::move(stop));
    if (!page)
        return tl::unexpected(std::move(page.error()));
    std::vector<remote::ExchangeRecord> out;
    for (auto it = page->records.rbegin(); it != page->records.rend() && out.size() < failuresShown; ++it) {
        if (components::isAuthenticationReason(it->reason))
            out.push_back(std::move(*it));
    }
    return out;
}

} // namespace

Result<OverviewData> readOverview(const remote::ArmClient &client, UtcTime now, std::chrono::minutes range, std::stop_token stop)
{
    const LocalProvider provider(client);
    OverviewData data;
    data.step = remote::stepFor(range, 120);
    // Whole buckets, so that a bar does not change its place at every refresh.
    const auto length = remote::lengthOf(data.step);
    const auto end = std::chrono::floor<std::chrono::minutes>(now.time_since_epoch()) / length * length + length;
    data.to = UtcTime{end};
    data.from = data.to - range;

    HistogramQuery query{.from = data.from, .to = data.to, .step = data.step, .groupBy = GroupBy::Total, .api = {}, .operation = {}, .subscription = {}};
    auto current = provider.histograms(query, stop);
    if (!current)
        return tl::unexpected(std::move(current.error()));
    data.buckets = std::move(current->buckets);
    data.now = first(current->summary);
    query.groupBy = GroupBy::Api;
    auto byApi = provider.histograms(query, stop);
    if (!byApi)
        return tl::unexpected(std::move(byApi.error()));
    data.byApi = std::move(byApi->summary);
    query.groupBy = GroupBy::Total;
    query.to = data.from;
    query.from = data.from - range;
    auto earlier = provider.histograms(query, stop);
    if (!earlier)
        return tl::unexpected(std::move(earlier.error()));
    data.before = first(earlier->summary);
    auto failures = authenticationRecords(provider, stop);
    if (!failures)
        return tl::unexpected(std::move(failures.error()));
    data.failures = std::move(*failures);
    auto status = provider.status(stop);
    if (!status)
        return tl::unexpected(std::move(status.error()));
    data.droppedRecords = status->droppedRecords;
    return data;
}

std::uint64_t authenticationFailures(const TrafficFigures &figures)
{
    std::uint64_t count = 0;
    for (const auto &[reason, times] : figures.reasons) {
        if (components::isAuthenticationReason(reason))
            count += times;
    }
    return count;
}

double errorShare(const TrafficFigures &figures)
{
    return figures.requests == 0 ? 0.0 : static_cast<double>(figures.failures()) / static_cast<double>(figures.requests);
}

QList<charts::LatencyPoint> latencyPoints(const OverviewData &data)
{
    QList<charts::LatencyPoint> points;
    const auto length = remote::lengthOf(data.step);
    const auto count = bucketCount(data);
    for (std::int64_t i = 0; i < count; ++i) {
        charts::LatencyPoint point;
        point.timeMs = milliseconds(data.from + i * length);
        points += point;
    }
    for (const auto &bucket : data.buckets) {
        const auto index = bucketOf(data, bucket);
        if (index < 0 || index >= count || bucket.requests == 0)
            continue;
        auto &point = points[index];
        point.requests = static_cast<qint64>(bucket.requests);
        point.p50 = bucket.p50.value_or(point.p50);
        point.p95 = bucket.p95.value_or(point.p95);
        point.p99 = bucket.p99.value_or(point.p99);
    }
    return points;
}

QList<charts::BarSeries> failureSeries(const OverviewData &data)
{
    std::map<std::string, QList<double>> series;
    const auto count = bucketCount(data);
    for (const auto &bucket : data.buckets) {
        const auto index = bucketOf(data, bucket);
        if (index < 0 || index >= count)
            continue;
        for (const auto &[reason, times] : bucket.reasons) {
            auto &values = series[reason];
            values.resize(count);
            values[index] += static_cast<double>(times);
        }
    }
    QList<charts::BarSeries> out;
    for (auto &[reason, values] : series)
        out += charts::BarSeries{components::reasonText(reason), std::move(values)};
    return out;
}

QList<double> spark(const OverviewData &data, Figure figure)
{
    switch (figure) {
    case Figure::Requests: return perBucket(data, 0, [](const TrafficFigures &f) { return static_cast<double>(f.requests); });
    case Figure::P95: return perBucket(data, std::numeric_limits<double>::quiet_NaN(), [](const TrafficFigures &f) { return f.p95.value_or(std::numeric_limits<double>::quiet_NaN()); });
    case Figure::ErrorShare: return perBucket(data, 0, [](const TrafficFigures &f) { return errorShare(f); });
    case Figure::AuthenticationFailures: return perBucket(data, 0, [](const TrafficFigures &f) { return static_cast<double>(authenticationFailures(f)); });
    }
    return {};
}

} // namespace gatehouse::ui::overview
