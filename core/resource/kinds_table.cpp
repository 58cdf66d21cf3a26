// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The facts are those of api-version 2024-05-01.

#include "core/resource/kinds_table.h"

namespace gatehouse::resource::table {

namespace {

constexpr Text v2021 = "2021-08-01";
constexpr Text fragmentsVersion = "2021-12-01-preview";
constexpr Text workspacesVersion = "2022-09-01-preview";

// ---- service

constexpr PropertyRule serviceProperties[]{
    text("publisherEmail", 100, P::Required), text("publisherName", 100, P::Required),
    text("notificationSenderEmail", 100), readOnly("provisioningState"), readOnly("targetProvisioningState"),
    readOnly("createdAtUtc"), readOnly("gatewayUrl"), readOnly("gatewayRegionalUrl"), readOnly("portalUrl"),
    readOnly("managementApiUrl"), readOnly("scmUrl"), readOnly("developerPortalUrl"), readOnly("publicIPAddresses"),
    readOnly("privateIPAddresses"), readOnly("platformVersion"), readOnly("outboundPublicIPAddresses"),
};

// ---- APIs

constexpr Text apiTypes[]{"http", "soap", "websocket", "graphql", "odata", "grpc"};
constexpr Text protocols[]{"http", "https", "ws", "wss"};
constexpr Text versionSetTypes[]{"apiVersionSets"};
constexpr Text apiReference[]{"apis"};
constexpr PropertyRule apiProperties[]{
    {"path", P::Required, {}, {}, 400, P::Text, {}}, text("displayName", 300), text("description"),
    text("serviceUrl", 2000), text("apiRevision", 100), text("apiVersion", 100), text("apiRevisionDescription", 256),
    text("apiVersionDescription", 256), reference("apiVersionSetId", versionSetTypes), object("apiVersionSet"),
    reference("sourceApiId", apiReference, P::WriteOnly), choice("type", apiTypes, 0, R"("http")"),
    {"protocols", P::Enum, R"(["https"])", protocols, 0, P::Array, {}}, boolean("subscriptionRequired", "true"),
    object("subscriptionKeyParameterNames", 0, R"({"header":"Ocp-Apim-Subscription-Key","query":"subscription-key"})"),
    text("subscriptionKeyParameterNames.header"), text("subscriptionKeyParameterNames.query"),
    object("authenticationSettings"), array("authenticationSettings.oAuth2AuthenticationSettings"),
    array("authenticationSettings.openidAuthenticationSettings"), text("termsOfServiceUrl"), object("contact"),
    object("license"), boolean("isCurrent", "true"), readOnly("isOnline"), readOnly("provisioningState"),
    text("format", 0, P::WriteOnly), text("value", 0, P::WriteOnly), object("wsdlSelector", P::WriteOnly),
    text("apiType", 0, P::WriteOnly), text("translateRequiredQueryParameters", 0, P::WriteOnly),
};
constexpr ArrayRule apiArrays[]{
    {"protocols", "."}, {"authenticationSettings.oAuth2AuthenticationSettings", "authorizationServerId"},
    {"authenticationSettings.openidAuthenticationSettings", "openidProviderId"},
};

constexpr PropertyRule operationProperties[]{
    text("displayName", 300, P::Required), text("method", 0, P::Required), text("urlTemplate", 1000, P::Required),
    text("description", 1000), text("policies"), array("templateParameters"),
    text("templateParameters[].name", 0, P::Required), text("templateParameters[].type", 0, P::Required),
    object("request"), text("request.description"), array("request.queryParameters"),
    text("request.queryParameters[].name", 0, P::Required), text("request.queryParameters[].type", 0, P::Required),
    array("request.headers"), text("request.headers[].name", 0, P::Required),
    text("request.headers[].type", 0, P::Required), array("request.representations"),
    text("request.representations[].contentType", 0, P::Required), array("responses"),
    {"responses[].statusCode", P::Required, {}, {}, 0, P::Integer, {}}, array("responses[].representations"),
    text("responses[].representations[].contentType", 0, P::Required), array("responses[].headers"),
    text("responses[].headers[].name", 0, P::Required),
};
constexpr ArrayRule operationArrays[]{
    {"templateParameters", "name"}, {"request.queryParameters", "name"}, {"request.headers", "name"},
    {"request.representations", "contentType"}, {"responses", "statusCode"}, {"responses[].headers", "name"},
    {"responses[].representations", "contentType"},
};

constexpr PropertyRule apiSchemaProperties[]{
    text("contentType", 0, P::Required), object("document", P::NotInList), readOnly("provisioningState"),
};
constexpr PropertyRule releaseProperties[]{
    reference("apiId", apiReference), text("notes", 0, P::NotInList), readOnly("createdDateTime"),
    readOnly("updatedDateTime"),
};
constexpr Text schemes[]{"Segment", "Query", "Header"};
constexpr PropertyRule versionSetProperties[]{
    text("displayName", 100, P::Required), choice("versioningScheme", schemes, P::Required), text("description"),
    text("versionQueryName", 100), text("versionQueryName", 0, P::Required, "versioningScheme=Query"),
    text("versionHeaderName", 100), text("versionHeaderName", 0, P::Required, "versioningScheme=Header"),
};

// ---- policies

constexpr Text policyFormats[]{"xml", "xml-link", "rawxml", "rawxml-link"};
constexpr PropertyRule policyProperties[]{
    text("value", 0, P::Required | P::Document), choice("format", policyFormats, P::Uncompared, R"("xml")"),
};
constexpr Text fragmentFormats[]{"xml", "rawxml"};
constexpr PropertyRule fragmentProperties[]{
    text("value", 0, P::Required | P::Document), choice("format", fragmentFormats, P::Uncompared, R"("xml")"),
    text("description", 1000), readOnly("provisioningState"),
};

constexpr ActionRule fragmentActions[]{{"listReferences", false}};

// ---- products and subscriptions

constexpr Text productStates[]{"notPublished", "published"};
constexpr PropertyRule productProperties[]{
    text("displayName", 300, P::Required), text("description", 1000), text("terms"),
    boolean("subscriptionRequired", "true"), boolean("approvalRequired", "false", "subscriptionRequired!=false"),
    integer("subscriptionsLimit"), choice("state", productStates, 0, R"("notPublished")"),
};
constexpr Text subscriptionStates[]{"suspended", "active", "expired", "submitted", "rejected", "cancelled"};
constexpr Text subscriptionScopes[]{"", "apis", "products", "workspaces"};
constexpr Text users[]{"users"};
constexpr PropertyRule subscriptionProperties[]{
    text("displayName", 100, P::Required), reference("scope", subscriptionScopes, P::Required),
    reference("ownerId", users), text("primaryKey", 256, P::Secret), text("secondaryKey", 256, P::Secret),
    choice("state", subscriptionStates), boolean("allowTracing"), text("stateComment"), text("expirationDate"),
    readOnly("createdDate"), readOnly("startDate"), readOnly("endDate"), readOnly("notificationDate"),
};
constexpr ActionRule subscriptionActions[]{
    {"listSecrets", false}, {"regeneratePrimaryKey", true}, {"regenerateSecondaryKey", true},
};

// ---- backends and named values

constexpr Text backendProtocols[]{"http", "soap"};
constexpr Text backendTypes[]{"Single", "Pool"};
constexpr Text backends[]{"backends"};
constexpr Text certificates[]{"certificates"};
constexpr PropertyRule backendProperties[]{
    text("url", 2000), text("url", 0, P::Required, "type!=Pool"), choice("protocol", backendProtocols),
    {"protocol", P::Required, {}, {}, 0, P::Text, "type!=Pool"}, choice("type", backendTypes, 0, R"("Single")"),
    text("title", 300), text("description", 2000), text("resourceId", 2000), object("pool"),
    {"pool", P::Required, {}, {}, 0, P::Object, "type=Pool"}, array("pool.services", P::Required),
    reference("pool.services[].id", backends, P::Required), object("tls"),
    boolean("tls.validateCertificateChain", "true"), boolean("tls.validateCertificateName", "true"),
    object("circuitBreaker"), array("circuitBreaker.rules"), object("proxy"), text("proxy.url", 2000, P::Required),
    text("proxy.username"), text("proxy.password", 0, P::Sensitive), object("credentials"),
    object("credentials.header", P::Sensitive), object("credentials.query", P::Sensitive),
    array("credentials.certificate"), array("credentials.certificateIds"),
    reference("credentials.certificateIds[]", certificates), object("credentials.authorization"),
    text("credentials.authorization.scheme", 100, P::Required),
    text("credentials.authorization.parameter", 300, P::Required | P::Sensitive), object("properties"),
};
constexpr ArrayRule backendArrays[]{
    {"pool.services", "id"}, {"circuitBreaker.rules", "name"}, {"credentials.certificate", "."},
    {"credentials.certificateIds", "."},
};
constexpr ActionRule backendActions[]{{"reconnect", false}};

constexpr PropertyRule cacheProperties[]{
    text("description", 2000), text("connectionString", 300, P::Required | P::Secret), text("useFromLocation", 256, P::Required),
    text("resourceId", 2000),
};

constexpr PropertyRule namedValueProperties[]{
    text("displayName", 256, P::Required), text("value", 4096), text("value", 0, P::Secret, "secret=true"),
    array("tags"), boolean("secret", "false"), object("keyVault"), readOnly("keyVault.lastStatus"),
    readOnly("provisioningState"),
};
constexpr ArrayRule namedValueArrays[]{{"tags", "."}};
constexpr ActionRule namedValueActions[]{{"listValue", false}, {"refreshSecret", true}};

constexpr PropertyRule certificateProperties[]{
    text("data", 0, P::Secret | P::WriteOnly), text("password", 0, P::Secret | P::WriteOnly), object("keyVault"),
    readOnly("keyVault.lastStatus"), readOnly("subject"), readOnly("thumbprint"), readOnly("expirationDate"),
};
constexpr ActionRule certificateActions[]{{"refreshSecret", true}};

// ---- people

constexpr Text userStates[]{"active", "blocked", "pending", "deleted"};
constexpr PropertyRule userProperties[]{
    text("email", 254, P::Required), text("firstName", 100, P::Required), text("lastName", 100, P::Required),
    text("password", 0, P::Secret | P::WriteOnly), choice("state", userStates, 0, R"("active")"), text("note"),
    array("identities"), text("appType", 0, P::WriteOnly), text("confirmation", 0, P::WriteOnly), readOnly("groups"),
    readOnly("registrationDate"),
};
constexpr ArrayRule userArrays[]{{"identities", "provider"}};
constexpr ActionRule userActions[]{{"generateSsoUrl", false}, {"token", false}};
constexpr Text groupTypes[]{"custom", "system", "external"};
constexpr PropertyRule groupProperties[]{
    text("displayName", 300, P::Required), text("description", 1000), choice("type", groupTypes, 0, R"("custom")"),
    text("externalId"), readOnly("builtIn"),
};
constexpr PropertyRule tagProperties[]{text("displayName", 160, P::Required)};
constexpr PropertyRule workspaceProperties[]{text("displayName", 0, P::Required), text("description")};

constexpr Text groupReference[]{"groups"};
constexpr Text productReference[]{"products"};
constexpr Text operationReference[]{"apis/operations"};
constexpr PropertyRule apiLinkProperties[]{reference("apiId", apiReference, P::Required)};
constexpr PropertyRule groupLinkProperties[]{reference("groupId", groupReference, P::Required)};
constexpr PropertyRule productLinkProperties[]{reference("productId", productReference, P::Required)};
constexpr PropertyRule operationLinkProperties[]{reference("operationId", operationReference, P::Required)};

// ---- observing and self-hosted gateways

constexpr Text loggerTypes[]{"azureEventHub", "applicationInsights", "azureMonitor"};
constexpr PropertyRule loggerProperties[]{
    choice("loggerType", loggerTypes, P::Required), text("description", 256), object("credentials", P::Secret),
    boolean("isBuffered", "true"), text("resourceId"),
};
constexpr Text loggers[]{"loggers"};
constexpr Text alwaysLog[]{"allErrors"};
constexpr Text correlation[]{"None", "Legacy", "W3C"};
constexpr Text verbosities[]{"verbose", "information", "error"};
constexpr Text operationNames[]{"Name", "Url"};
constexpr PropertyRule diagnosticProperties[]{
    reference("loggerId", loggers, P::Required), choice("alwaysLog", alwaysLog), object("sampling"),
    object("frontend"), object("backend"), boolean("logClientIp"), choice("httpCorrelationProtocol", correlation),
    choice("verbosity", verbosities), choice("operationNameFormat", operationNames), boolean("metrics"),
};
constexpr ArrayRule diagnosticArrays[]{
    {"frontend.request.headers", "."}, {"frontend.response.headers", "."}, {"backend.request.headers", "."},
    {"backend.response.headers", "."},
};
constexpr Text schemaTypes[]{"xml", "json"};
constexpr PropertyRule globalSchemaProperties[]{
    choice("schemaType", schemaTypes, P::Required), text("description"), {"value", 0, {}, {}, 0, P::Any, {}},
    object("document"), readOnly("provisioningState"),
};
constexpr PropertyRule gatewayProperties[]{
    text("description", 1000), object("locationData"), text("locationData.name", 256, P::Required),
    text("locationData.city", 256), text("locationData.district", 256), text("locationData.countryOrRegion", 256),
};
constexpr ActionRule gatewayActions[]{
    {"listKeys", false}, {"regenerateKey", true}, {"generateToken", false}, {"listDebugCredentials", false},
    {"invalidateDebugCredentials", true}, {"listTrace", false},
};
constexpr PropertyRule hostnameProperties[]{
    text("hostname"), reference("certificateId", certificates), boolean("negotiateClientCertificate"),
    boolean("tls10Enabled"), boolean("tls11Enabled"), boolean("http2Enabled"),
};
constexpr PropertyRule authorityProperties[]{boolean("isTrusted")};
constexpr PropertyRule gatewayApiProperties[]{text("provisioningState", 0, P::Uncompared)};

// ---- what must be written before

constexpr Text onValues[]{"namedValues"};
constexpr Text onBackendParts[]{"namedValues", "certificates"};
constexpr Text onFragmentParts[]{"namedValues", "backends", "certificates"};
constexpr Text onApiParts[]{
    "namedValues", "tags", "gateways", "apiVersionSets", "backends", "loggers", "groups", "policyFragments", "schemas",
};
constexpr Text onPolicyParts[]{"namedValues", "backends", "policyFragments", "certificates", "schemas", "loggers"};
constexpr Text onLoggers[]{"loggers"};
constexpr Text onSubscribed[]{"products", "apis", "users"};
constexpr Text onSchemas[]{"apis/schemas", "schemas"};
constexpr Text onApis[]{"apis"};
constexpr Text onProducts[]{"products"};
constexpr Text onOperations[]{"apis/operations"};
constexpr Text onGroups[]{"groups"};
constexpr Text onGroupsAndTags[]{"groups", "tags"};
constexpr Text onCertificates[]{"certificates"};

constexpr Text gateways[]{"gateways"};
constexpr Text tagged[]{"tags", "workspaces/tags"};
constexpr Text groups[]{"groups", "workspaces/groups"};
constexpr Text apisAndOperationsAndProducts[]{"apis", "apis/operations", "products"};

// A `type` is the first parent's; `parents` add the mirrors in workspaces.
constexpr Kind table[]{
    {.type = "", .segment = "", .label = "API Management service", .properties = serviceProperties,
     .longRunning = true, .firstApiVersion = v2021},

    {.type = "namedValues", .segment = "namedValues", .parents = serviceOrWorkspace, .label = "named value",
     .properties = namedValueProperties, .arrays = namedValueArrays, .actions = namedValueActions, .longRunning = true,
     .firstApiVersion = v2021, .folder = "named values/{0}/namedValueInformation.json"},
    {.type = "tags", .segment = "tags", .parents = serviceOrWorkspace, .label = "tag", .properties = tagProperties,
     .firstApiVersion = v2021, .folder = "tags/{0}/tagInformation.json"},
    {.type = "certificates", .segment = "certificates", .parents = serviceOrWorkspace, .label = "certificate",
     .properties = certificateProperties, .actions = certificateActions, .hasPatch = false, .firstApiVersion = v2021},
    {.type = "backends", .segment = "backends", .parents = serviceOrWorkspace, .label = "backend",
     .properties = backendProperties, .arrays = backendArrays, .actions = backendActions, .firstApiVersion = v2021,
     .dependsOn = onBackendParts, .folder = "backends/{0}/backendInformation.json"},
    {.type = "caches", .segment = "caches", .parents = service, .label = "external cache", .properties = cacheProperties,
     .firstApiVersion = v2021, .dependsOn = onValues},
    {.type = "apiVersionSets", .segment = "apiVersionSets", .parents = serviceOrWorkspace, .label = "API version set",
     .properties = versionSetProperties, .firstApiVersion = v2021,
     .folder = "version sets/{0}/versionSetInformation.json"},
    {.type = "loggers", .segment = "loggers", .parents = serviceOrWorkspace, .label = "logger",
     .properties = loggerProperties, .firstApiVersion = v2021, .dependsOn = onValues,
     .folder = "loggers/{0}/loggerInformation.json"},
    {.type = "schemas", .segment = "schemas", .parents = serviceOrWorkspace, .label = "schema",
     .properties = globalSchemaProperties, .longRunning = true, .hasPatch = false, .firstApiVersion = v2021},
    {.type = "groups", .segment = "groups", .parents = serviceOrWorkspace, .label = "group",
     .properties = groupProperties, .firstApiVersion = v2021, .folder = "groups/{0}/groupInformation.json"},
    {.type = "users", .segment = "users", .parents = service, .label = "user", .properties = userProperties,
     .arrays = userArrays, .actions = userActions, .firstApiVersion = v2021},
    {.type = "workspaces", .segment = "workspaces", .parents = service, .label = "workspace",
     .properties = workspaceProperties, .firstApiVersion = workspacesVersion},
    {.type = "gateways", .segment = "gateways", .parents = service, .label = "self-hosted gateway",
     .properties = gatewayProperties, .actions = gatewayActions, .firstApiVersion = v2021,
     .folder = "gateways/{0}/gatewayInformation.json"},
    {.type = "policyFragments", .segment = "policyFragments", .parents = serviceOrWorkspace,
     .label = "policy fragment", .properties = fragmentProperties, .actions = fragmentActions, .longRunning = true,
     .hasPatch = false, .firstApiVersion = fragmentsVersion, .dependsOn = onFragmentParts,
     .folder = "policy fragments/{0}/policyFragmentInformation.json"},

    {.type = "apis", .segment = "apis", .parents = serviceOrWorkspace, .label = "API", .properties = apiProperties,
     .arrays = apiArrays, .longRunning = true, .firstApiVersion = v2021, .dependsOn = onApiParts,
     .folder = "apis/{0}/apiInformation.json"},
    {.type = "products", .segment = "products", .parents = serviceOrWorkspace, .label = "product",
     .properties = productProperties, .firstApiVersion = v2021, .dependsOn = onGroupsAndTags,
     .folder = "products/{0}/productInformation.json"},
    {.type = "diagnostics", .segment = "diagnostics", .parents = serviceOrWorkspace, .label = "diagnostic",
     .properties = diagnosticProperties, .arrays = diagnosticArrays, .firstApiVersion = v2021, .dependsOn = onLoggers,
     .folder = "diagnostics/{0}/diagnosticInformation.json"},
    {.type = "policies", .segment = "policies", .parents = serviceOrWorkspace, .fixedName = "policy",
     .label = "policy", .properties = policyProperties, .hasPatch = false, .firstApiVersion = v2021,
     .dependsOn = onPolicyParts, .folder = "policy.xml"},

    {.type = "apis/schemas", .segment = "schemas", .parents = apis, .label = "API schema",
     .properties = apiSchemaProperties, .longRunning = true, .hasPatch = false, .firstApiVersion = v2021},
    {.type = "apis/operations", .segment = "operations", .parents = apis, .label = "API operation",
     .properties = operationProperties, .arrays = operationArrays, .firstApiVersion = v2021, .dependsOn = onSchemas},
    {.type = "apis/releases", .segment = "releases", .parents = apis, .label = "API release",
     .properties = releaseProperties, .firstApiVersion = v2021},
    {.type = "apis/diagnostics", .segment = "diagnostics", .parents = apis, .label = "API diagnostic",
     .properties = diagnosticProperties, .arrays = diagnosticArrays, .firstApiVersion = v2021, .dependsOn = onLoggers,
     .folder = "apis/{0}/diagnostics/{1}/diagnosticInformation.json"},
    {.type = "apis/policies", .segment = "policies", .parents = apis, .fixedName = "policy", .label = "API policy",
     .properties = policyProperties, .hasPatch = false, .firstApiVersion = v2021, .dependsOn = onPolicyParts,
     .folder = "apis/{0}/policy.xml"},
    {.type = "apis/operations/policies", .segment = "policies", .parents = operations, .fixedName = "policy",
     .label = "operation policy", .properties = policyProperties, .hasPatch = false, .firstApiVersion = v2021,
     .dependsOn = onPolicyParts, .folder = "apis/{0}/operations/{1}/policy.xml"},

    {.type = "products/policies", .segment = "policies", .parents = products, .fixedName = "policy",
     .label = "product policy", .properties = policyProperties, .hasPatch = false, .firstApiVersion = v2021,
     .dependsOn = onPolicyParts, .folder = "products/{0}/policy.xml"},
    {.type = "products/apis", .segment = "apis", .parents = productsAlone, .label = "API of a product", .link = true,
     .linkTarget = "apis", .hasPatch = false, .firstApiVersion = v2021, .dependsOn = onApis,
     .folder = "products/{0}/apis/{1}/productApiInformation.json"},
    {.type = "products/groups", .segment = "groups", .parents = productsAlone, .label = "group of a product",
     .link = true, .linkTarget = "groups", .hasPatch = false, .firstApiVersion = v2021, .dependsOn = onGroups,
     .folder = "products/{0}/groups/{1}/productGroupInformation.json"},
    {.type = "products/apiLinks", .segment = "apiLinks", .parents = products, .label = "API link of a product",
     .properties = apiLinkProperties, .hasPatch = false, .firstApiVersion = workspacesVersion, .dependsOn = onApis},
    {.type = "products/groupLinks", .segment = "groupLinks", .parents = products, .label = "group link of a product",
     .properties = groupLinkProperties, .hasPatch = false, .firstApiVersion = workspacesVersion, .dependsOn = onGroups},

    {.type = "apis/tags", .segment = "tags", .parents = apisAndOperationsAndProducts, .label = "tag of a resource",
     .link = true, .linkTarget = "tags", .hasPatch = false, .firstApiVersion = v2021},
    {.type = "tags/apiLinks", .segment = "apiLinks", .parents = tagged, .label = "API link of a tag",
     .properties = apiLinkProperties, .hasPatch = false, .firstApiVersion = workspacesVersion, .dependsOn = onApis},
    {.type = "tags/operationLinks", .segment = "operationLinks", .parents = tagged, .label = "operation link of a tag",
     .properties = operationLinkProperties, .hasPatch = false, .firstApiVersion = workspacesVersion,
     .dependsOn = onOperations},
    {.type = "tags/productLinks", .segment = "productLinks", .parents = tagged, .label = "product link of a tag",
     .properties = productLinkProperties, .hasPatch = false, .firstApiVersion = workspacesVersion,
     .dependsOn = onProducts},
    {.type = "groups/users", .segment = "users", .parents = groups, .label = "member of a group", .link = true,
     .linkTarget = "users", .hasPatch = false, .firstApiVersion = v2021},

    {.type = "gateways/apis", .segment = "apis", .parents = gateways, .label = "API of a gateway",
     .properties = gatewayApiProperties, .link = true, .linkTarget = "apis", .hasPatch = false,
     .firstApiVersion = v2021, .dependsOn = onApis, .folder = "gateways/{0}/apis/{1}/gatewayApiInformation.json"},
    {.type = "gateways/hostnameConfigurations", .segment = "hostnameConfigurations", .parents = gateways,
     .label = "hostname of a gateway", .properties = hostnameProperties, .hasPatch = false, .firstApiVersion = v2021,
     .dependsOn = onCertificates},
    {.type = "gateways/certificateAuthorities", .segment = "certificateAuthorities", .parents = gateways,
     .label = "certificate authority of a gateway", .properties = authorityProperties, .hasPatch = false,
     .firstApiVersion = v2021, .dependsOn = onCertificates},

    {.type = "subscriptions", .segment = "subscriptions", .parents = serviceOrWorkspace, .label = "subscription",
     .properties = subscriptionProperties, .actions = subscriptionActions, .firstApiVersion = v2021,
     .dependsOn = onSubscribed, .folder = "subscriptions/{0}/subscriptionInformation.json"},
};

} // namespace

std::span<const Kind> rows()
{
    return table;
}

} // namespace gatehouse::resource::table
