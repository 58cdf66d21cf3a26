// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/subscriptions_of.h"

#include "core/base/text.h"

namespace gatehouse::management {

std::vector<resource::ResourceId> subscriptionsScopedTo(const resource::Configuration &configuration,
                                                        const resource::ResourceId &id)
{
    std::vector<resource::ResourceId> ids;
    for (const auto &subscription : configuration.children({}, "subscriptions")) {
        auto scope = stringMember(subscription->properties, "scope");
        if (scope.starts_with('/'))
            scope.remove_prefix(1);
        if (equalsIgnoreCase(scope, id.text()))
            ids.push_back(subscription->id);
    }
    return ids;
}

} // namespace gatehouse::management
