// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/api_revisions.h"

#include "core/base/text.h"
#include "core/management/derived_lists.h"

#include <array>

namespace gatehouse::management {

namespace {

using resource::Resource;
using resource::ResourceId;

constexpr std::array<std::string_view, 6> shared{"displayName", "description",     "path",
                                                 "apiVersion",  "apiVersionSetId", "apiVersionDescription"};

//! "2" of "orders;rev=2", "" without one.
std::string_view revisionIn(const ResourceId &api)
{
    const auto name = api.name();
    const auto at = name.find(";rev=");
    return at == std::string_view::npos ? std::string_view{} : name.substr(at + 5);
}

} // namespace

std::optional<ArmError> takeSourceApi(WriteContext &context)
{
    auto &properties = context.resource.properties;
    auto text = std::string{stringMember(properties, "sourceApiId")};
    properties.erase("sourceApiId");
    const bool implied = text.empty() && !context.existing && !revisionIn(context.resource.id).empty();
    if (text.empty() && !implied)
        return std::nullopt;
    const auto sourceId = implied
        ? baseApi(context.resource.id)
        : ResourceId::parse(trim(text).starts_with('/') ? trim(text).substr(1) : trim(text)).value_or(ResourceId{});
    const auto *source = sourceId.isService() ? nullptr : context.before.find(sourceId);
    if (!source || !equalsIgnoreCase(source->id.type(), "apis"))
        return validationError("sourceApiId", notFound(ResourceId::of("apis/x")).message);
    if (context.existing)
        return std::nullopt; // only a new API is a copy
    for (const auto &[key, value] : source->properties) {
        if (!properties.contains(key) && key != "isCurrent" && key != "apiRevision" && key != "apiRevisionDescription")
            properties[key] = value;
    }
    for (const auto &member : context.before.descendants(source->id)) {
        auto copy = *member;
        auto id = ResourceId::parse(context.resource.id.text() + member->id.text().substr(source->id.text().size()));
        if (!id)
            return validationError("sourceApiId", "The source has a member that cannot be copied.");
        copy.id = std::move(*id);
        copy.etag.clear();
        context.plan.put(std::move(copy));
    }
    return std::nullopt;
}

std::optional<ArmError> settleRevision(WriteContext &context)
{
    auto &properties = context.resource.properties;
    const auto named = revisionIn(context.resource.id);
    if (named.empty()) {
        if (stringMember(properties, "apiRevision").empty())
            properties["apiRevision"] =
                context.existing ? std::string{stringMember(context.existing->properties, "apiRevision", "1")} : "1";
        properties["isCurrent"] = true;
        return std::nullopt;
    }
    const auto number = toInteger(named);
    if (!number || *number < 1 || *number > 100'000)
        return validationError("apiRevision", "The revision '" + excerpt(named, 32) + "' is not valid.");
    if (!context.before.contains(baseApi(context.resource.id)))
        return notFound(context.resource.id);
    properties["apiRevision"] = named;
    properties["isCurrent"] = false;
    return std::nullopt;
}

void shareWithRevisions(WriteContext &context)
{
    const auto &id = context.resource.id;
    if (!context.existing || !(baseApi(id) == id))
        return;
    for (const auto &revision : revisionsOf(context.before, id)) {
        if (revision->id == id)
            continue;
        auto changed = *revision;
        for (const auto name : shared) {
            if (const auto *value = context.resource.properties.if_contains(name))
                changed.properties[name] = *value;
            else
                changed.properties.erase(name);
        }
        if (changed.properties == revision->properties)
            continue;
        context.plan.records.push_back({revision->id, "put"});
        context.plan.put(std::move(changed), {revision->etag, false});
    }
}

} // namespace gatehouse::management
