// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/seed.h"

#include "core/management/change_records.h"

namespace gatehouse::management {

namespace {

using resource::Resource;
using resource::ResourceId;

Resource service(const Environment &environment)
{
    return {{},
            {{"publisherEmail", "owner@localhost"},
             {"publisherName", "Local owner"},
             {"createdAtUtc", toIso(environment.now)}},
            {{"location", "local"},
             {"tags", json::object{}},
             {"sku", json::object{{"name", "Developer"}, {"capacity", 1}}}},
            {}};
}

Resource group(std::string_view id, std::string_view name)
{
    return {ResourceId{}.child("groups", id), {{"displayName", name}, {"builtIn", true}, {"type", "system"}}, {}, {}};
}

Resource administrator(const Environment &environment)
{
    return {ResourceId::of("users/1"),
            {{"email", "owner@localhost"},
             {"firstName", "Administrator"},
             {"lastName", "Local"},
             {"state", "active"},
             {"registrationDate", toIso(environment.now)}},
            {},
            {}};
}

Resource allAccess(const Environment &environment)
{
    return {ResourceId::of("subscriptions/master"),
            {{"scope", ""},
             {"displayName", "Built-in all-access subscription"},
             {"state", "active"},
             {"createdDate", toIso(environment.now)},
             {"allowTracing", true},
             {"primaryKey", randomHex(*environment.random, 16)},
             {"secondaryKey", randomHex(*environment.random, 16)}},
            {},
            {}};
}

} // namespace

Status seed(store::ConfigurationStore &store, const Environment &environment)
{
    if (store.current()->contains({}))
        return {};
    WritePlan plan;
    plan.action = "put";
    plan.status = 201;
    for (auto &resource :
         {service(environment), group("administrators", "Administrators"), group("developers", "Developers"),
          group("guests", "Guests"), administrator(environment), allAccess(environment)}) {
        plan.records.push_back({resource.id, plan.action});
        plan.put(resource);
    }
    const resource::Principal principal{"gatehouse", "gatehouse", "First start", "service", false};
    resource::ChangeRecord record;
    record.time = environment.now;
    record.principal = principal;
    auto records = recordMaker(plan, std::move(record), environment.digestKey, environment.scope);
    const auto written = store.write(std::move(plan.writes), principal, std::move(records)).get();
    if (!written)
        return tl::unexpected(written.error());
    return {};
}

} // namespace gatehouse::management
