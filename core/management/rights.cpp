// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/rights.h"

#include "core/base/text.h"
#include "core/management/role_assignments.h"

#include <algorithm>

namespace gatehouse::management {

std::string scopeKey(std::string_view absolute)
{
    auto key = toLower(absolute);
    while (key.ends_with('/'))
        key.pop_back();
    constexpr std::string_view apis = "/apis/";
    for (auto at = key.find(apis); at != std::string::npos; at = key.find(apis, at + 1)) {
        const auto end = std::min(key.find('/', at + apis.size()), key.size());
        const auto revision = key.find(";rev=", at + apis.size());
        if (revision != std::string::npos && revision < end)
            key.erase(revision, end - revision);
    }
    return key;
}

bool isScopeWithin(std::string_view key, std::string_view ancestor)
{
    return key.starts_with(ancestor) && (key.size() == ancestor.size() || key[ancestor.size()] == '/');
}

Rights::Rights(const Caller &caller, const resource::Configuration &configuration, UtcTime now) : m_localOwner(caller.isLocalOwner)
{
    if (m_localOwner)
        return;
    for (const auto &resource : configuration.children({}, roleAssignmentsCollection)) {
        const auto assignment = readRoleAssignment(*resource);
        if (!assignment.holdsAt(now) || !assignment.isOf(caller))
            continue;
        if (const auto *role = findRole(assignment.role))
            m_grants.push_back({scopeKey(assignment.scope), role});
    }
}

bool Rights::allows(std::string_view action, std::string_view scope, Plane plane) const
{
    const auto key = scopeKey(scope);
    return m_localOwner || std::ranges::any_of(m_grants, [&](const Grant &grant) {
               return isScopeWithin(key, grant.scope) && allowsAction(*grant.role, action, plane);
           });
}

bool Rights::allowsInMembers(std::string_view action, std::string_view parent, std::string_view collection) const
{
    const auto prefix = scopeKey(std::string{parent} + '/' + std::string{collection}) + '/';
    return std::ranges::any_of(m_grants, [&](const Grant &grant) {
        return grant.scope.starts_with(prefix) && allowsAction(*grant.role, action);
    });
}

bool Rights::allowsSomewhere(std::string_view action) const
{
    return m_localOwner || std::ranges::any_of(m_grants, [&](const Grant &grant) { return allowsAction(*grant.role, action); });
}

std::vector<const RoleDefinition *> Rights::rolesAt(std::string_view scope) const
{
    std::vector<const RoleDefinition *> roles;
    const auto key = scopeKey(scope);
    for (const auto &[granted, role] : m_grants) {
        if (isScopeWithin(key, granted) && std::ranges::find(roles, role) == roles.end())
            roles.push_back(role);
    }
    return roles;
}

} // namespace gatehouse::management
