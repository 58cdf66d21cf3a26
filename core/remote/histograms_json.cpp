// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/json_reader.h"
#include "core/remote/local_provider.h"

#include <array>
#include <numeric>

namespace gatehouse::remote {

namespace {

constexpr std::array steps{Step::Minute, Step::FiveMinutes, Step::QuarterHour, Step::Hour, Step::Day};

TrafficFigures figuresOf(const json::object &object)
{
    TrafficFigures figures;
    figures.start = timeOf(object, "start").value_or(UtcTime{});
    figures.group = textOf(object, "group");
    figures.requests = countOf(object, "requests");
    figures.status2xx = countOf(object, "status2xx");
    figures.status3xx = countOf(object, "status3xx");
    figures.status4xx = countOf(object, "status4xx");
    figures.status5xx = countOf(object, "status5xx");
    figures.aborted = countOf(object, "aborted");
    figures.bytesIn = countOf(object, "bytesIn");
    figures.bytesOut = countOf(object, "bytesOut");
    figures.p50 = numberOf(object, "p50");
    figures.p95 = numberOf(object, "p95");
    figures.p99 = numberOf(object, "p99");
    figures.max = numberOf(object, "max");
    figures.mean = numberOf(object, "mean");
    figures.backendP50 = numberOf(object, "backendP50");
    figures.backendP95 = numberOf(object, "backendP95");
    const auto *reasons = member(object, "reasons");
    if (const auto *counts = reasons ? reasons->if_object() : nullptr) {
        for (const auto &[reason, count] : *counts)
            figures.reasons.emplace(
                reason, count.is_int64() && count.get_int64() > 0 ? static_cast<std::uint64_t>(count.get_int64()) : 0);
    }
    return figures;
}

} // namespace

std::string_view nameOf(GroupBy groupBy)
{
    switch (groupBy) {
    case GroupBy::Total: return "total";
    case GroupBy::Api: return "api";
    case GroupBy::Operation: return "operation";
    case GroupBy::Subscription: return "subscription";
    }
    return "total";
}

std::string_view nameOf(Step step)
{
    switch (step) {
    case Step::Minute: return "PT1M";
    case Step::FiveMinutes: return "PT5M";
    case Step::QuarterHour: return "PT15M";
    case Step::Hour: return "PT1H";
    case Step::Day: return "P1D";
    }
    return "PT1M";
}

std::chrono::minutes lengthOf(Step step)
{
    using std::chrono::minutes;
    switch (step) {
    case Step::Minute: return minutes{1};
    case Step::FiveMinutes: return minutes{5};
    case Step::QuarterHour: return minutes{15};
    case Step::Hour: return minutes{60};
    case Step::Day: return minutes{24 * 60};
    }
    return minutes{1};
}

Step stepFor(std::chrono::minutes range, int points)
{
    for (const auto step : steps) {
        if (lengthOf(step) * points >= range)
            return step;
    }
    return Step::Day;
}

std::uint64_t TrafficFigures::reasonCount(std::string_view reason) const
{
    const auto found = reasons.find(std::string(reason));
    return found == reasons.end() ? 0 : found->second;
}

Result<Histograms> histogramsFrom(const json::value &value)
{
    const auto *object = value.if_object();
    if (!object)
        return badAnswer("histograms that are no object");
    Histograms histograms;
    histograms.from = timeOf(*object, "from").value_or(UtcTime{});
    histograms.to = timeOf(*object, "to").value_or(UtcTime{});
    for (const auto step : steps) {
        if (nameOf(step) == stringMember(*object, "step"))
            histograms.step = step;
    }
    const auto *retention = member(*object, "retention");
    if (const auto *kept = retention ? retention->if_object() : nullptr) {
        histograms.minutesKept = textOf(*kept, "minutes");
        histograms.hoursKept = textOf(*kept, "hours");
    }
    auto buckets = listOf<TrafficFigures>(value, "value", figuresOf);
    auto summary = listOf<TrafficFigures>(value, "summary", figuresOf);
    if (!buckets || !summary)
        return tl::unexpected(buckets ? summary.error() : buckets.error());
    histograms.buckets = std::move(*buckets);
    histograms.summary = std::move(*summary);
    for (auto &figures : histograms.summary)
        figures.start = histograms.from;
    return histograms;
}

} // namespace gatehouse::remote
