// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/management/policy_uses.h"

namespace gatehouse::management {

namespace {

std::optional<ArmError> remove(DeleteContext &context)
{
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

const KindRules backendRules{"backends", nullptr, nullptr, remove, nullptr, nullptr};

} // namespace gatehouse::management
