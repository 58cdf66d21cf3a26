// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/role_definitions.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::management {

namespace {

using Texts = std::span<const std::string_view>;

constexpr std::array<std::string_view, 1> everything{"*"};
constexpr std::array<std::string_view, 11> notOfContributor{
    "Microsoft.Authorization/*/Delete",
    "Microsoft.Authorization/*/Write",
    "Microsoft.Authorization/elevateAccess/Action",
    "Microsoft.Blueprint/blueprintAssignments/write",
    "Microsoft.Blueprint/blueprintAssignments/delete",
    "Microsoft.Compute/galleries/share/action",
    "Microsoft.Purview/consents/write",
    "Microsoft.Purview/consents/delete",
    "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
    "Microsoft.Subscription/cancel/action",
    "Microsoft.Subscription/enable/action",
};
constexpr std::array<std::string_view, 1> everyRead{"*/read"};
constexpr std::array<std::string_view, 3> ofUserAccessAdministrator{"*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"};
constexpr std::array<std::string_view, 4> ofRbacAdministrator{"Microsoft.Authorization/roleAssignments/write",
                                                               "Microsoft.Authorization/roleAssignments/delete", "*/read",
                                                               "Microsoft.Support/*"};
constexpr std::array<std::string_view, 7> ofServiceContributor{
    "Microsoft.ApiManagement/service/*",
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.ResourceHealth/availabilityStatuses/read",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Support/*",
};
constexpr std::array<std::string_view, 15> ofServiceOperator{
    "Microsoft.ApiManagement/service/*/read",
    "Microsoft.ApiManagement/service/backup/action",
    "Microsoft.ApiManagement/service/delete",
    "Microsoft.ApiManagement/service/managedeployments/action",
    "Microsoft.ApiManagement/service/read",
    "Microsoft.ApiManagement/service/restore/action",
    "Microsoft.ApiManagement/service/updatecertificate/action",
    "Microsoft.ApiManagement/service/updatehostname/action",
    "Microsoft.ApiManagement/service/write",
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.ResourceHealth/availabilityStatuses/read",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Support/*",
};
constexpr std::array<std::string_view, 8> ofServiceReader{
    "Microsoft.ApiManagement/service/*/read",
    "Microsoft.ApiManagement/service/read",
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.ResourceHealth/availabilityStatuses/read",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Support/*",
};
constexpr std::array<std::string_view, 1> usersKeys{"Microsoft.ApiManagement/service/users/keys/read"};
constexpr std::array<std::string_view, 9> ofServiceWorkspaceDeveloper{
    "Microsoft.ApiManagement/service/tags/read",
    "Microsoft.ApiManagement/service/tags/apiLinks/*",
    "Microsoft.ApiManagement/service/tags/operationLinks/*",
    "Microsoft.ApiManagement/service/tags/productLinks/*",
    "Microsoft.ApiManagement/service/products/read",
    "Microsoft.ApiManagement/service/products/apiLinks/*",
    "Microsoft.ApiManagement/service/read",
    "Microsoft.ApiManagement/service/authorizationServers/read",
    "Microsoft.Authorization/*/read",
};
constexpr std::array<std::string_view, 11> ofServiceWorkspaceProductManager{
    "Microsoft.ApiManagement/service/users/read",
    "Microsoft.ApiManagement/service/tags/read",
    "Microsoft.ApiManagement/service/tags/apiLinks/*",
    "Microsoft.ApiManagement/service/tags/operationLinks/*",
    "Microsoft.ApiManagement/service/tags/productLinks/*",
    "Microsoft.ApiManagement/service/products/read",
    "Microsoft.ApiManagement/service/products/apiLinks/*",
    "Microsoft.ApiManagement/service/groups/read",
    "Microsoft.ApiManagement/service/groups/users/*",
    "Microsoft.ApiManagement/service/read",
    "Microsoft.Authorization/*/read",
};
constexpr std::array<std::string_view, 17> ofWorkspaceDeveloper{
    "Microsoft.ApiManagement/service/workspaces/*/read",
    "Microsoft.ApiManagement/service/workspaces/apis/*",
    "Microsoft.ApiManagement/service/workspaces/apiVersionSets/*",
    "Microsoft.ApiManagement/service/workspaces/policies/*",
    "Microsoft.ApiManagement/service/workspaces/schemas/*",
    "Microsoft.ApiManagement/service/workspaces/products/*",
    "Microsoft.ApiManagement/service/workspaces/policyFragments/*",
    "Microsoft.ApiManagement/service/workspaces/namedValues/*",
    "Microsoft.ApiManagement/service/workspaces/tags/*",
    "Microsoft.ApiManagement/service/workspaces/backends/*",
    "Microsoft.ApiManagement/service/workspaces/certificates/*",
    "Microsoft.ApiManagement/service/workspaces/diagnostics/*",
    "Microsoft.ApiManagement/service/workspaces/loggers/*",
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/diagnosticSettings/*/read",
    "Microsoft.insights/logs/read",
    "Microsoft.insights/logs/ApiManagementGatewayLogs/read",
};
constexpr std::array<std::string_view, 10> ofWorkspaceProductManager{
    "Microsoft.ApiManagement/service/workspaces/*/read",
    "Microsoft.ApiManagement/service/workspaces/products/*",
    "Microsoft.ApiManagement/service/workspaces/subscriptions/*",
    "Microsoft.ApiManagement/service/workspaces/groups/*",
    "Microsoft.ApiManagement/service/workspaces/tags/*",
    "Microsoft.ApiManagement/service/workspaces/notifications/*",
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/diagnosticSettings/*/read",
    "Microsoft.insights/logs/read",
    "Microsoft.insights/logs/ApiManagementGatewayLogs/read",
};
constexpr std::array<std::string_view, 5> ofWorkspaceContributor{
    "Microsoft.ApiManagement/service/workspaces/*",
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/diagnosticSettings/*/read",
    "Microsoft.insights/logs/read",
    "Microsoft.insights/logs/ApiManagementGatewayLogs/read",
};
constexpr std::array<std::string_view, 2> ofWorkspaceReader{"Microsoft.ApiManagement/service/workspaces/*/read",
                                                             "Microsoft.Authorization/*/read"};

constexpr std::array<std::string_view, 10> ofVaultRoles{
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Support/*",
    "Microsoft.KeyVault/checkNameAvailability/read",
    "Microsoft.KeyVault/deletedVaults/read",
    "Microsoft.KeyVault/locations/*/read",
    "Microsoft.KeyVault/vaults/*/read",
    "Microsoft.KeyVault/operations/read",
};
constexpr std::array<std::string_view, 1> dataOfVaultAdministrator{"Microsoft.KeyVault/vaults/*"};
constexpr std::array<std::string_view, 4> dataOfCertificateUser{
    "Microsoft.KeyVault/vaults/certificates/read", "Microsoft.KeyVault/vaults/secrets/getSecret/action",
    "Microsoft.KeyVault/vaults/secrets/readMetadata/action", "Microsoft.KeyVault/vaults/keys/read"};
constexpr std::array<std::string_view, 3> dataOfCertificatesOfficer{
    "Microsoft.KeyVault/vaults/certificatecas/*", "Microsoft.KeyVault/vaults/certificates/*", "Microsoft.KeyVault/vaults/certificatecontacts/write"};
constexpr std::array<std::string_view, 2> dataOfVaultReader{"Microsoft.KeyVault/vaults/*/read", "Microsoft.KeyVault/vaults/secrets/readMetadata/action"};
constexpr std::array<std::string_view, 1> dataOfSecretsOfficer{"Microsoft.KeyVault/vaults/secrets/*"};
constexpr std::array<std::string_view, 2> dataOfSecretsUser{"Microsoft.KeyVault/vaults/secrets/getSecret/action",
                                                            "Microsoft.KeyVault/vaults/secrets/readMetadata/action"};

constexpr std::array<RoleDefinition, 20> roles{{
    {"8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner",
     "Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.", everything, {}},
    {"b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor",
     "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure "
     "Blueprints, or share image galleries.",
     everything, notOfContributor},
    {"acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", "View all resources, but does not allow you to make any changes.", everyRead, {}},
    {"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", "Lets you manage user access to Azure resources.",
     ofUserAccessAdministrator, {}},
    {"f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator",
     "Manage access to Azure resources by assigning roles using Azure RBAC. This role does not allow you to manage access using other "
     "ways, such as Azure Policy.",
     ofRbacAdministrator, {}},
    {"312a565d-c81f-4fd8-895a-4e21e48d571c", "API Management Service Contributor", "Can manage service and the APIs", ofServiceContributor, {}},
    {"e022efe7-f5ba-4159-bbe4-b44f577e9b61", "API Management Service Operator Role", "Can manage service but not the APIs",
     ofServiceOperator, usersKeys},
    {"71522526-b88f-4d52-b57f-d31fc3546d0d", "API Management Service Reader Role", "Read-only access to service and APIs", ofServiceReader,
     usersKeys},
    {"9565a273-41b9-4368-97d2-aeb0c976a9b3", "API Management Service Workspace API Developer",
     "Has read access to tags and products and write access to allow: assigning APIs to products, assigning tags to products and APIs. "
     "This role should be assigned on the service scope.",
     ofServiceWorkspaceDeveloper, {}},
    {"d59a3e9c-6d52-4a5a-aeed-6bf3cf0e31da", "API Management Service Workspace API Product Manager",
     "Has the same access as API Management Service Workspace API Developer as well as read access to users and write access to allow "
     "assigning users to groups. This role should be assigned on the service scope.",
     ofServiceWorkspaceProductManager, {}},
    {"56328988-075d-4c6a-8766-d93edd6725b6", "API Management Workspace API Developer",
     "Has read access to entities in the workspace and read and write access to entities for editing APIs. This role should be assigned "
     "on the workspace scope.",
     ofWorkspaceDeveloper, {}},
    {"73c2c328-d004-4c5e-938c-35c6f5679a1f", "API Management Workspace API Product Manager",
     "Has read access to entities in the workspace and read and write access to entities for publishing APIs. This role should be "
     "assigned on the workspace scope.",
     ofWorkspaceProductManager, {}},
    {"0c34c906-8d99-4cb7-8bb7-33f5b0a1a799", "API Management Workspace Contributor",
     "Can manage the workspace and view, but not modify its members. This role should be assigned on the workspace scope.",
     ofWorkspaceContributor, {}},
    {"00482a5a-887f-4fb3-b363-3b7fe8e74483", "Key Vault Administrator",
     "Perform all data plane operations on a key vault and all objects in it, including certificates, keys, and secrets. Cannot manage key "
     "vault resources or manage role assignments. Only works for key vaults that use the 'Azure role-based access control' permission model.",
     ofVaultRoles, {}, dataOfVaultAdministrator},
    {"db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", "Key Vault Certificate User",
     "Read certificate contents. Only works for key vaults that use the 'Azure role-based access control' permission model.", {}, {},
     dataOfCertificateUser},
    {"a4417e6f-fecd-4de8-b567-7b0420556985", "Key Vault Certificates Officer",
     "Perform any action on the certificates of a key vault, except manage permissions. Only works for key vaults that use the 'Azure "
     "role-based access control' permission model.",
     ofVaultRoles, {}, dataOfCertificatesOfficer},
    {"21090545-7ca7-4776-b22c-e363652d74d2", "Key Vault Reader",
     "Read metadata of key vaults and its certificates, keys, and secrets. Cannot read sensitive values such as secret contents or key "
     "material. Only works for key vaults that use the 'Azure role-based access control' permission model.",
     ofVaultRoles, {}, dataOfVaultReader},
    {"b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer",
     "Perform any action on the secrets of a key vault, except manage permissions. Only works for key vaults that use the 'Azure role-based "
     "access control' permission model.",
     ofVaultRoles, {}, dataOfSecretsOfficer},
    {"4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User",
     "Read secret contents. Only works for key vaults that use the 'Azure role-based access control' permission model.", {}, {},
     dataOfSecretsUser},
    {"ef1c2c96-4a77-49e8-b9a4-6179fe1d2fd2", "API Management Workspace Reader",
     "Has read-only access to entities in the workspace. This role should be assigned on the workspace scope.", ofWorkspaceReader, {}},
}};

} // namespace

std::span<const RoleDefinition> builtInRoles()
{
    return roles;
}

const RoleDefinition *findRole(std::string_view name)
{
    const auto found = std::ranges::find_if(roles, [&](const RoleDefinition &role) { return equalsIgnoreCase(role.name, name); });
    return found == roles.end() ? nullptr : &*found;
}

bool allowsAction(const RoleDefinition &role, std::string_view action, Plane plane)
{
    if (plane == Plane::Data)
        return resource::allowsAction(role.dataActions, std::span<const std::string_view>(), action);
    return resource::allowsAction(role.actions, role.notActions, action);
}

} // namespace gatehouse::management
