// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/sample/traffic.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::gatectl::sample {

namespace {

template<typename Items, typename Random, typename Weight>
const auto &pick(const Items &items, Random &random, const Weight &weightOf)
{
    std::vector<double> weights;
    for (const auto &item : items)
        weights.push_back(weightOf(item));
    std::discrete_distribution<std::size_t> index(weights.begin(), weights.end());
    return items[index(random)];
}

} // namespace

CallPlanner::CallPlanner(const Fleet &fleet, std::uint64_t seed) : m_fleet(fleet), m_random(seed) { }

bool CallPlanner::chance(double probability)
{
    return std::bernoulli_distribution(probability)(m_random);
}

std::chrono::microseconds CallPlanner::gap(double rate)
{
    return std::chrono::microseconds{static_cast<long long>(std::exponential_distribution<>(rate)(m_random) * 1e6)};
}

std::string CallPlanner::pathOf(const ApiPlan &api, const OperationPlan &operation)
{
    http::UrlTemplate::Values values;
    for (const auto &parameter : operation.urlTemplate.parameters()) {
        const auto pattern = api.parameters.find(parameter.name);
        auto value = pattern == api.parameters.end() ? std::string("1") : pattern->second;
        for (auto &c : value) {
            if (c == '#')
                c = static_cast<char>('0' + std::uniform_int_distribution<>(0, 9)(m_random));
        }
        values[parameter.name] = std::move(value);
    }
    return "/" + api.path + operation.urlTemplate.expand(values);
}

PlannedCall CallPlanner::call(const ApiPlan &api, const OperationPlan &operation, const std::string &subscription)
{
    PlannedCall call;
    call.method = operation.method;
    call.target = pathOf(api, operation);
    if (!operation.query.empty())
        call.target += (call.target.find('?') == std::string::npos ? "?" : "&") + operation.query;
    call.subscription = subscription;
    for (const auto &[name, choices] : operation.headers) {
        const auto all = split(choices, '|');
        const auto choice = all[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(m_random)];
        if (choice != "?")
            call.headers[name] = choice;
    }
    if (!operation.requestBody.empty()) {
        call.body = operation.requestBody;
        call.headers["Content-Type"] = "application/json";
    }
    return call;
}

PlannedCall CallPlanner::burst()
{
    const auto &mischief = m_fleet.mischief;
    const auto *api = m_fleet.find(mischief.burstApi);
    const auto *operation = api ? api->find(mischief.burstOperation) : nullptr;
    return operation ? call(*api, *operation, mischief.burstSubscription) : next();
}

PlannedCall CallPlanner::next()
{
    const auto &subscriber =
        pick(m_fleet.subscribers, m_random, [](const SubscriberPlan &plan) { return plan.weight; });
    const auto &api = pick(m_fleet.apis, m_random, [&subscriber](const ApiPlan &plan) {
        double weight = 0;
        if (std::find(subscriber.apis.begin(), subscriber.apis.end(), plan.id) != subscriber.apis.end()) {
            for (const auto &operation : plan.operations)
                weight += operation.weight;
        }
        return weight;
    });
    const auto &operation = pick(api.operations, m_random, [](const OperationPlan &plan) { return plan.weight; });
    auto planned = call(api, operation, subscriber.subscription);
    const auto &mischief = m_fleet.mischief;
    if (chance(mischief.missingKey)) {
        planned.subscription.clear();
    } else if (chance(mischief.wrongKey)) {
        planned.wrongKey = true;
    } else if (chance(mischief.revokedKey)) {
        planned.subscription = mischief.revokedSubscription;
    } else if (chance(mischief.unknownPath)) {
        planned.target = "/" + api.path + (chance(0.5) ? "/.env" : "/v2/export");
        planned.method = "GET";
        planned.body.clear();
    } else if (chance(mischief.preflight)) {
        planned = {"OPTIONS",
                   planned.target,
                   {{"Origin", chance(0.8) ? "https://shop.example.org" : "https://elsewhere.example"},
                    {"Access-Control-Request-Method", planned.method}},
                   {},
                   {},
                   false};
    }
    return planned;
}

} // namespace gatehouse::gatectl::sample
