// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/management/backend_check.h"
#include "core/management/policy_uses.h"

namespace gatehouse::management {

namespace {

bool isPool(const resource::Resource &backend)
{
    return equalsIgnoreCase(stringMember(backend.properties, "type"), "Pool");
}

//! The pool that the backend serves in.
std::optional<resource::ResourceId> poolOf(const resource::Configuration &configuration, const resource::ResourceId &id)
{
    for (const auto &pool : configuration.children({}, "backends")) {
        if (!isPool(*pool))
            continue;
        for (const auto &member : resource::referencesOf(*resource::kindOfType("backends"), pool->properties))
            if (member == id)
                return pool->id;
    }
    return std::nullopt;
}

std::optional<ArmError> check(WriteContext &context)
{
    auto details = checkBackend(context.resource, context.before);
    if (isPool(context.resource) && poolOf(context.before, context.resource.id).has_value())
        details.push_back({"ValidationError", "type", "A backend of type 'Pool' can't be a service of a pool."});
    return details.empty() ? std::nullopt : std::optional(validationError(std::move(details)));
}

std::optional<ArmError> remove(DeleteContext &context)
{
    if (const auto pool = poolOf(context.before, context.existing.id))
        return ArmError{400,
                        "ValidationError",
                        "Backend '" + std::string{context.existing.id.name()} + "' cannot be deleted: it is a service of the pool '"
                            + std::string{pool->name()} + "'.",
                        {}};
    const auto users = policiesUsing(context.before, PolicyUse::Backend, context.existing.id.name());
    if (users.empty())
        return std::nullopt;
    return ArmError{400,
                    "ValidationError",
                    "Backend '" + std::string{context.existing.id.name()}
                        + "' cannot be deleted: it is used in policy '" + users.front().text() + "'.",
                    {}};
}

} // namespace

const KindRules backendRules{"backends", nullptr, check, remove, nullptr, nullptr};

} // namespace gatehouse::management
