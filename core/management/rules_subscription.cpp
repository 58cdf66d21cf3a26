// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include <array>

namespace gatehouse::management {

namespace {

using resource::Resource;

constexpr std::array<std::string_view, 2> keyNames{"primaryKey", "secondaryKey"};

std::string newKey(const Environment &environment)
{
    return randomHex(*environment.random, 16);
}

std::optional<ArmError> prepare(WriteContext &context)
{
    auto &properties = context.resource.properties;
    for (const auto name : keyNames) {
        if (stringMember(properties, name).empty())
            properties[name] = newKey(context.environment);
    }
    if (!properties.contains("state"))
        properties["state"] = "active";
    if (!properties.contains("createdDate"))
        properties["createdDate"] = toIso(context.environment.now);
    return std::nullopt;
}

//! A key names one subscription, or the data plane could not tell whose call it is.
std::optional<ArmError> check(WriteContext &context)
{
    for (const auto &other : context.before.children({}, "subscriptions")) {
        if (other->id == context.resource.id)
            continue;
        for (const auto name : keyNames) {
            const auto key = stringMember(context.resource.properties, name);
            if (key == stringMember(other->properties, "primaryKey")
                || key == stringMember(other->properties, "secondaryKey"))
                return validationError(std::string{name}, "The key is in use by another subscription.");
        }
    }
    return std::nullopt;
}

std::optional<Outcome> act(std::string_view action, const Resource &subscription, const ArmRequest &,
                           const resource::Configuration &, const Environment &environment)
{
    const bool primary = action == "regeneratePrimaryKey";
    if (!primary && action != "regenerateSecondaryKey")
        return std::nullopt;
    auto changed = subscription;
    changed.properties[keyNames[primary ? 0 : 1]] = newKey(environment);
    WritePlan plan;
    plan.action = action;
    plan.status = 204;
    plan.records.push_back({subscription.id, plan.action});
    plan.put(std::move(changed), {subscription.etag, false});
    plan.answer = [](const resource::Configuration &) {
        http::Response done;
        done.head.status = 204;
        return done;
    };
    return plan;
}

} // namespace

const KindRules subscriptionRules{"subscriptions", prepare, check, nullptr, nullptr, act};

} // namespace gatehouse::management
