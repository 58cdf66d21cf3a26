// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/local_query.h"

#include "core/base/text.h"

#include <array>

namespace gatehouse::management {

namespace {

struct Step
{
    std::string_view name;
    std::int64_t minutes;
};
constexpr std::array<Step, 5> steps{{{"PT1M", 1}, {"PT5M", 5}, {"PT15M", 15}, {"PT1H", 60}, {"P1D", 1440}}};

struct Group
{
    std::string_view name;
    store::SeriesQuery::Group group;
};
constexpr std::array<Group, 4> groups{{{"total", store::SeriesQuery::Total},
                                       {"api", store::SeriesQuery::ByApi},
                                       {"operation", store::SeriesQuery::ByOperation},
                                       {"subscription", store::SeriesQuery::BySubscription}}};
constexpr std::int64_t maxBuckets = 20'000;

template <typename Row, std::size_t size> const Row *rowOf(const std::array<Row, size> &rows, std::string_view name)
{
    for (const auto &row : rows) {
        if (equalsIgnoreCase(row.name, name))
            return &row;
    }
    return nullptr;
}

} // namespace

ArmError badParameter(std::string_view name, std::string_view value)
{
    return {400,
            "InvalidParameter",
            "The value '" + excerpt(value, 64) + "' of query parameter '" + std::string{name} + "' is not valid.",
            {}};
}

tl::expected<std::size_t, ArmError> numberParameter(const ArmRequest &request, std::string_view name,
                                                    std::size_t fallback, std::size_t maximum)
{
    const auto text = request.queryValue(name);
    if (!text || text->empty())
        return fallback;
    const auto value = toInteger(*text);
    if (!value || *value < 0)
        return tl::unexpected(badParameter(name, *text));
    return std::min(static_cast<std::size_t>(*value), maximum);
}

tl::expected<std::optional<UtcTime>, ArmError> timeParameter(const ArmRequest &request, std::string_view name)
{
    const auto text = request.queryValue(name);
    if (!text || text->empty())
        return std::nullopt;
    const auto time = fromIso(*text);
    if (!time)
        return tl::unexpected(badParameter(name, *text));
    return *time;
}

tl::expected<HistogramRequest, ArmError> histogramRequest(const ArmRequest &request, UtcTime now)
{
    HistogramRequest wanted;
    const auto to = timeParameter(request, "to");
    if (!to)
        return tl::unexpected(to.error());
    const auto from = timeParameter(request, "from");
    if (!from)
        return tl::unexpected(from.error());
    wanted.query.to = to->value_or(now);
    wanted.query.from = from->value_or(wanted.query.to - std::chrono::hours{1});
    wanted.step = request.queryValue("step").value_or("PT1M");
    const auto *step = rowOf(steps, wanted.step);
    if (!step)
        return tl::unexpected(badParameter("step", wanted.step));
    wanted.step = step->name;
    wanted.query.stepMinutes = step->minutes;
    const auto groupBy = request.queryValue("groupBy").value_or("total");
    const auto *group = rowOf(groups, groupBy);
    if (!group)
        return tl::unexpected(badParameter("groupBy", groupBy));
    wanted.query.group = group->group;
    wanted.query.apiId = request.queryValue("api").value_or("");
    wanted.query.operationId = request.queryValue("operation").value_or("");
    wanted.query.subscriptionId = request.queryValue("subscription").value_or("");
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(wanted.query.to - wanted.query.from).count();
    if (minutes < 0 || minutes / step->minutes > maxBuckets)
        return tl::unexpected(badParameter("from", toIso(wanted.query.from)));
    return wanted;
}

} // namespace gatehouse::management
