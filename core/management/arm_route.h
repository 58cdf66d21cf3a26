// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"
#include "core/resource/kinds.h"
#include "core/resource/resource_id.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::management {

enum class Target {
    Services, //!< the list of services of a subscription or resource group
    Resource, //!< `id`; the service itself is ""
    Collection, //!< `collection` below `id`
    Action, //!< POST `action` on `id`
    Provider, //!< Gatehouse.Local; `providerPath` is what follows
    Authorization, //!< Microsoft.Authorization at a scope; `authorization` says of what, `id` is the scope's resource
};

//! What a call of Microsoft.Authorization is about.
struct AuthorizationRoute
{
    std::string scope; //!< absolute id; "" : the tenant
    std::string type; //!< "roleAssignments", "roleDefinitions", "permissions", "roleAssignmentScheduleRequests", "roleAssignmentApprovals"
    std::string name; //!< "" : all of them
    std::string rest; //!< "cancel" of a request, "stages" or "stages/{name}" of an approval
};

struct Route
{
    Target target = Target::Resource;
    resource::ResourceId id;
    std::string collection;
    std::string action;
    std::string providerPath; //!< "status"; "" for the provider itself
    AuthorizationRoute authorization;
    //! Of the resource, of the members of the collection, of the action's resource. Null for a list that is derived
    //! (apis/x/products, apis/x/revisions, products/x/subscriptions).
    const resource::Kind *kind = nullptr;
};

//! Of Gatehouse.Local: "trials" and "trials/{name}".
bool isTrialsPath(std::string_view providerPath);

//! Of Gatehouse.Local: "testTokens".
bool isTestTokensPath(std::string_view providerPath);

//! Lists that Azure has though no resource stands under them: parent type and collection.
bool isDerivedCollection(const resource::ResourceId &parent, std::string_view collection);

//! The absolute id that a call's action is asked over.
std::string scopeOf(const Route &route, const resource::ServiceScope &scope);

//! Reads the path of a management call. Collections come out in the spelling of the kinds table, names as written.
tl::expected<Route, ArmError> parseRoute(std::string_view path, const resource::ServiceScope &scope);

} // namespace gatehouse::management
