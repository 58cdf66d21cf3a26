// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_render.h"

#include "core/management/arm_errors.h"
#include "core/management/kind_rules.h"

namespace gatehouse::management {

json::object shownProperties(const resource::Kind &kind, const resource::Resource &resource,
                             const Environment &environment, const ShowOptions &options)
{
    auto properties = resource::visibleProperties(kind, resource.properties, options.inList);
    if (const auto *rules = rulesOf(kind); rules && rules->show)
        rules->show(properties, resource, environment, options);
    return properties;
}

json::object shownResource(const resource::Kind &kind, const resource::Resource &resource,
                           const Environment &environment, const ShowOptions &options)
{
    auto properties = shownProperties(kind, resource, environment, options);
    resource::absolutizeReferences(kind, properties, environment.scope);
    const auto name = resource.id.isService() ? std::string_view{environment.scope.serviceName} : resource.id.name();
    json::object body{
        {"id", environment.scope.absolute(resource.id)}, {"type", resource::armType(resource.id)}, {"name", name}};
    for (const auto &[key, value] : resource.envelope)
        body[key] = value;
    if (resource.id.isService())
        body["etag"] = resource.etag;
    body["properties"] = std::move(properties);
    return body;
}

void setEtag(http::Response &response, const std::string &etag)
{
    if (!etag.empty())
        response.head.headers.set("ETag", "\"" + etag + "\"");
}

http::Response resourceResponse(int status, const resource::Kind &kind, const resource::Resource &resource,
                                const Environment &environment, const ShowOptions &options)
{
    auto response = jsonResponse(status, shownResource(kind, resource, environment, options));
    setEtag(response, resource.etag);
    return response;
}

} // namespace gatehouse::management
