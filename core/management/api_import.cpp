// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/api_import.h"

#include "core/base/text.h"
#include "core/openapi/import.h"

#include <algorithm>
#include <array>
#include <set>

namespace gatehouse::management {

namespace {

using resource::Resource;
using resource::ResourceId;

constexpr std::array<std::string_view, 3> formats{"openapi", "openapi+json", "swagger-json"};
constexpr std::size_t maxDetails = 200; // a broken large document has thousands, all of one cause

std::optional<ArmError> checkFormat(std::string_view format)
{
    if (std::ranges::any_of(formats, [&](std::string_view one) { return equalsIgnoreCase(one, format); }))
        return std::nullopt;
    if (toLower(format).find("-link") != std::string::npos) {
        return validationError("format",
                               "The format '" + excerpt(format, 32)
                                   + "' is not supported: the local gateway fetches no documents. Send the text with "
                                     "format 'openapi', 'openapi+json' or "
                                     "'swagger-json'.");
    }
    return validationError(
        "format",
        "The format '" + excerpt(format, 32)
            + "' is not supported by the local gateway. Supported: openapi, openapi+json, swagger-json.");
}

ArmError refused(const Diagnostics &findings)
{
    std::vector<ArmDetail> details;
    for (const auto &finding : findings) {
        if (finding.severity != Severity::Error)
            continue;
        if (details.size() == maxDetails) {
            details.push_back({"ValidationError", "representation", "Further errors are not shown."});
            break;
        }
        details.push_back({"ValidationError", finding.pointer.empty() ? "representation" : finding.pointer,
                           openapi::describe(finding)});
    }
    return validationError(std::move(details));
}

//! Puts the new members of a collection and deletes the old ones that are not among them.
void replaceMembers(WriteContext &context, std::string_view collection, std::vector<Resource> members)
{
    std::set<ResourceId> kept;
    for (auto &member : members) {
        if (const auto *old = context.before.find(member.id))
            member.id = old->id;
        kept.insert(member.id);
    }
    for (const auto &old : context.before.children(context.resource.id, collection)) {
        if (!kept.contains(old->id))
            context.plan.remove(old->id);
    }
    for (auto &member : members)
        context.plan.put(std::move(member));
}

} // namespace

std::optional<ArmError> takeImport(WriteContext &context)
{
    auto &properties = context.resource.properties;
    const auto format = std::string{stringMember(properties, "format")};
    const auto *value = properties.if_contains("value");
    if (format.empty() && !value)
        return std::nullopt;
    if (auto error = checkFormat(format))
        return error;
    if (!value || !value->is_string())
        return validationError("value", "The property is required and has no value.");
    const std::string text{value->get_string()};
    openapi::ImportOptions options;
    options.apiId = context.resource.id.name();
    if (!properties.contains("path") && context.existing)
        properties["path"] = stringMember(context.existing->properties, "path");
    options.path = stringMember(properties, "path");
    options.displayName = stringMember(properties, "displayName");
    options.serviceUrl = stringMember(properties, "serviceUrl");
    auto imported = openapi::import(text, options);
    if (!imported)
        return refused(imported.error());
    for (const auto name : {"format", "value", "wsdlSelector", "apiType", "translateRequiredQueryParameters"})
        properties.erase(name);
    for (const auto &[key, given] : imported->api.properties) {
        if (!properties.contains(key))
            properties[key] = given;
    }
    replaceMembers(context, "operations", std::move(imported->operations));
    replaceMembers(context, "schemas", std::move(imported->schemas));
    context.plan.action = "import";
    return std::nullopt;
}

} // namespace gatehouse::management
