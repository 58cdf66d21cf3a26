// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/token_quota_period.h"

#include "core/base/text.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

namespace gatehouse::policy {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 6> names{"Indefinite", "Hourly", "Daily", "Weekly", "Monthly", "Yearly"};

struct Span
{
    UtcTime begin, end;
};

Span spanOf(TokenQuotaPeriod period, UtcTime now)
{
    const auto day = std::chrono::floor<days>(now);
    const std::chrono::year_month_day date{day};
    switch (period) {
    case TokenQuotaPeriod::Hourly: {
        const auto hour = std::chrono::floor<hours>(now);
        return {hour, hour + hours(1)};
    }
    case TokenQuotaPeriod::Weekly: {
        const auto monday = day - (std::chrono::weekday(day) - std::chrono::Monday);
        return {monday, monday + days(7)};
    }
    case TokenQuotaPeriod::Monthly: {
        const auto month = date.year() / date.month();
        return {sys_days(month / 1), sys_days((month + std::chrono::months(1)) / 1)};
    }
    case TokenQuotaPeriod::Yearly:
        return {sys_days(date.year() / 1 / 1), sys_days((date.year() + std::chrono::years(1)) / 1 / 1)};
    case TokenQuotaPeriod::Daily:
    case TokenQuotaPeriod::Indefinite:
        break;
    }
    return {day, day + days(1)};
}

} // namespace

std::optional<TokenQuotaPeriod> tokenQuotaPeriodOf(std::string_view text)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        if (equalsIgnoreCase(names[i], text))
            return static_cast<TokenQuotaPeriod>(i);
    return std::nullopt;
}

TokenQuotaWindow tokenQuotaWindow(TokenQuotaPeriod period, UtcTime now)
{
    TokenQuotaWindow window;
    window.name = names[static_cast<std::size_t>(period)];
    if (period == TokenQuotaPeriod::Indefinite)
        return window;
    const auto span = spanOf(period, now);
    const auto day = std::chrono::floor<days>(span.begin);
    const std::chrono::year_month_day date{day};
    char text[32];
    std::snprintf(text, sizeof text, "/%04d-%02u-%02uT%02d", int(date.year()), unsigned(date.month()), unsigned(date.day()),
                  int(std::chrono::duration_cast<hours>(span.begin - day).count()));
    window.name += text;
    window.rule.startMicros = span.begin.time_since_epoch().count();
    window.rule.periodMicros = (span.end - span.begin).count();
    return window;
}

std::string durationInWords(std::int64_t seconds)
{
    const std::array<std::pair<std::int64_t, const char *>, 4> units{
        {{seconds / 86'400, "day"}, {seconds / 3600 % 24, "hour"}, {seconds / 60 % 60, "minute"}, {seconds % 60, "second"}}};
    std::vector<std::string> parts;
    for (const auto &[count, unit] : units)
        if (count > 0)
            parts.push_back(std::to_string(count) + " " + unit + (count == 1 ? "" : "s"));
    if (parts.empty())
        return "0 seconds";
    std::string text = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i)
        text += (i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

} // namespace gatehouse::policy
