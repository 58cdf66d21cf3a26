// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"
#include "core/resource/configuration.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

//! The users and groups of a configuration, as context.User and context.Product.Groups give them. As in Azure every user is one of the
//! developers, and user 1 of the administrators, whether that is written down or not. Immutable once made; one thread makes it.
//! https://learn.microsoft.com/azure/api-management/api-management-howto-create-groups
class People
{
public:
    explicit People(const resource::Configuration &configuration);

    //! Of a subscription's ownerId ("/users/a", absolute or not). Null: the service has no such user.
    std::shared_ptr<const policy::UserInfo> owner(std::string_view ownerId) const;
    //! Of the resource `products/{id}`.
    std::vector<policy::NamedInfo> groupsOf(const resource::ResourceId &product) const;
    //! The resources that groupsOf() reads.
    std::vector<resource::Configuration::Pointer> inputsOf(const resource::ResourceId &product) const;

private:
    policy::NamedInfo group(std::string_view id) const;
    std::vector<policy::NamedInfo> groupsOfUser(std::string_view id) const;

    const resource::Configuration &m_configuration;
    std::map<std::string, std::vector<std::string>> m_groupsByUser; //!< ids, by the user's in lower case
    mutable std::map<std::string, std::shared_ptr<const policy::UserInfo>, std::less<>> m_users; //!< by lower-case id
};

} // namespace gatehouse::gateway
