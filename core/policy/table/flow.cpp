// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr AttributeRule chooseAttributes[] = {
    {"id", ValueType::String, false, false},
};
constexpr AttributeRule chooseWhenAttributes[] = {
    {"condition", ValueType::Boolean, true, true},
};
constexpr ElementRule chooseWhenRule{"when", Content::Policies, chooseWhenAttributes, {}};
constexpr ElementRule chooseOtherwiseRule{"otherwise", Content::Policies, {}, {}};
constexpr ChildRule chooseChildren[] = {
    {"when", 1, many, &chooseWhenRule},
    {"otherwise", 0, 1, &chooseOtherwiseRule},
};
constexpr ElementRule chooseRule{"choose", Content::Elements, chooseAttributes, chooseChildren};

constexpr AttributeRule forwardRequestAttributes[] = {
    {"id", ValueType::String, false, false},
    {"timeout", ValueType::Seconds, false, true, "300"},
    {"timeout-ms", ValueType::Integer, false, true},
    {"continue-timeout", ValueType::Seconds, false, true},
    {"follow-redirects", ValueType::Boolean, false, true, "false"},
    {"buffer-request-body", ValueType::Boolean, false, false, "false"},
    {"buffer-response", ValueType::Boolean, false, false, "true"},
    {"fail-on-error-status-code", ValueType::Boolean, false, false, "false"},
    {"http-version", ValueType::String, false, true, "1"},
};
constexpr ElementRule forwardRequestRule{"forward-request", Content::Empty, forwardRequestAttributes, {}};

constexpr AttributeRule includeFragmentAttributes[] = {
    {"id", ValueType::String, false, false},
    {"fragment-id", ValueType::String, true, false},
};
constexpr ElementRule includeFragmentRule{"include-fragment", Content::Empty, includeFragmentAttributes, {}};

constexpr AttributeRule limitConcurrencyAttributes[] = {
    {"id", ValueType::String, false, false},
    {"key", ValueType::String, true, true},
    {"max-count", ValueType::Integer, true, false},
};
constexpr ElementRule limitConcurrencyRule{"limit-concurrency", Content::Policies, limitConcurrencyAttributes, {}};

constexpr AttributeRule mockResponseAttributes[] = {
    {"id", ValueType::String, false, false},
    {"enabled", ValueType::Boolean, false, false},
    {"status-code", ValueType::Integer, false, false, "200", {}, 100, 999},
    {"content-type", ValueType::String, false, false},
    {"index", ValueType::Integer, false, false},
};
constexpr ElementRule mockResponseRule{"mock-response", Content::Empty, mockResponseAttributes, {}};

constexpr AttributeRule proxyAttributes[] = {
    {"url", ValueType::Url, true, true},
    {"username", ValueType::String, false, true},
    {"password", ValueType::String, false, true},
    {"id", ValueType::String, false, false},
};
constexpr ElementRule proxyRule{"proxy", Content::Empty, proxyAttributes, {}};

constexpr AttributeRule retryAttributes[] = {
    {"id", ValueType::String, false, false},
    {"condition", ValueType::Boolean, true, true},
    {"count", ValueType::Integer, true, true, {}, {}, 1, 50},
    {"interval", ValueType::Seconds, true, true, {}, {}, 0, 2147483647},
    {"delta", ValueType::Seconds, false, true, {}, {}, 1, 2147483647},
    {"max-interval", ValueType::Seconds, false, true, {}, {}, 1, 2147483647},
    {"first-fast-retry", ValueType::Boolean, false, true, "false"},
};
constexpr ElementRule retryRule{"retry", Content::Policies, retryAttributes, {}};

constexpr AttributeRule returnResponseAttributes[] = {
    {"id", ValueType::String, false, false},
    {"response-variable-name", ValueType::String, false, false},
};
constexpr ChildRule returnResponseChildren[] = {
    {"set-status", 0, 1, nullptr},
    {"set-header", 0, many, nullptr},
    {"set-body", 0, 1, nullptr},
};
constexpr ElementRule returnResponseRule{"return-response", Content::Elements, returnResponseAttributes, returnResponseChildren};

