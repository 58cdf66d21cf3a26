// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/caller.h"
#include "core/management/role_definitions.h"
#include "core/resource/configuration.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::management {

//! An absolute ARM id in the form in which scopes compare: lower case, no slash at the end, and every revision of an API being the API.
//! The tenant is "".
std::string scopeKey(std::string_view absolute);
//! Both are keys. A scope is within itself.
bool isScopeWithin(std::string_view key, std::string_view ancestor);

//! What one caller may do by the role assignments of one configuration: roles add up, an assignment holds at its scope and all below it.
//! A snapshot, good for one call.
class Rights
{
public:
    Rights(const Caller &caller, const resource::Configuration &configuration, UtcTime now);

    //! `scope` is an absolute id.
    bool allows(std::string_view action, std::string_view scope, Plane plane = Plane::Control) const;
    //! Beside what is assigned.
    void grant(std::string_view scope, const RoleDefinition &role) { m_grants.push_back({scopeKey(scope), &role}); }
    //! By an assignment at a member of the collection, or below one.
    bool allowsInMembers(std::string_view action, std::string_view parent, std::string_view collection) const;
    //! Anywhere.
    bool allowsSomewhere(std::string_view action) const;
    //! The roles that hold at a scope, each once.
    std::vector<const RoleDefinition *> rolesAt(std::string_view scope) const;
    bool isLocalOwner() const { return m_localOwner; }

private:
    struct Grant
    {
        std::string scope; //!< a key
        const RoleDefinition *role;
    };
    std::vector<Grant> m_grants;
    bool m_localOwner;
};

} // namespace gatehouse::management
