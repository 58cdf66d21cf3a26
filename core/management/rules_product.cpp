// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/management/subscriptions_of.h"

namespace gatehouse::management {

namespace {

std::optional<ArmError> remove(DeleteContext &context)
{
    const auto subscriptions = subscriptionsScopedTo(context.before, context.existing.id);
    if (!subscriptions.empty() && !context.request.queryFlag("deleteSubscriptions")) {
        return ArmError{400,
                        "ValidationError",
                        "Product cannot be deleted since it has existing subscriptions. Delete subscriptions before "
                        "deleting the product or pass in "
                        "deleteSubscriptions=true as query param",
                        {}};
    }
    for (const auto &subscription : subscriptions) {
        context.plan.remove(subscription);
        context.plan.records.push_back({subscription, "delete"});
    }
    return std::nullopt;
}

} // namespace

const KindRules productRules{"products", nullptr, nullptr, remove, nullptr, nullptr};

} // namespace gatehouse::management
