// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr std::string_view ignoreValues[] = {"ignore", "prevent", "detect"};
constexpr AttributeRule validateContentAttributes[] = {
    {"id", ValueType::String, false, false},
    {"unspecified-content-type-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"max-size", ValueType::Integer, true, true, {}, {}, 0, 4294967295LL},
    {"size-exceeded-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"errors-variable-name", ValueType::String, false, true},
};
constexpr AttributeRule validateContentContentTypeMapAttributes[] = {
    {"any-content-type-value", ValueType::String, false, true},
    {"missing-content-type-value", ValueType::String, false, true},
};
constexpr AttributeRule validateContentContentTypeMapTypeAttributes[] = {
    {"from", ValueType::Url, false, true},
    {"when", ValueType::Boolean, false, true},
    {"to", ValueType::Url, true, true},
};
constexpr ElementRule validateContentContentTypeMapTypeRule{"type", Content::Empty, validateContentContentTypeMapTypeAttributes, {}};
constexpr ChildRule validateContentContentTypeMapChildren[] = {
    {"type", 0, many, &validateContentContentTypeMapTypeRule},
};
constexpr ElementRule validateContentContentTypeMapRule{"content-type-map", Content::Elements, validateContentContentTypeMapAttributes, validateContentContentTypeMapChildren};
constexpr std::string_view jsonValues[] = {"json", "xml", "soap"};
constexpr AttributeRule validateContentContentAttributes[] = {
    {"validate-as", ValueType::Enum, true, false, {}, jsonValues},
    {"type", ValueType::String, false, true},
    {"action", ValueType::Enum, true, true, {}, ignoreValues},
    {"schema-id", ValueType::String, false, true},
    {"schema-ref", ValueType::String, false, true},
    {"allow-additional-properties", ValueType::Boolean, false, false},
    {"case-insensitive-property-names", ValueType::Boolean, false, false},
};
constexpr ElementRule validateContentContentRule{"content", Content::Empty, validateContentContentAttributes, {}};
constexpr ChildRule validateContentChildren[] = {
    {"content-type-map", 0, 1, &validateContentContentTypeMapRule},
    {"content", 0, many, &validateContentContentRule},
};
constexpr ElementRule validateContentRule{"validate-content", Content::Elements, validateContentAttributes, validateContentChildren};

constexpr AttributeRule validateGraphqlRequestAttributes[] = {
    {"id", ValueType::String, false, false},
    {"error-variable-name", ValueType::String, false, true},
    {"max-depth", ValueType::String, false, true},
    {"max-size", ValueType::String, false, true},
    {"max-total-depth", ValueType::String, false, true},
    {"max-complexity", ValueType::String, false, true},
};
constexpr std::string_view allowValues[] = {"allow", "reject", "remove"};
constexpr AttributeRule validateGraphqlRequestAuthorizeRuleAttributes[] = {
    {"path", ValueType::String, true, true},
    {"action", ValueType::Enum, false, true, "allow", allowValues},
};
constexpr ElementRule validateGraphqlRequestAuthorizeRuleRule{"rule", Content::Empty, validateGraphqlRequestAuthorizeRuleAttributes, {}};
constexpr ChildRule validateGraphqlRequestAuthorizeChildren[] = {
    {"rule", 1, 100, &validateGraphqlRequestAuthorizeRuleRule},
};
constexpr ElementRule validateGraphqlRequestAuthorizeRule{"authorize", Content::Elements, {}, validateGraphqlRequestAuthorizeChildren};
constexpr ChildRule validateGraphqlRequestChildren[] = {
    {"authorize", 0, 1, &validateGraphqlRequestAuthorizeRule},
};
constexpr ElementRule validateGraphqlRequestRule{"validate-graphql-request", Content::Elements, validateGraphqlRequestAttributes, validateGraphqlRequestChildren};

constexpr AttributeRule validateHeadersAttributes[] = {
    {"id", ValueType::String, false, false},
    {"specified-header-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"unspecified-header-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"errors-variable-name", ValueType::String, false, true},
};
constexpr AttributeRule validateHeadersHeaderAttributes[] = {
    {"name", ValueType::String, true, true},
    {"action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr ElementRule validateHeadersHeaderRule{"header", Content::Empty, validateHeadersHeaderAttributes, {}};
constexpr ChildRule validateHeadersChildren[] = {
    {"header", 0, many, &validateHeadersHeaderRule},
};
constexpr ElementRule validateHeadersRule{"validate-headers", Content::Elements, validateHeadersAttributes, validateHeadersChildren};

constexpr AttributeRule validateOdataRequestAttributes[] = {
    {"id", ValueType::String, false, false},
    {"error-variable-name", ValueType::String, false, true},
    {"default-odata-version", ValueType::String, false, true},
    {"min-odata-version", ValueType::String, false, true},
    {"max-odata-version", ValueType::String, false, true},
    {"max-size", ValueType::String, false, true},
};
constexpr ElementRule validateOdataRequestRule{"validate-odata-request", Content::Empty, validateOdataRequestAttributes, {}};

constexpr AttributeRule validateParametersAttributes[] = {
    {"id", ValueType::String, false, false},
    {"specified-parameter-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"unspecified-parameter-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"errors-variable-name", ValueType::String, false, true},
};
constexpr AttributeRule validateParametersHeadersAttributes[] = {
    {"specified-parameter-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"unspecified-parameter-action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr AttributeRule validateParametersHeadersParameterAttributes[] = {
    {"name", ValueType::String, true, true},
    {"action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr ElementRule validateParametersHeadersParameterRule{"parameter", Content::Empty, validateParametersHeadersParameterAttributes, {}};
constexpr ChildRule validateParametersHeadersChildren[] = {
    {"parameter", 0, many, &validateParametersHeadersParameterRule},
};
constexpr ElementRule validateParametersHeadersRule{"headers", Content::Elements, validateParametersHeadersAttributes, validateParametersHeadersChildren};
constexpr AttributeRule validateParametersQueryAttributes[] = {
    {"specified-parameter-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"unspecified-parameter-action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr AttributeRule validateParametersQueryParameterAttributes[] = {
    {"name", ValueType::String, true, true},
    {"action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr ElementRule validateParametersQueryParameterRule{"parameter", Content::Empty, validateParametersQueryParameterAttributes, {}};
constexpr ChildRule validateParametersQueryChildren[] = {
    {"parameter", 0, many, &validateParametersQueryParameterRule},
};
constexpr ElementRule validateParametersQueryRule{"query", Content::Elements, validateParametersQueryAttributes, validateParametersQueryChildren};
constexpr AttributeRule validateParametersPathAttributes[] = {
    {"specified-parameter-action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr AttributeRule validateParametersPathParameterAttributes[] = {
    {"name", ValueType::String, true, true},
    {"action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr ElementRule validateParametersPathParameterRule{"parameter", Content::Empty, validateParametersPathParameterAttributes, {}};
constexpr ChildRule validateParametersPathChildren[] = {
    {"parameter", 0, many, &validateParametersPathParameterRule},
};
constexpr ElementRule validateParametersPathRule{"path", Content::Elements, validateParametersPathAttributes, validateParametersPathChildren};
constexpr ChildRule validateParametersChildren[] = {
    {"headers", 0, 1, &validateParametersHeadersRule},
    {"query", 0, 1, &validateParametersQueryRule},
    {"path", 0, 1, &validateParametersPathRule},
};
constexpr ElementRule validateParametersRule{"validate-parameters", Content::Elements, validateParametersAttributes, validateParametersChildren};

constexpr AttributeRule validateStatusCodeAttributes[] = {
    {"id", ValueType::String, false, false},
    {"unspecified-status-code-action", ValueType::Enum, true, true, {}, ignoreValues},
    {"errors-variable-name", ValueType::String, false, true},
};
constexpr AttributeRule validateStatusCodeStatusCodeAttributes[] = {
    {"code", ValueType::Integer, true, false, {}, {}, 0, 4294967295LL},
    {"action", ValueType::Enum, true, true, {}, ignoreValues},
};
constexpr ElementRule validateStatusCodeStatusCodeRule{"status-code", Content::Empty, validateStatusCodeStatusCodeAttributes, {}};
constexpr ChildRule validateStatusCodeChildren[] = {
    {"status-code", 0, many, &validateStatusCodeStatusCodeRule},
};
constexpr ElementRule validateStatusCodeRule{"validate-status-code", Content::Elements, validateStatusCodeAttributes, validateStatusCodeChildren};

constexpr PolicyRule rows[] = {
    {validateContentRule, InInbound | InOutbound | InOnError, anyScope, true,
     "Validates the body against schemas."},
    {validateGraphqlRequestRule, InInbound, AtGlobal | AtWorkspace | AtProduct | AtApi, false,
     "Validates a GraphQL request and authorizes its parts."},
    {validateHeadersRule, InOutbound | InOnError, anyScope, true,
     "Validates response headers against the API schema."},
    {validateOdataRequestRule, InInbound, AtGlobal | AtWorkspace | AtProduct | AtApi, false,
     "Validates an OData request."},
    {validateParametersRule, InInbound, anyScope, true,
     "Validates request parameters against the API schema."},
    {validateStatusCodeRule, InOutbound | InOnError, anyScope, true,
     "Validates the status of the response against the API schema."},
};

} // namespace

std::span<const PolicyRule> validationPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
