// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr std::string_view noneValues[] = {"none", "private", "public"};
constexpr std::string_view preferExternalValues[] = {"prefer-external", "internal", "external"};
constexpr AttributeRule cacheLookupAttributes[] = {
    {"id", ValueType::String, false, false},
    {"vary-by-developer", ValueType::Boolean, true, true},
    {"vary-by-developer-groups", ValueType::Boolean, true, true},
    {"downstream-caching-type", ValueType::Enum, false, true, "none", noneValues},
    {"must-revalidate", ValueType::Boolean, false, true, "true"},
    {"caching-type", ValueType::Enum, false, false, "prefer-external", preferExternalValues},
    {"allow-private-response-caching", ValueType::Boolean, false, true, "false"},
};
constexpr ChildRule cacheLookupChildren[] = {
    {"vary-by-header", 0, many, &textRule},
    {"vary-by-query-parameter", 0, many, &textRule},
};
constexpr ElementRule cacheLookupRule{"cache-lookup", Content::Elements, cacheLookupAttributes, cacheLookupChildren};

constexpr AttributeRule cacheLookupValueAttributes[] = {
    {"id", ValueType::String, false, false},
    {"key", ValueType::String, true, true},
    {"default-value", ValueType::String, false, true},
    {"variable-name", ValueType::String, true, false},
    {"caching-type", ValueType::Enum, false, false, "prefer-external", preferExternalValues},
};
constexpr ElementRule cacheLookupValueRule{"cache-lookup-value", Content::Empty, cacheLookupValueAttributes, {}};

constexpr AttributeRule cacheRemoveValueAttributes[] = {
    {"id", ValueType::String, false, false},
    {"key", ValueType::String, true, true},
    {"caching-type", ValueType::Enum, false, false, "prefer-external", preferExternalValues},
};
constexpr ElementRule cacheRemoveValueRule{"cache-remove-value", Content::Empty, cacheRemoveValueAttributes, {}};

constexpr AttributeRule cacheStoreAttributes[] = {
    {"id", ValueType::String, false, false},
    {"duration", ValueType::Seconds, true, true},
    {"cache-response", ValueType::Boolean, false, true},
    {"caching-mode", ValueType::String, false, true},
};
constexpr ElementRule cacheStoreRule{"cache-store", Content::Empty, cacheStoreAttributes, {}};

constexpr AttributeRule cacheStoreValueAttributes[] = {
    {"id", ValueType::String, false, false},
    {"duration", ValueType::Seconds, true, true},
    {"key", ValueType::String, true, true},
    {"value", ValueType::String, true, true},
    {"caching-type", ValueType::Enum, false, false, "prefer-external", preferExternalValues},
};
constexpr ElementRule cacheStoreValueRule{"cache-store-value", Content::Empty, cacheStoreValueAttributes, {}};

constexpr PolicyRule rows[] = {
    {cacheLookupRule, InInbound, anyScope, true,
     "Answers from the cache when it holds the response."},
    {cacheLookupValueRule, anySection, anyScope, true,
     "Reads a cached value into a variable."},
    {cacheRemoveValueRule, anySection, anyScope, true,
     "Removes a value from the cache."},
    {cacheStoreRule, InOutbound, anyScope, true,
     "Stores the response in the cache."},
    {cacheStoreValueRule, anySection, anyScope, true,
     "Stores a value in the cache."},
};

} // namespace

std::span<const PolicyRule> cachingPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
