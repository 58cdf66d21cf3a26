// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/permissions_client.h"

#include "core/base/text.h"
#include "core/remote/json_reader.h"
#include "core/resource/action.h"

#include <algorithm>

namespace gatehouse::remote {

namespace {

const ArmClient::Query authorizationVersion{{"api-version", "2022-04-01"}};

Permission permissionFrom(const json::object &object)
{
    return {textsOf(object, "actions"), textsOf(object, "notActions")};
}

std::string keyOf(const Permission &permission)
{
    std::string key;
    for (auto list : {permission.actions, permission.notActions}) {
        std::sort(list.begin(), list.end());
        for (const auto &action : list)
            key += toLower(action) + '\n';
        key += '\n';
    }
    return key;
}

} // namespace

bool Permissions::allows(std::string_view action) const
{
    return std::any_of(all.begin(), all.end(), [&](const Permission &one) { return resource::allowsAction(one.actions, one.notActions, action); });
}

Result<Permissions> readPermissions(const ArmClient &client, const resource::ResourceId &id, std::stop_token stop)
{
    const auto path = (id.isService() ? std::string() : id.text() + '/') + "providers/Microsoft.Authorization/permissions";
    const auto items = client.list(path, authorizationVersion, {}, std::move(stop));
    if (!items && items.error().kind == ErrorKind::Forbidden)
        return Permissions();
    if (!items)
        return tl::unexpected(items.error());
    Permissions permissions;
    for (const auto &item : *items) {
        if (const auto *object = item.if_object())
            permissions.all.push_back(permissionFrom(*object));
    }
    return permissions;
}

Result<RoleNames> readRoleNames(const ArmClient &client, std::stop_token stop)
{
    const auto items = client.list("providers/Microsoft.Authorization/roleDefinitions", authorizationVersion, {}, std::move(stop));
    if (!items && items.error().kind == ErrorKind::Forbidden)
        return RoleNames();
    if (!items)
        return tl::unexpected(items.error());
    RoleNames names;
    for (const auto &item : *items) {
        const auto *properties = member(item, "properties");
        const auto *object = properties ? properties->if_object() : nullptr;
        const auto *list = object ? member(*object, "permissions") : nullptr;
        const auto *permissions = list ? list->if_array() : nullptr;
        if (!permissions)
            continue;
        for (const auto &permission : *permissions) {
            if (const auto *one = permission.if_object())
                names.emplace(keyOf(permissionFrom(*one)), textOf(*object, "roleName"));
        }
    }
    return names;
}

std::string roleNameOf(const Permission &permission, const RoleNames &names)
{
    const auto found = names.find(keyOf(permission));
    return found == names.end() ? std::string() : found->second;
}

} // namespace gatehouse::remote
