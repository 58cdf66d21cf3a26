// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_reads.h"

#include "core/base/text.h"
#include "core/management/arm_errors.h"
#include "core/management/arm_render.h"
#include "core/management/derived_lists.h"
#include "core/management/paging.h"

namespace gatehouse::management {

namespace {

using resource::Configuration;
using resource::ResourceId;

http::Response readResource(const ArmRequest &request, const Route &route, const Configuration &configuration,
                            const Environment &environment)
{
    const auto *found = configuration.find(route.id);
    if (!found)
        return errorResponse(notFound(route.id));
    if (route.kind->link) {
        // Azure has HEAD (204) for links and no GET.
        if (request.method != "HEAD")
            return errorResponse(methodNotAllowed(request.method));
        http::Response response;
        response.head.status = 204;
        return response;
    }
    ShowOptions options;
    options.format = request.queryValue("format").value_or("");
    auto response = resourceResponse(200, *route.kind, *found, environment, options);
    if (request.method == "HEAD")
        response.body.clear();
    return response;
}

http::Response listServices(const Configuration &configuration, const Environment &environment)
{
    const ResourceId id;
    json::array value;
    const auto *kind = resource::kindOf(id);
    if (const auto *service = configuration.find(id); kind && service)
        value.push_back(shownResource(*kind, *service, environment));
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

http::Response listCollection(const ArmRequest &request, const Route &route, const Configuration &configuration,
                              const Environment &environment)
{
    if (!configuration.contains(route.id))
        return errorResponse(notFound(route.id));
    const auto wanted = pageRequest(request);
    if (!wanted)
        return errorResponse(wanted.error());
    if (!route.kind)
        return listDerived(request, *wanted, route, configuration, environment);
    if (route.kind->link)
        return listLinks(request, *wanted, route, configuration, environment);
    auto members = configuration.children(route.id, route.collection);
    if (environment.mayList)
        std::erase_if(members, [&](const auto &one) { return !environment.mayList(one->id); });
    const ShowOptions options{true, {}};
    return jsonResponse(200,
                        page(
                            request, *wanted, members.size(),
                            [&](std::size_t i) -> ODataFilter::Lookup {
                                return [name = std::string{members[i]->id.name()},
                                        properties = shownProperties(*route.kind, *members[i], environment, options)](
                                           std::string_view property) { return lookupIn(name, properties, property); };
                            },
                            [&](std::size_t i) -> json::value {
                                return shownResource(*route.kind, *members[i], environment, options);
                            }));
}

} // namespace

http::Response answerRead(const ArmRequest &request, const Route &route, const Configuration &configuration,
                          const Environment &environment)
{
    switch (route.target) {
    case Target::Services:
        return request.method == "GET" ? listServices(configuration, environment)
                                       : errorResponse(methodNotAllowed(request.method));
    case Target::Resource:
        return readResource(request, route, configuration, environment);
    case Target::Collection:
        return request.method == "GET" ? listCollection(request, route, configuration, environment)
                                       : errorResponse(methodNotAllowed(request.method));
    case Target::Action:
    case Target::Provider:
    case Target::Authorization:
        break;
    }
    return errorResponse(methodNotAllowed(request.method));
}

ResourceId canonicalId(const Configuration &configuration, const ResourceId &id)
{
    ResourceId current;
    const auto segments = id.segments();
    for (std::size_t i = 0; i + 1 < segments.size(); i += 2) {
        auto next = current.child(segments[i], segments[i + 1]);
        const auto revision = segments[i + 1].find(";rev=");
        if (const auto *found = configuration.find(next)) {
            next = found->id;
        } else if (revision != std::string_view::npos && equalsIgnoreCase(segments[i], "apis")) {
            const auto base = current.child(segments[i], segments[i + 1].substr(0, revision));
            const auto *api = revision > 0 ? configuration.find(base) : nullptr;
            if (api && stringMember(api->properties, "apiRevision", "1") == segments[i + 1].substr(revision + 5))
                next = api->id;
        }
        current = std::move(next);
    }
    return current;
}

} // namespace gatehouse::management
