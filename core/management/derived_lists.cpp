// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/derived_lists.h"

#include "core/base/text.h"
#include "core/management/arm_render.h"
#include "core/management/subscriptions_of.h"
#include "core/policy/table.h"

#include <array>

namespace gatehouse::management {

namespace {

using resource::Configuration;
using resource::ResourceId;

//! A resource that is shown under another id.
struct Shown
{
    Configuration::Pointer resource;
    ResourceId as;
};

http::Response listShown(const ArmRequest &request, const PageRequest &wanted, const std::vector<Shown> &items,
                         const Environment &environment)
{
    const ShowOptions options{true, {}};
    return jsonResponse(200,
                        page(
                            request, wanted, items.size(),
                            [&](std::size_t i) -> ODataFilter::Lookup {
                                const auto &item = *items[i].resource;
                                return [name = std::string{item.id.name()},
                                        properties =
                                            shownProperties(*resource::kindOf(item.id), item, environment, options)](
                                           std::string_view property) { return lookupIn(name, properties, property); };
                            },
                            [&](std::size_t i) -> json::value {
                                const auto &[item, as] = items[i];
                                auto body = shownResource(*resource::kindOf(item->id), *item, environment, options);
                                body["id"] = environment.scope.absolute(as);
                                body["type"] = resource::armType(as);
                                body["name"] = as.name();
                                return body;
                            }));
}

std::vector<Shown> productsOf(const Configuration &configuration, const ResourceId &api)
{
    std::vector<Shown> items;
    for (const auto &product : configuration.children({}, "products")) {
        if (configuration.contains(product->id.child("apis", api.name())))
            items.push_back({product, api.child("products", product->id.name())});
    }
    return items;
}

std::vector<Shown> subscriptionsOf(const Configuration &configuration, const ResourceId &product)
{
    std::vector<Shown> items;
    for (const auto &id : subscriptionsScopedTo(configuration, product))
        items.push_back({configuration.pointer(id), product.child("subscriptions", id.name())});
    return items;
}

http::Response listRevisions(const ArmRequest &request, const PageRequest &wanted, const ResourceId &api,
                             const Configuration &configuration, const Environment &environment)
{
    const auto revisions = revisionsOf(configuration, baseApi(api));
    const auto shown = [&](std::size_t i) {
        const auto &one = *revisions[i];
        const auto revision = std::string{stringMember(one.properties, "apiRevision", "1")};
        json::object body{{"apiId",
                           environment.scope.absolute(
                               ResourceId{}.child("apis", std::string{baseApi(api).name()} + ";rev=" + revision))},
                          {"apiRevision", revision}};
        if (const auto description = stringMember(one.properties, "apiRevisionDescription"); !description.empty())
            body["description"] = description;
        body["isOnline"] = true;
        body["isCurrent"] = boolMember(one.properties, "isCurrent", one.id == baseApi(api));
        return body;
    };
    return jsonResponse(200,
                        page(
                            request, wanted, revisions.size(),
                            [&](std::size_t i) -> ODataFilter::Lookup {
                                return [properties = shown(i)](std::string_view property) {
                                    return lookupIn({}, properties, property);
                                };
                            },
                            [&](std::size_t i) -> json::value { return shown(i); }));
}

//! Azure's bits of a policy's scopes; what it adds to all of them in its documented example is added here too.
std::uint32_t scopeBits(std::uint8_t scopes)
{
    constexpr std::array<std::pair<std::uint8_t, std::uint32_t>, 4> bits{
        {{policy::AtGlobal, 1}, {policy::AtProduct, 2}, {policy::AtApi, 4}, {policy::AtOperation, 8}}};
    std::uint32_t all = 0x1000'0000;
    for (const auto &[scope, bit] : bits)
        all |= scopes & scope ? bit : 0;
    return all;
}

bool isAt(const policy::PolicyRule &rule, std::string_view scope)
{
    constexpr std::array<std::pair<std::string_view, std::uint8_t>, 4> names{
        {{"Tenant", policy::AtGlobal}, {"Product", policy::AtProduct}, {"Api", policy::AtApi}, {"Operation", policy::AtOperation}}};
    for (const auto &[name, flag] : names)
        if (equalsIgnoreCase(name, scope))
            return rule.scopes & flag;
    return true;
}

//! The policies that there are. Not paged, as in Azure.
http::Response listPolicyDescriptions(const ArmRequest &request, const Environment &environment)
{
    const auto scope = request.queryValue("scope").value_or("");
    json::array value;
    for (const auto &rule : policy::policyTable()) {
        if (rule.isExtension || !isAt(rule, scope)) // what Azure answers is not extended
            continue;
        value.push_back(json::object{{"id", environment.scope.prefix() + "/policyDescriptions/" + std::string(rule.element.name)},
                                     {"type", "Microsoft.ApiManagement/service/policyDescriptions"},
                                     {"name", rule.element.name},
                                     {"properties", json::object{{"description", rule.documentation}, {"scope", scopeBits(rule.scopes)}}}});
    }
    const auto count = value.size();
    return jsonResponse(200, json::object{{"value", std::move(value)}, {"count", count}});
}

} // namespace

http::Response listLinks(const ArmRequest &request, const PageRequest &wanted, const Route &route,
                         const Configuration &configuration, const Environment &environment)
{
    std::vector<Shown> items;
    for (const auto &link : configuration.children(route.id, route.collection)) {
        const ResourceId target = ResourceId{}.child(route.kind->linkTarget, link->id.name());
        if (auto pointer = configuration.pointer(target))
            items.push_back({std::move(pointer), link->id});
    }
    return listShown(request, wanted, items, environment);
}

http::Response listDerived(const ArmRequest &request, const PageRequest &wanted, const Route &route,
                           const Configuration &configuration, const Environment &environment)
{
    if (equalsIgnoreCase(route.collection, "policyDescriptions"))
        return listPolicyDescriptions(request, environment);
    if (equalsIgnoreCase(route.collection, "revisions"))
        return listRevisions(request, wanted, route.id, configuration, environment);
    if (equalsIgnoreCase(route.collection, "products"))
        return listShown(request, wanted, productsOf(configuration, route.id), environment);
    return listShown(request, wanted, subscriptionsOf(configuration, route.id), environment);
}

ResourceId baseApi(const ResourceId &api)
{
    const auto name = api.name();
    const auto revision = name.find(";rev=");
    return revision == std::string_view::npos ? api : api.parent().child("apis", name.substr(0, revision));
}

std::vector<Configuration::Pointer> revisionsOf(const Configuration &configuration, const ResourceId &api)
{
    std::vector<Configuration::Pointer> revisions;
    if (auto current = configuration.pointer(api))
        revisions.push_back(std::move(current));
    for (auto &one : configuration.children(api.parent(), "apis")) {
        if (!(one->id == api) && baseApi(one->id) == api)
            revisions.push_back(std::move(one));
    }
    return revisions;
}

} // namespace gatehouse::management
