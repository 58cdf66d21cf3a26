// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/key_use_client.h"

#include "core/base/text.h"
#include "core/remote/configuration_loader.h"
#include "core/remote/json_reader.h"

#include <array>

namespace gatehouse::remote {

namespace {

std::int64_t dayFrom(std::string_view date)
{
    const auto time = fromIso(std::string{date} + "T00:00:00Z");
    return time ? std::chrono::floor<std::chrono::days>(time->time_since_epoch()).count() : 0;
}

vault::SlotUse slotUseFrom(const json::object &object)
{
    vault::SlotUse use{timeOf(object, "changed"), timeOf(object, "lastUsed"), countOf(object, "calls"), {}};
    const auto *days = member(object, "days");
    if (const auto *array = days ? days->if_array() : nullptr) {
        for (const auto &item : *array) {
            if (const auto *day = item.if_object())
                use.days.push_back({dayFrom(stringMember(*day, "day")), countOf(*day, "calls")});
        }
    }
    return use;
}

//! Calls by subscription from a time to another.
Result<std::map<std::string, std::uint64_t>> reportBySubscription(const ArmClient &client, UtcTime from, UtcTime to, const std::stop_token &stop)
{
    const auto stamp = [](UtcTime time) { return "datetime'" + toIso(time).substr(0, 19) + "'"; };
    const auto records =
        client.list("reports/bySubscription", {{"$filter", "timestamp ge " + stamp(from) + " and timestamp le " + stamp(to)}}, {}, stop);
    if (!records)
        return tl::unexpected(records.error());
    std::map<std::string, std::uint64_t> calls;
    for (const auto &record : *records) {
        const auto *object = record.if_object();
        if (!object)
            return badAnswer("a record of the report is no object");
        const auto id = stringMember(*object, "subscriptionId");
        calls[toLower(id.substr(id.rfind('/') + 1))] += countOf(*object, "callCountTotal");
    }
    return calls;
}

Result<vault::KeyUseReport> reports(const ArmClient &client, const std::stop_token &stop)
{
    constexpr int longest = 90; // API Management keeps no more
    vault::KeyUseReport report;
    report.knownUntil = SystemClock{}.utc();
    for (std::size_t period = 0; period < 3; ++period) {
        const auto calls = reportBySubscription(client, report.knownUntil - std::chrono::days{30 * (period + 1)}, report.knownUntil, stop);
        if (!calls && calls.error().kind == ErrorKind::NotFound)
            return vault::KeyUseReport{}; // a tier without reports
        if (!calls)
            return tl::unexpected(calls.error());
        for (const auto &[subscription, count] : *calls)
            report.totals[subscription][period] = count;
    }
    report.knownSince = report.knownUntil - std::chrono::days{longest};
    return report;
}

} // namespace

Result<vault::KeyUseReport> keyUseFrom(const json::value &body)
{
    const auto *object = body.if_object();
    const auto *value = object ? member(*object, "value") : nullptr;
    const auto until = object ? timeOf(*object, "knownUntil") : std::nullopt;
    if (!value || !value->is_array() || !until)
        return badAnswer("no use of keys");
    vault::KeyUseReport report;
    report.tellsKeys = true;
    report.knownSince = timeOf(*object, "knownSince");
    report.knownUntil = *until;
    if (const auto *gaps = member(*object, "gaps"); gaps && gaps->is_array()) {
        for (const auto &item : gaps->get_array()) {
            const auto *gap = item.if_object();
            const auto from = gap ? timeOf(*gap, "from") : std::nullopt;
            const auto to = gap ? timeOf(*gap, "to") : std::nullopt;
            if (!from || !to)
                return badAnswer("a gap without times");
            report.gaps.push_back({*from, *to});
        }
    }
    for (const auto &item : value->get_array()) {
        const auto *key = item.if_object();
        if (!key)
            return badAnswer("an element of value is no object");
        const auto slot = stringMember(*key, "key") == "secondary" ? 1U : 0U;
        report.keys[toLower(stringMember(*key, "subscription"))][slot] = slotUseFrom(*key);
    }
    return report;
}

Result<vault::KeyUseReport> loadKeyUse(const ArmClient &client, std::string_view subscription, std::stop_token stop)
{
    if (isAzure(client.connection()))
        return reports(client, stop);
    ArmClient::Query query;
    if (!subscription.empty())
        query.emplace_back("subscription", subscription);
    const auto answer = client.get(std::string(localProviderPath) + "/keyUse", query, stop);
    if (answer)
        return keyUseFrom(answer->body);
    return answer.error().kind == ErrorKind::NotFound ? reports(client, stop) : tl::unexpected(answer.error());
}

Result<resource::Configuration> loadSubscriptions(const ArmClient &client, std::stop_token stop)
{
    const auto scope = scopeOf(client.connection());
    if (!scope)
        return tl::unexpected(scope.error());
    resource::Configuration configuration;
    for (const std::string_view collection : {"subscriptions", "users", "products", "apis"}) {
        const auto items = client.list(collection, {}, {}, stop);
        const bool mayMiss = collection != "subscriptions" && !items
            && (items.error().kind == ErrorKind::NotFound || items.error().kind == ErrorKind::Forbidden);
        if (mayMiss)
            continue;
        if (!items)
            return tl::unexpected(items.error());
        for (const auto &item : *items) {
            auto resource = resourceFrom(item, *scope);
            if (!resource)
                return tl::unexpected(resource.error());
            configuration.put(std::move(*resource));
        }
    }
    return configuration;
}

} // namespace gatehouse::remote
