// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/people.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

std::string_view lastPart(std::string_view id)
{
    return id.substr(id.rfind('/') + 1);
}

std::vector<policy::NamedInfo> identitiesOf(const json::object &user)
{
    std::vector<policy::NamedInfo> identities;
    const auto *written = member(user, "identities");
    if (!written || !written->is_array())
        return identities;
    for (const auto &identity : written->get_array())
        if (identity.is_object())
            identities.push_back({std::string(stringMember(identity.get_object(), "id")), std::string(stringMember(identity.get_object(), "provider"))});
    return identities;
}

//! A system group by the name that Azure gives it.
std::string_view systemName(std::string_view id)
{
    if (equalsIgnoreCase(id, "administrators"))
        return "Administrators";
    if (equalsIgnoreCase(id, "developers"))
        return "Developers";
    return equalsIgnoreCase(id, "guests") ? "Guests" : id;
}

} // namespace

People::People(const Configuration &configuration) : m_configuration(configuration)
{
    for (const auto &group : configuration.children({}, "groups"))
        for (const auto &link : configuration.children(group->id, "users"))
            m_groupsByUser[toLower(link->id.name())].emplace_back(group->id.name());
}

std::shared_ptr<const policy::UserInfo> People::owner(std::string_view ownerId) const
{
    const auto name = lastPart(ownerId);
    if (name.empty())
        return nullptr;
    auto &known = m_users[toLower(name)];
    if (known)
        return known;
    const auto *user = m_configuration.find(ResourceId().child("users", name));
    if (!user)
        return nullptr;
    const auto &properties = user->properties;
    auto info = std::make_shared<policy::UserInfo>();
    info->id = user->id.name();
    info->email = stringMember(properties, "email");
    info->firstName = stringMember(properties, "firstName");
    info->lastName = stringMember(properties, "lastName");
    info->note = stringMember(properties, "note");
    if (const auto registered = fromIso(stringMember(properties, "registrationDate")))
        info->registered = *registered;
    info->identities = identitiesOf(properties);
    info->groups = groupsOfUser(user->id.name());
    return known = std::move(info);
}

std::vector<policy::NamedInfo> People::groupsOfUser(std::string_view id) const
{
    std::vector<policy::NamedInfo> groups;
    const auto add = [&](std::string_view group) {
        if (std::none_of(groups.begin(), groups.end(), [&](const auto &other) { return equalsIgnoreCase(other.id, group); }))
            groups.push_back(this->group(group));
    };
    if (id == "1")
        add("administrators");
    add("developers");
    if (const auto found = m_groupsByUser.find(toLower(id)); found != m_groupsByUser.end())
        for (const auto &group : found->second)
            add(group);
    return groups;
}

policy::NamedInfo People::group(std::string_view id) const
{
    const auto *group = m_configuration.find(ResourceId().child("groups", id));
    const auto fallback = systemName(id);
    return {std::string(id), std::string(group ? stringMember(group->properties, "displayName", fallback) : fallback)};
}

std::vector<policy::NamedInfo> People::groupsOf(const ResourceId &product) const
{
    std::vector<policy::NamedInfo> groups;
    for (const auto &link : m_configuration.children(product, "groups"))
        groups.push_back(group(link->id.name()));
    for (const auto &link : m_configuration.children(product, "groupLinks"))
        groups.push_back(group(lastPart(stringMember(link->properties, "groupId"))));
    return groups;
}

std::vector<Configuration::Pointer> People::inputsOf(const ResourceId &product) const
{
    std::vector<Configuration::Pointer> inputs;
    for (const auto *collection : {"groups", "groupLinks"})
        for (const auto &link : m_configuration.children(product, collection))
            inputs.push_back(link);
    for (const auto &group : groupsOf(product))
        if (auto pointer = m_configuration.pointer(ResourceId().child("groups", group.id)))
            inputs.push_back(std::move(pointer));
    return inputs;
}

} // namespace gatehouse::gateway
