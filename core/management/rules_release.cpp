// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/management/derived_lists.h"

#include <set>

namespace gatehouse::management {

namespace {

using resource::Resource;
using resource::ResourceId;

bool isRelease(const ResourceId &id, const ResourceId &api)
{
    const auto depth = api.segments().size();
    return id.segments().size() > depth && equalsIgnoreCase(id.segments()[depth], "releases");
}

std::vector<Resource> membersMoved(const resource::Configuration &configuration, const ResourceId &from,
                                   const ResourceId &to)
{
    std::vector<Resource> members;
    for (const auto &member : configuration.descendants(from)) {
        if (isRelease(member->id, from))
            continue;
        auto moved = *member;
        moved.id = ResourceId::of(to.text() + member->id.text().substr(from.text().size()));
        moved.etag.clear();
        members.push_back(std::move(moved));
    }
    return members;
}

//! Members of the current API that the new revision does not have; what stands below one that goes, goes with it.
void removeOthers(WriteContext &context, const ResourceId &api, const std::vector<Resource> &kept)
{
    std::set<ResourceId> ids;
    for (const auto &member : kept)
        ids.insert(member.id);
    ResourceId gone;
    for (const auto &member : context.before.descendants(api)) {
        const bool covered = !gone.isService() && member->id.isWithin(gone);
        if (covered || isRelease(member->id, api) || ids.contains(member->id))
            continue;
        gone = member->id;
        context.plan.remove(gone);
    }
}

//! The revision takes the place (and the id) of the current API, which becomes a revision.
void makeCurrent(WriteContext &context, const Resource &current, const Resource &revision)
{
    const auto oldNumber = std::string{stringMember(current.properties, "apiRevision", "1")};
    const auto retiredId = ResourceId::of(current.id.text() + ";rev=" + oldNumber);
    auto members = membersMoved(context.before, revision.id, current.id);
    auto retiredMembers = membersMoved(context.before, current.id, retiredId);
    removeOthers(context, current.id, members);

    Resource promoted{current.id, revision.properties, {}, {}};
    promoted.properties["isCurrent"] = true;
    Resource retired{retiredId, current.properties, {}, {}};
    retired.properties["isCurrent"] = false;
    for (const auto &id : {current.id, retiredId})
        context.plan.records.push_back({id, "put"});
    context.plan.records.push_back({revision.id, "delete"});
    context.plan.put(std::move(promoted), {current.etag, false});
    context.plan.put(std::move(retired));
    for (auto *list : {&members, &retiredMembers}) {
        for (auto &member : *list)
            context.plan.put(std::move(member));
    }
    context.plan.remove(revision.id, {revision.etag, false});
}

std::optional<ArmError> prepare(WriteContext &context)
{
    auto &properties = context.resource.properties;
    const auto now = toIso(context.environment.now);
    if (!properties.contains("createdDateTime"))
        properties["createdDateTime"] = now;
    properties["updatedDateTime"] = now;
    const auto api = context.resource.id.parent();
    if (context.existing) {
        // A release says what happened: only its notes change.
        properties["apiId"] = api.text();
        return std::nullopt;
    }
    const auto wanted = ResourceId::parse(stringMember(properties, "apiId"));
    if (!wanted || !(baseApi(*wanted) == api))
        return validationError("apiId", "A revision of the API '" + std::string{api.name()} + "' is expected.");
    const auto *current = context.before.find(api);
    const auto *revision = context.before.find(*wanted);
    const auto number = wanted->name().find(";rev=");
    const bool isCurrent = *wanted == api
        || (number != std::string_view::npos
            && wanted->name().substr(number + 5) == stringMember(current->properties, "apiRevision", "1"));
    if (!isCurrent && !revision)
        return validationError("apiId", notFound(*wanted).message);
    properties["apiId"] = api.text();
    if (!isCurrent)
        makeCurrent(context, *current, *revision);
    return std::nullopt;
}

} // namespace

const KindRules releaseRules{"releases", prepare, nullptr, nullptr, nullptr, nullptr};

} // namespace gatehouse::management
