// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table.h"

#include "core/policy/table/groups.h"

#include <algorithm>
#include <vector>

namespace gatehouse::policy {

namespace {

std::vector<PolicyRule> joinedByName()
{
    std::vector<PolicyRule> rows;
    for (const auto group : {authenticationPolicies(), cachingPolicies(), crossdomainPolicies(), flowPolicies(),
                             integrationPolicies(), limitsPolicies(), llmPolicies(), observabilityPolicies(),
                             resolversPolicies(), transformationPolicies(), validationPolicies()})
        rows.insert(rows.end(), group.begin(), group.end());
    std::sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.element.name < b.element.name; });
    return rows;
}

} // namespace

std::span<const PolicyRule> policyTable()
{
    static const auto rows = joinedByName();
    return rows;
}

const PolicyRule *findPolicy(std::string_view name)
{
    const auto rows = policyTable();
    const auto found = std::lower_bound(rows.begin(), rows.end(), name,
                                        [](const auto &row, std::string_view wanted) { return row.element.name < wanted; });
    return found != rows.end() && found->element.name == name ? &*found : nullptr;
}

} // namespace gatehouse::policy
