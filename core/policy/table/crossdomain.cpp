// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr AttributeRule corsAttributes[] = {
    {"id", ValueType::String, false, false},
    {"allow-credentials", ValueType::Boolean, false, true, "false"},
    {"terminate-unmatched-request", ValueType::Boolean, false, true, "true"},
};
constexpr ChildRule corsAllowedOriginsChildren[] = {
    {"origin", 1, many, &textRule},
};
constexpr ElementRule corsAllowedOriginsRule{"allowed-origins", Content::Elements, {}, corsAllowedOriginsChildren};
constexpr AttributeRule corsAllowedMethodsAttributes[] = {
    {"preflight-result-max-age", ValueType::Seconds, false, true, {}, {}, 0, 4294967295LL},
};
constexpr ChildRule corsAllowedMethodsChildren[] = {
    {"method", 1, many, &textRule},
};
constexpr ElementRule corsAllowedMethodsRule{"allowed-methods", Content::Elements, corsAllowedMethodsAttributes, corsAllowedMethodsChildren};
constexpr ChildRule corsAllowedHeadersChildren[] = {
    {"header", 1, many, &textRule},
};
constexpr ElementRule corsAllowedHeadersRule{"allowed-headers", Content::Elements, {}, corsAllowedHeadersChildren};
constexpr ChildRule corsExposeHeadersChildren[] = {
    {"header", 1, many, &textRule},
};
constexpr ElementRule corsExposeHeadersRule{"expose-headers", Content::Elements, {}, corsExposeHeadersChildren};
constexpr ChildRule corsChildren[] = {
    {"allowed-origins", 1, 1, &corsAllowedOriginsRule},
    {"allowed-methods", 0, 1, &corsAllowedMethodsRule},
    {"allowed-headers", 0, 1, &corsAllowedHeadersRule},
    {"expose-headers", 0, 1, &corsExposeHeadersRule},
};
constexpr ElementRule corsRule{"cors", Content::Elements, corsAttributes, corsChildren};

constexpr AttributeRule crossDomainAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr std::string_view allValues[] = {"all", "by-content-type", "master-only", "none"};
constexpr AttributeRule crossDomainCrossDomainPolicySiteControlAttributes[] = {
    {"permitted-cross-domain-policies", ValueType::Enum, true, false, {}, allValues},
};
constexpr ElementRule crossDomainCrossDomainPolicySiteControlRule{"site-control", Content::Empty, crossDomainCrossDomainPolicySiteControlAttributes, {}};
constexpr std::string_view trueValues[] = {"true", "false"};
constexpr AttributeRule crossDomainCrossDomainPolicyAllowAccessFromAttributes[] = {
    {"domain", ValueType::String, true, true},
    {"secure", ValueType::Enum, false, false, "true", trueValues},
};
constexpr ElementRule crossDomainCrossDomainPolicyAllowAccessFromRule{"allow-access-from", Content::Empty, crossDomainCrossDomainPolicyAllowAccessFromAttributes, {}};
constexpr AttributeRule crossDomainCrossDomainPolicyAllowHttpRequestHeadersFromAttributes[] = {
    {"domain", ValueType::String, true, true},
    {"headers", ValueType::String, true, true},
    {"secure", ValueType::Enum, false, false, "true", trueValues},
};
constexpr ElementRule crossDomainCrossDomainPolicyAllowHttpRequestHeadersFromRule{"allow-http-request-headers-from", Content::Empty, crossDomainCrossDomainPolicyAllowHttpRequestHeadersFromAttributes, {}};
constexpr ChildRule crossDomainCrossDomainPolicyChildren[] = {
    {"site-control", 0, 1, &crossDomainCrossDomainPolicySiteControlRule},
    {"allow-access-from", 0, many, &crossDomainCrossDomainPolicyAllowAccessFromRule},
    {"allow-http-request-headers-from", 0, many, &crossDomainCrossDomainPolicyAllowHttpRequestHeadersFromRule},
};
constexpr ElementRule crossDomainCrossDomainPolicyRule{"cross-domain-policy", Content::Elements, {}, crossDomainCrossDomainPolicyChildren};
constexpr ChildRule crossDomainChildren[] = {
    {"cross-domain-policy", 0, 1, &crossDomainCrossDomainPolicyRule},
};
constexpr ElementRule crossDomainRule{"cross-domain", Content::Elements, crossDomainAttributes, crossDomainChildren};

constexpr AttributeRule jsonpAttributes[] = {
    {"id", ValueType::String, false, false},
    {"callback-parameter-name", ValueType::String, true, true},
};
constexpr ElementRule jsonpRule{"jsonp", Content::Empty, jsonpAttributes, {}};

constexpr PolicyRule rows[] = {
    {corsRule, InInbound, anyScope, true,
     "Lets browsers call from other origins."},
    {crossDomainRule, InInbound, AtGlobal, true,
     "Serves the cross-domain file of Flash and Silverlight clients."},
    {jsonpRule, InOutbound, anyScope, true,
     "Wraps JSON in a call-back for clients of other origins."},
};

} // namespace

std::span<const PolicyRule> crossdomainPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
