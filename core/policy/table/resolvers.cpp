// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr AttributeRule cosmosdbDataSourceAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr AttributeRule cosmosdbDataSourceConnectionInfoConnectionStringAttributes[] = {
    {"use-managed-identity", ValueType::String, false, true},
    {"client-id", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceConnectionInfoConnectionStringRule{"connection-string", Content::Text, cosmosdbDataSourceConnectionInfoConnectionStringAttributes, {}};
constexpr ChildRule cosmosdbDataSourceConnectionInfoChildren[] = {
    {"connection-string", 1, 1, &cosmosdbDataSourceConnectionInfoConnectionStringRule},
    {"database-name", 1, 1, &textRule},
    {"container-name", 1, 1, &textRule},
};
constexpr ElementRule cosmosdbDataSourceConnectionInfoRule{"connection-info", Content::Elements, {}, cosmosdbDataSourceConnectionInfoChildren};
constexpr AttributeRule cosmosdbDataSourceQueryRequestAttributes[] = {
    {"enable-low-precision-order-by", ValueType::Boolean, false, false},
};
constexpr AttributeRule cosmosdbDataSourceQueryRequestParametersParameterAttributes[] = {
    {"name", ValueType::String, true, true},
    {"type", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceQueryRequestParametersParameterRule{"parameter", Content::Text, cosmosdbDataSourceQueryRequestParametersParameterAttributes, {}};
constexpr ChildRule cosmosdbDataSourceQueryRequestParametersChildren[] = {
    {"parameter", 0, many, &cosmosdbDataSourceQueryRequestParametersParameterRule},
};
constexpr ElementRule cosmosdbDataSourceQueryRequestParametersRule{"parameters", Content::Elements, {}, cosmosdbDataSourceQueryRequestParametersChildren};
constexpr AttributeRule cosmosdbDataSourceQueryRequestPartitionKeyAttributes[] = {
    {"data-type", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceQueryRequestPartitionKeyRule{"partition-key", Content::Text, cosmosdbDataSourceQueryRequestPartitionKeyAttributes, {}};
constexpr ChildRule cosmosdbDataSourceQueryRequestPagingChildren[] = {
    {"max-item-count", 1, 1, &textRule},
    {"continuation-token", 1, 1, &textRule},
};
constexpr ElementRule cosmosdbDataSourceQueryRequestPagingRule{"paging", Content::Elements, {}, cosmosdbDataSourceQueryRequestPagingChildren};
constexpr ChildRule cosmosdbDataSourceQueryRequestChildren[] = {
    {"sql-statement", 0, 1, &textRule},
    {"parameters", 0, 1, &cosmosdbDataSourceQueryRequestParametersRule},
    {"partition-key", 0, 1, &cosmosdbDataSourceQueryRequestPartitionKeyRule},
    {"paging", 0, 1, &cosmosdbDataSourceQueryRequestPagingRule},
};
constexpr ElementRule cosmosdbDataSourceQueryRequestRule{"query-request", Content::Elements, cosmosdbDataSourceQueryRequestAttributes, cosmosdbDataSourceQueryRequestChildren};
constexpr AttributeRule cosmosdbDataSourceReadRequestPartitionKeyAttributes[] = {
    {"data-type", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceReadRequestPartitionKeyRule{"partition-key", Content::Text, cosmosdbDataSourceReadRequestPartitionKeyAttributes, {}};
constexpr ChildRule cosmosdbDataSourceReadRequestChildren[] = {
    {"id", 1, 1, &textRule},
    {"partition-key", 0, 1, &cosmosdbDataSourceReadRequestPartitionKeyRule},
};
constexpr ElementRule cosmosdbDataSourceReadRequestRule{"read-request", Content::Elements, {}, cosmosdbDataSourceReadRequestChildren};
constexpr AttributeRule cosmosdbDataSourceDeleteRequestAttributes[] = {
    {"consistency-level", ValueType::String, false, true},
    {"pre-trigger", ValueType::String, false, true},
    {"post-trigger", ValueType::String, false, true},
};
constexpr AttributeRule cosmosdbDataSourceDeleteRequestPartitionKeyAttributes[] = {
    {"data-type", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceDeleteRequestPartitionKeyRule{"partition-key", Content::Text, cosmosdbDataSourceDeleteRequestPartitionKeyAttributes, {}};
constexpr AttributeRule cosmosdbDataSourceDeleteRequestEtagAttributes[] = {
    {"type", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceDeleteRequestEtagRule{"etag", Content::Text, cosmosdbDataSourceDeleteRequestEtagAttributes, {}};
constexpr ChildRule cosmosdbDataSourceDeleteRequestChildren[] = {
    {"id", 1, 1, &textRule},
    {"partition-key", 0, 1, &cosmosdbDataSourceDeleteRequestPartitionKeyRule},
    {"etag", 0, 1, &cosmosdbDataSourceDeleteRequestEtagRule},
};
constexpr ElementRule cosmosdbDataSourceDeleteRequestRule{"delete-request", Content::Elements, cosmosdbDataSourceDeleteRequestAttributes, cosmosdbDataSourceDeleteRequestChildren};
constexpr AttributeRule cosmosdbDataSourceWriteRequestAttributes[] = {
    {"type", ValueType::String, false, true},
    {"consistency-level", ValueType::String, false, true},
    {"enable-content-response-on-write", ValueType::String, false, true},
    {"indexing-directive", ValueType::String, false, true},
    {"pre-trigger", ValueType::String, false, true},
    {"post-trigger", ValueType::String, false, true},
};
constexpr AttributeRule cosmosdbDataSourceWriteRequestPartitionKeyAttributes[] = {
    {"data-type", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceWriteRequestPartitionKeyRule{"partition-key", Content::Text, cosmosdbDataSourceWriteRequestPartitionKeyAttributes, {}};
constexpr AttributeRule cosmosdbDataSourceWriteRequestEtagAttributes[] = {
    {"type", ValueType::String, false, true},
};
constexpr ElementRule cosmosdbDataSourceWriteRequestEtagRule{"etag", Content::Text, cosmosdbDataSourceWriteRequestEtagAttributes, {}};
constexpr ChildRule cosmosdbDataSourceWriteRequestChildren[] = {
    {"partition-key", 0, 1, &cosmosdbDataSourceWriteRequestPartitionKeyRule},
    {"etag", 0, 1, &cosmosdbDataSourceWriteRequestEtagRule},
    {"set-body", 0, 1, nullptr},
    {"include-fragment", 0, many, nullptr},
};
constexpr ElementRule cosmosdbDataSourceWriteRequestRule{"write-request", Content::Elements, cosmosdbDataSourceWriteRequestAttributes, cosmosdbDataSourceWriteRequestChildren};
constexpr ChildRule cosmosdbDataSourceResponseChildren[] = {
    {"set-body", 0, 1, nullptr},
    {"publish-event", 0, 1, nullptr},
    {"include-fragment", 0, many, nullptr},
};
constexpr ElementRule cosmosdbDataSourceResponseRule{"response", Content::Elements, {}, cosmosdbDataSourceResponseChildren};
constexpr ChildRule cosmosdbDataSourceChildren[] = {
    {"connection-info", 1, 1, &cosmosdbDataSourceConnectionInfoRule},
    {"query-request", 0, 1, &cosmosdbDataSourceQueryRequestRule},
    {"read-request", 0, 1, &cosmosdbDataSourceReadRequestRule},
    {"delete-request", 0, 1, &cosmosdbDataSourceDeleteRequestRule},
    {"write-request", 0, 1, &cosmosdbDataSourceWriteRequestRule},
    {"response", 0, 1, &cosmosdbDataSourceResponseRule},
};
constexpr ElementRule cosmosdbDataSourceRule{"cosmosdb-data-source", Content::Elements, cosmosdbDataSourceAttributes, cosmosdbDataSourceChildren};

constexpr AttributeRule httpDataSourceAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr ChildRule httpDataSourceHttpRequestChildren[] = {
    {"get-authorization-context", 0, 1, nullptr},
    {"set-backend-service", 0, 1, nullptr},
    {"set-method", 1, 1, &textRule},
    {"set-url", 1, 1, &textRule},
    {"include-fragment", 0, many, nullptr},
    {"set-header", 0, many, nullptr},
    {"set-body", 0, 1, nullptr},
    {"authentication-certificate", 0, 1, nullptr},
};
constexpr ElementRule httpDataSourceHttpRequestRule{"http-request", Content::Elements, {}, httpDataSourceHttpRequestChildren};
constexpr ChildRule httpDataSourceBackendChildren[] = {
    {"forward-request", 0, 1, nullptr},
};
constexpr ElementRule httpDataSourceBackendRule{"backend", Content::Elements, {}, httpDataSourceBackendChildren};
constexpr ChildRule httpDataSourceHttpResponseChildren[] = {
    {"set-body", 0, 1, nullptr},
    {"json-to-xml", 0, 1, nullptr},
    {"xml-to-json", 0, 1, nullptr},
    {"find-and-replace", 0, 1, nullptr},
    {"publish-event", 0, 1, nullptr},
    {"include-fragment", 0, many, nullptr},
};
constexpr ElementRule httpDataSourceHttpResponseRule{"http-response", Content::Elements, {}, httpDataSourceHttpResponseChildren};
constexpr ChildRule httpDataSourceChildren[] = {
    {"http-request", 1, 1, &httpDataSourceHttpRequestRule},
    {"backend", 0, 1, &httpDataSourceBackendRule},
    {"http-response", 0, 1, &httpDataSourceHttpResponseRule},
};
constexpr ElementRule httpDataSourceRule{"http-data-source", Content::Elements, httpDataSourceAttributes, httpDataSourceChildren};

constexpr AttributeRule publishEventAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr AttributeRule publishEventTargetsGraphqlSubscriptionAttributes[] = {
    {"id", ValueType::String, true, false},
};
constexpr ElementRule publishEventTargetsGraphqlSubscriptionRule{"graphql-subscription", Content::Empty, publishEventTargetsGraphqlSubscriptionAttributes, {}};
constexpr ChildRule publishEventTargetsChildren[] = {
    {"graphql-subscription", 1, many, &publishEventTargetsGraphqlSubscriptionRule},
};
constexpr ElementRule publishEventTargetsRule{"targets", Content::Elements, {}, publishEventTargetsChildren};
constexpr ChildRule publishEventChildren[] = {
    {"targets", 1, 1, &publishEventTargetsRule},
};
constexpr ElementRule publishEventRule{"publish-event", Content::Elements, publishEventAttributes, publishEventChildren};

constexpr AttributeRule sqlDataSourceAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr AttributeRule sqlDataSourceConnectionInfoConnectionStringAttributes[] = {
    {"use-managed-identity", ValueType::Boolean, false, true, "false"},
    {"scope", ValueType::String, false, true},
    {"client-id", ValueType::String, false, true},
};
constexpr ElementRule sqlDataSourceConnectionInfoConnectionStringRule{"connection-string", Content::Text, sqlDataSourceConnectionInfoConnectionStringAttributes, {}};
constexpr ChildRule sqlDataSourceConnectionInfoChildren[] = {
    {"get-authorization-context", 0, 1, nullptr},
    {"connection-string", 1, 1, &sqlDataSourceConnectionInfoConnectionStringRule},
    {"include-fragment", 0, many, nullptr},
    {"authentication-certificate", 0, 1, nullptr},
};
constexpr ElementRule sqlDataSourceConnectionInfoRule{"connection-info", Content::Elements, {}, sqlDataSourceConnectionInfoChildren};
constexpr AttributeRule sqlDataSourceRequestAttributes[] = {
    {"single-result", ValueType::Boolean, false, true, "false"},
};
constexpr AttributeRule sqlDataSourceRequestParametersParameterAttributes[] = {
    {"name", ValueType::String, true, true},
    {"sql-type", ValueType::String, false, true},
};
constexpr ElementRule sqlDataSourceRequestParametersParameterRule{"parameter", Content::Text, sqlDataSourceRequestParametersParameterAttributes, {}};
constexpr ChildRule sqlDataSourceRequestParametersChildren[] = {
    {"parameter", 1, many, &sqlDataSourceRequestParametersParameterRule},
};
constexpr ElementRule sqlDataSourceRequestParametersRule{"parameters", Content::Elements, {}, sqlDataSourceRequestParametersChildren};
constexpr ChildRule sqlDataSourceRequestChildren[] = {
    {"include-fragment", 0, 1, nullptr},
    {"set-body", 0, 1, nullptr},
    {"sql-statement", 1, 1, &textRule},
    {"parameters", 0, 1, &sqlDataSourceRequestParametersRule},
};
constexpr ElementRule sqlDataSourceRequestRule{"request", Content::Elements, sqlDataSourceRequestAttributes, sqlDataSourceRequestChildren};
constexpr ChildRule sqlDataSourceResponseChildren[] = {
    {"include-fragment", 0, 1, nullptr},
    {"set-body", 0, 1, nullptr},
    {"publish-event", 0, 1, nullptr},
};
constexpr ElementRule sqlDataSourceResponseRule{"response", Content::Elements, {}, sqlDataSourceResponseChildren};
constexpr ChildRule sqlDataSourceChildren[] = {
    {"connection-info", 1, 1, &sqlDataSourceConnectionInfoRule},
    {"include-fragment", 0, many, nullptr},
    {"request", 1, 1, &sqlDataSourceRequestRule},
    {"response", 0, 1, &sqlDataSourceResponseRule},
};
constexpr ElementRule sqlDataSourceRule{"sql-data-source", Content::Elements, sqlDataSourceAttributes, sqlDataSourceChildren};

constexpr PolicyRule rows[] = {
    {cosmosdbDataSourceRule, 0, 0, false,
     "Resolves a GraphQL field from Cosmos DB."},
    {httpDataSourceRule, 0, 0, false,
     "Resolves a GraphQL field by an HTTP request."},
    {publishEventRule, 0, 0, false,
     "Publishes an event to GraphQL subscriptions."},
    {sqlDataSourceRule, 0, 0, false,
     "Resolves a GraphQL field from SQL."},
};

} // namespace

std::span<const PolicyRule> resolversPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
