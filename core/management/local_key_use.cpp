// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/management/local_provider.h"
#include "core/management/local_query.h"

#include <algorithm>
#include <array>
#include <map>

namespace gatehouse::management {

namespace {

constexpr std::size_t daysKept = 400;

//! What is known of all keys, read at once.
struct KeyFacts
{
    std::map<std::string, UtcTime> lastUse;
    std::map<std::string, std::map<std::int64_t, std::uint64_t>> calls; //!< by key, then day
};

std::string dayText(std::int64_t day)
{
    return toIso(UtcTime{std::chrono::days{day}}).substr(0, 10);
}

json::object keyJson(std::string_view subscription, std::string_view key, std::optional<UtcTime> changed, const KeyFacts &facts)
{
    const auto name = std::string{subscription} + "#" + std::string{key};
    const auto used = facts.lastUse.find(name);
    // A use before the key was made was one of the key before it.
    const bool isOfThisKey = used != facts.lastUse.end() && (!changed || used->second >= *changed);
    std::uint64_t sum = 0;
    json::array days;
    if (const auto found = facts.calls.find(name); found != facts.calls.end()) {
        for (const auto &[day, calls] : found->second) {
            days.push_back(json::object{{"day", dayText(day)}, {"calls", calls}});
            sum += calls;
        }
    }
    return {{"subscription", subscription},
            {"key", key},
            {"changed", changed ? json::value(toIso(*changed)) : json::value(nullptr)},
            {"lastUsed", isOfThisKey ? json::value(toIso(used->second)) : json::value(nullptr)},
            {"calls", sum},
            {"days", std::move(days)}};
}

} // namespace

bool isKeyUsePath(std::string_view providerPath)
{
    return equalsIgnoreCase(providerPath, "keyUse");
}

http::Response LocalProvider::keyUse(const ArmRequest &request, const std::function<bool(const resource::ResourceId &)> &mayRead) const
{
    if (request.method != "GET")
        return errorResponse(methodNotAllowed(request.method));
    const auto wanted = numberParameter(request, "days", 30, daysKept);
    if (!wanted || *wanted == 0)
        return errorResponse(wanted ? badParameter("days", "0") : wanted.error());
    const auto only = request.queryValue("subscription").value_or("");
    m_parts.collector.collect();
    const auto until = m_parts.collector.storedUntil();
    const auto today = telemetry::dayOf(m_parts.clock.utc());
    const auto from = today - static_cast<std::int64_t>(*wanted) + 1;
    auto lastUse = m_parts.telemetry.lastUse();
    const auto calls = m_parts.telemetry.keyCalls(from, today);
    const auto observations = m_parts.telemetry.observations();
    if (!lastUse || !calls || !observations)
        return errorResponse(fromError(!lastUse ? lastUse.error() : !calls ? calls.error() : observations.error()));
    KeyFacts facts{std::move(*lastUse), {}};
    for (const auto &[day, count] : *calls)
        facts.calls[day.key][day.day] = count;

    json::array value;
    for (const auto &subscription : m_parts.configurations.current()->children({}, "subscriptions")) {
        if ((!only.empty() && !equalsIgnoreCase(only, subscription->id.name())) || (mayRead && !mayRead(subscription->id)))
            continue;
        const auto dates = m_keyDates.of(*subscription);
        if (!dates)
            return errorResponse(fromError(dates.error()));
        value.push_back(keyJson(subscription->id.name(), "primary", dates->primary, facts));
        value.push_back(keyJson(subscription->id.name(), "secondary", dates->secondary, facts));
    }
    json::array gaps;
    for (std::size_t i = 1; i < observations->size(); ++i)
        gaps.push_back(json::object{{"from", toIso((*observations)[i - 1].until)}, {"to", toIso((*observations)[i].start)}});
    return jsonResponse(200,
                        json::object{{"knownSince", observations->empty() ? json::value(nullptr) : json::value(toIso(observations->front().start))},
                                     {"knownUntil", toIso(until)},
                                     {"gaps", std::move(gaps)},
                                     {"retention", "P400D"},
                                     {"from", dayText(from)},
                                     {"to", dayText(today)},
                                     {"value", std::move(value)}});
}

} // namespace gatehouse::management
