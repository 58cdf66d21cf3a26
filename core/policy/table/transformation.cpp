// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr AttributeRule findAndReplaceAttributes[] = {
    {"id", ValueType::String, false, false},
    {"from", ValueType::String, true, true},
    {"to", ValueType::String, true, true},
};
constexpr ElementRule findAndReplaceRule{"find-and-replace", Content::Empty, findAndReplaceAttributes, {}};

constexpr std::string_view alwaysValues[] = {"always", "content-type-json"};
constexpr std::string_view preserveValues[] = {"preserve", "as-null"};
constexpr AttributeRule jsonToXmlAttributes[] = {
    {"id", ValueType::String, false, false},
    {"apply", ValueType::Enum, true, true, {}, alwaysValues},
    {"consider-accept-header", ValueType::Boolean, false, true},
    {"parse-date", ValueType::Boolean, false, false},
    {"attribute-block-name", ValueType::String, false, true},
    {"attribute-prefix", ValueType::String, false, true},
    {"namespace-block-name", ValueType::String, false, true},
    {"namespace-separator", ValueType::String, false, true},
    {"namespace-prefix", ValueType::String, false, true},
    {"invalid-character-replacement", ValueType::String, false, true},
    {"null-values", ValueType::String, false, true},
    {"trim-values", ValueType::Boolean, false, false},
    {"empty-values", ValueType::Enum, false, true, {}, preserveValues},
};
constexpr ElementRule jsonToXmlRule{"json-to-xml", Content::Empty, jsonToXmlAttributes, {}};

constexpr AttributeRule redirectContentUrlsAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr ElementRule redirectContentUrlsRule{"redirect-content-urls", Content::Empty, redirectContentUrlsAttributes, {}};

constexpr AttributeRule rewriteUriAttributes[] = {
    {"id", ValueType::String, false, false},
    {"template", ValueType::String, true, true},
    {"copy-unmatched-params", ValueType::Boolean, false, false, "true"},
};
constexpr ElementRule rewriteUriRule{"rewrite-uri", Content::Empty, rewriteUriAttributes, {}};

constexpr std::string_view primaryValues[] = {"primary", "secondary"};
constexpr AttributeRule setBackendServiceAttributes[] = {
    {"backend-id", ValueType::String, false, true},
    {"base-url", ValueType::Url, false, true},
    {"id", ValueType::String, false, false},
    {"sf-partition-key", ValueType::String, false, true},
    {"dapr-app-id", ValueType::String, false, true},
    {"dapr-method", ValueType::String, false, true},
    {"dapr-namespace", ValueType::String, false, true},
    {"sf-replica-type", ValueType::Enum, false, true, {}, primaryValues},
    {"sf-resolve-condition", ValueType::Boolean, false, true},
    {"sf-service-instance-name", ValueType::String, false, true},
    {"sf-listener-name", ValueType::String, false, true},
};
constexpr ElementRule setBackendServiceRule{"set-backend-service", Content::Empty, setBackendServiceAttributes, {}};

constexpr std::string_view noneValues[] = {"none", "liquid"};
constexpr std::string_view blankValues[] = {"blank", "null"};
constexpr AttributeRule setBodyAttributes[] = {
    {"id", ValueType::String, false, false},
    {"template", ValueType::Enum, false, false, "none", noneValues},
    {"xsi-nil", ValueType::Enum, false, false, {}, blankValues},
    {"parse-date", ValueType::Boolean, false, false},
    {"html-decode-expression", ValueType::Boolean, false, false},
};
constexpr ElementRule setBodyRule{"set-body", Content::Any, setBodyAttributes, {}};

constexpr std::string_view overrideValues[] = {"override", "append", "skip", "delete"};
constexpr AttributeRule setHeaderAttributes[] = {
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, true, true},
    {"exists-action", ValueType::Enum, false, true, "override", overrideValues},
};
constexpr ChildRule setHeaderChildren[] = {
    {"value", 0, many, &textRule},
};
constexpr ElementRule setHeaderRule{"set-header", Content::Elements, setHeaderAttributes, setHeaderChildren};

constexpr AttributeRule setMethodAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr ElementRule setMethodRule{"set-method", Content::Text, setMethodAttributes, {}};

