// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/management/policy_uses.h"
#include "core/management/vault_facts.h"

namespace gatehouse::management {

namespace {

bool isName(std::string_view text)
{
    for (const char c : text) {
        const bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'
            || c == '_' || c == '.';
        if (!fine)
            return false;
    }
    return !text.empty();
}

//! What lies in a key vault has no value of its own, and is a secret.
std::optional<ArmError> prepare(WriteContext &context)
{
    auto &properties = context.resource.properties;
    if (auto error = prepareKeyVault(properties))
        return error;
    if (properties.contains("keyVault")) {
        properties.erase("value");
        properties["secret"] = true;
    }
    return std::nullopt;
}

void show(json::object &properties, const resource::Resource &resource, const Environment &environment, const ShowOptions &)
{
    showKeyVault(properties, resource.id, environment);
}

//! Policies find a named value by its display name.
std::optional<ArmError> check(WriteContext &context)
{
    const auto name = stringMember(context.resource.properties, "displayName");
    if (!isName(name))
        return validationError("displayName",
                               "The name may contain only letters, digits, period, dash, and underscore characters.");
    for (const auto &other : context.before.children({}, "namedValues")) {
        if (!(other->id == context.resource.id)
            && equalsIgnoreCase(name, stringMember(other->properties, "displayName")))
            return validationError("displayName", "Property with specified display name already exists.");
    }
    return std::nullopt;
}

std::optional<ArmError> remove(DeleteContext &context)
{
    const auto name = stringMember(context.existing.properties, "displayName");
    const auto users = policiesUsing(context.before, PolicyUse::NamedValue, name);
    if (users.empty())
        return std::nullopt;
    return ArmError{400,
                    "ValidationError",
                    "Named value '" + excerpt(name) + "' cannot be deleted: it is used in policy '"
                        + users.front().text() + "'.",
                    {}};
}

} // namespace

const KindRules namedValueRules{"namedValues", prepare, check, remove, show, nullptr};

} // namespace gatehouse::management