constexpr std::string_view newValues[] = {"new", "copy"};
constexpr AttributeRule sendOneWayRequestAttributes[] = {
    {"id", ValueType::String, false, false},
    {"mode", ValueType::Enum, false, true, "new", newValues},
    {"timeout", ValueType::Seconds, false, false, "60"},
};
constexpr ChildRule sendOneWayRequestChildren[] = {
    {"set-url", 0, 1, &textRule},
    {"set-method", 0, 1, nullptr},
    {"set-header", 0, many, nullptr},
    {"set-body", 0, 1, nullptr},
    {"authentication-certificate", 0, 1, nullptr},
    {"authentication-token", 0, 1, &textRule},
    {"authentication-token-store", 0, 1, &textRule},
    {"authentication-managed-identity", 0, 1, nullptr},
    {"proxy", 0, 1, nullptr},
};
constexpr ElementRule sendOneWayRequestRule{"send-one-way-request", Content::Elements, sendOneWayRequestAttributes, sendOneWayRequestChildren};

constexpr AttributeRule sendRequestAttributes[] = {
    {"id", ValueType::String, false, false},
    {"mode", ValueType::Enum, false, true, "new", newValues},
    {"response-variable-name", ValueType::String, false, false},
    {"timeout", ValueType::Seconds, false, true, "60"},
    {"timeout-ms", ValueType::Integer, false, true},
    {"ignore-error", ValueType::Boolean, false, false, "false"},
    {"buffer-response", ValueType::Boolean, false, false, "true"},
    {"fail-on-error-status-code", ValueType::Boolean, false, false, "false"},
};
constexpr ChildRule sendRequestChildren[] = {
    {"set-url", 0, 1, &textRule},
    {"set-method", 0, 1, nullptr},
    {"set-header", 0, many, nullptr},
    {"set-body", 0, 1, nullptr},
    {"authentication-certificate", 0, 1, nullptr},
    {"authentication-token", 0, 1, &textRule},
    {"authentication-token-store", 0, 1, &textRule},
    {"authentication-managed-identity", 0, 1, nullptr},
    {"proxy", 0, 1, nullptr},
};
constexpr ElementRule sendRequestRule{"send-request", Content::Elements, sendRequestAttributes, sendRequestChildren};

constexpr std::string_view allValues[] = {"all", "any"};
constexpr AttributeRule waitAttributes[] = {
    {"for", ValueType::Enum, true, true, {}, allValues},
    {"id", ValueType::String, false, false},
};
constexpr ChildRule waitChildren[] = {
    {"choose", 0, many, nullptr},
    {"forward-request", 0, many, nullptr},
    {"send-request", 0, many, nullptr},
    {"cache-lookup-value", 0, many, nullptr},
    {"cache-store-value", 0, many, nullptr},
    {"authentication-managed-identity", 0, many, nullptr},
    {"authentication-token", 0, many, &textRule},
};
constexpr ElementRule waitRule{"wait", Content::Elements, waitAttributes, waitChildren};

constexpr PolicyRule rows[] = {
    {chooseRule, anySection, anyScope, true,
     "Runs the policies of the first branch whose condition holds."},
    {forwardRequestRule, InBackend, anyScope, true,
     "Sends the request to the backend."},
    {includeFragmentRule, anySection, anyScope, true,
     "Puts in the policies of a fragment."},
    {limitConcurrencyRule, anySection, anyScope, true,
     "Lets a limited number of requests run the enclosed policies at a time."},
    {mockResponseRule, InInbound | InOutbound | InOnError, anyScope, true,
     "Answers with an example or a sample of the operation."},
    {proxyRule, InInbound, anyScope, true,
     "Sends requests to the backend through an HTTP proxy."},
    {retryRule, anySection, anyScope, true,
     "Runs the enclosed policies again while a condition holds."},
    {returnResponseRule, anySection, anyScope, true,
     "Ends the pipeline and answers the caller."},
    {sendOneWayRequestRule, anySection, anyScope, true,
     "Sends a request of its own and does not wait for the response."},
    {sendRequestRule, anySection, anyScope, true,
     "Sends a request of its own and keeps the response in a variable."},
    {waitRule, InInbound | InBackend | InOutbound, anyScope, true,
     "Runs the enclosed policies side by side and waits for all or any."},
};

} // namespace

std::span<const PolicyRule> flowPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