constexpr AttributeRule setQueryParameterAttributes[] = {
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, true, true},
    {"exists-action", ValueType::Enum, false, true, "override", overrideValues},
};
constexpr ChildRule setQueryParameterChildren[] = {
    {"value", 0, many, &textRule},
};
constexpr ElementRule setQueryParameterRule{"set-query-parameter", Content::Elements, setQueryParameterAttributes, setQueryParameterChildren};

constexpr AttributeRule setStatusAttributes[] = {
    {"id", ValueType::String, false, false},
    {"code", ValueType::Integer, false, true, "200", {}, 100, 999},
    {"reason", ValueType::String, false, true},
};
constexpr ElementRule setStatusRule{"set-status", Content::Empty, setStatusAttributes, {}};

constexpr AttributeRule setVariableAttributes[] = {
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, true, false},
    {"value", ValueType::String, true, true},
};
constexpr ElementRule setVariableRule{"set-variable", Content::Empty, setVariableAttributes, {}};

constexpr std::string_view javascriptFriendlyValues[] = {"javascript-friendly", "direct"};
constexpr std::string_view alwaysValues2[] = {"always", "content-type-xml"};
constexpr AttributeRule xmlToJsonAttributes[] = {
    {"id", ValueType::String, false, false},
    {"kind", ValueType::Enum, true, true, {}, javascriptFriendlyValues},
    {"apply", ValueType::Enum, true, true, {}, alwaysValues2},
    {"consider-accept-header", ValueType::Boolean, false, true},
    {"preserve-whitespace-nodes", ValueType::Boolean, false, true},
    {"empty-values", ValueType::Enum, false, true, {}, preserveValues},
    {"trim-values", ValueType::Boolean, false, true},
    {"always-array-child-elements", ValueType::Boolean, false, true, "false"},
};
constexpr ElementRule xmlToJsonRule{"xml-to-json", Content::Empty, xmlToJsonAttributes, {}};

constexpr AttributeRule xslTransformAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr AttributeRule xslTransformParameterAttributes[] = {
    {"name", ValueType::String, true, true},
    {"parameter-name", ValueType::String, false, true},
    {"value", ValueType::String, false, true},
};
constexpr ElementRule xslTransformParameterRule{"parameter", Content::Text, xslTransformParameterAttributes, {}};
constexpr ChildRule xslTransformChildren[] = {
    {"parameter", 0, many, &xslTransformParameterRule},
};
constexpr ElementRule xslTransformRule{"xsl-transform", Content::Any, xslTransformAttributes, xslTransformChildren};

constexpr PolicyRule rows[] = {
    {findAndReplaceRule, anySection, anyScope, true,
     "Replaces a text in the body."},
    {jsonToXmlRule, InInbound | InOutbound | InOnError, anyScope, true,
     "Turns a JSON body into XML."},
    {redirectContentUrlsRule, InInbound | InOutbound, anyScope, true,
     "Rewrites links in the body to point to the gateway."},
    {rewriteUriRule, InInbound, anyScope, true,
     "Turns the public URL into the form that the backend expects."},
    {setBackendServiceRule, InInbound | InBackend, anyScope, true,
     "Chooses the backend of the request."},
    {setBodyRule, anySection, anyScope, true,
     "Sets the body of the request or response."},
    {setHeaderRule, anySection, anyScope, true,
     "Sets, adds to or removes a header."},
    {setMethodRule, InInbound | InOnError, anyScope, true,
     "Changes the method of the request."},
    {setQueryParameterRule, InInbound | InBackend, anyScope, true,
     "Sets, adds to or removes a query parameter."},
    {setStatusRule, anySection, anyScope, true,
     "Sets the status of the response."},
    {setVariableRule, anySection, anyScope, true,
     "Keeps a value for later policies of the request."},
    {xmlToJsonRule, InInbound | InOutbound | InOnError, anyScope, true,
     "Turns an XML body into JSON."},
    {xslTransformRule, InInbound | InOutbound, anyScope, true,
     "Applies an XSL transformation to an XML body."},
};

} // namespace

std::span<const PolicyRule> transformationPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
