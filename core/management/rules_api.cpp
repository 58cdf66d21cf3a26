// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/management/api_import.h"
#include "core/management/api_revisions.h"
#include "core/management/derived_lists.h"
#include "core/management/subscriptions_of.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

using resource::ResourceId;

std::string_view pathOf(const json::object &properties)
{
    auto path = stringMember(properties, "path");
    while (path.starts_with('/'))
        path.remove_prefix(1);
    while (path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

std::optional<ArmError> prepare(WriteContext &context)
{
    auto &properties = context.resource.properties;
    if (auto error = takeSourceApi(context))
        return error;
    if (auto error = takeImport(context))
        return error;
    if (auto error = settleRevision(context))
        return error;
    if (!properties.contains("protocols"))
        properties["protocols"] = json::array{"https"};
    return std::nullopt;
}

//! Two APIs may answer at one path only as versions of one set; revisions share theirs.
std::optional<ArmError> check(WriteContext &context)
{
    const auto &properties = context.resource.properties;
    const auto base = baseApi(context.resource.id);
    const auto versionSet = stringMember(properties, "apiVersionSetId");
    for (const auto &other : context.before.children({}, "apis")) {
        if (baseApi(other->id) == base || !equalsIgnoreCase(pathOf(other->properties), pathOf(properties)))
            continue;
        const bool sameSet =
            !versionSet.empty() && equalsIgnoreCase(versionSet, stringMember(other->properties, "apiVersionSetId"));
        const bool otherVersion =
            !equalsIgnoreCase(stringMember(properties, "apiVersion"), stringMember(other->properties, "apiVersion"));
        if (sameSet && otherVersion)
            continue;
        return validationError("path",
                               "Cannot create API '" + std::string{context.resource.id.name()}
                                   + "' with the same Path '" + excerpt(pathOf(properties), 256) + "' as API '"
                                   + std::string{other->id.name()} + "'  unless it's a part of the same version set");
    }
    shareWithRevisions(context);
    return std::nullopt;
}

//! Revisions go by deleteRevisions=true; keys that were made for this API alone go with it.
std::optional<ArmError> remove(DeleteContext &context)
{
    const auto &id = context.existing.id;
    if (!(baseApi(id) == id))
        return std::nullopt;
    const auto revisions = revisionsOf(context.before, id);
    if (revisions.size() > 1 && !context.request.queryFlag("deleteRevisions")) {
        return ArmError{400,
                        "ValidationError",
                        "API '" + std::string{id.name()}
                            + "' cannot be deleted since it has more than one revision. Delete the other revisions or "
                              "pass in deleteRevisions=true as query "
                              "param",
                        {}};
    }
    const auto takeAway = [&](const ResourceId &other) {
        context.plan.remove(other);
        context.plan.records.push_back({other, "delete"});
    };
    for (const auto &revision : revisions) {
        if (!(revision->id == id))
            takeAway(revision->id);
    }
    std::ranges::for_each(subscriptionsScopedTo(context.before, id), takeAway);
    return std::nullopt;
}

} // namespace

const KindRules apiRules{"apis", prepare, check, remove, nullptr, nullptr};

} // namespace gatehouse::management
