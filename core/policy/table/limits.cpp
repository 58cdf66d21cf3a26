// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr AttributeRule quotaAttributes[] = {
    {"calls", ValueType::Integer, false, false},
    {"bandwidth", ValueType::Integer, false, false},
    {"id", ValueType::String, false, false},
    {"renewal-period", ValueType::Seconds, false, false},
};
constexpr AttributeRule quotaApiAttributes[] = {
    {"calls", ValueType::Integer, false, false},
    {"bandwidth", ValueType::Integer, false, false},
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, false, false},
};
constexpr AttributeRule quotaApiOperationAttributes[] = {
    {"calls", ValueType::Integer, false, false},
    {"bandwidth", ValueType::Integer, false, false},
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, false, false},
};
constexpr ElementRule quotaApiOperationRule{"operation", Content::Empty, quotaApiOperationAttributes, {}};
constexpr ChildRule quotaApiChildren[] = {
    {"operation", 0, many, &quotaApiOperationRule},
};
constexpr ElementRule quotaApiRule{"api", Content::Elements, quotaApiAttributes, quotaApiChildren};
constexpr ChildRule quotaChildren[] = {
    {"api", 0, many, &quotaApiRule},
};
constexpr ElementRule quotaRule{"quota", Content::Elements, quotaAttributes, quotaChildren};

constexpr AttributeRule quotaByKeyAttributes[] = {
    {"calls", ValueType::Integer, false, false},
    {"bandwidth", ValueType::Integer, false, false},
    {"id", ValueType::String, false, false},
    {"renewal-period", ValueType::String, false, true},
    {"first-period-start", ValueType::String, false, true},
    {"counter-key", ValueType::String, true, true},
    {"increment-condition", ValueType::String, false, true},
    {"increment-count", ValueType::String, false, true},
};
constexpr ElementRule quotaByKeyRule{"quota-by-key", Content::Empty, quotaByKeyAttributes, {}};

constexpr AttributeRule rateLimitAttributes[] = {
    {"calls", ValueType::Integer, false, false, {}, {}, 0, 2147483647},
    {"renewal-period", ValueType::Seconds, false, false, {}, {}, 1, 300},
    {"retry-after-header-name", ValueType::String, false, false, "Retry-After"},
    {"retry-after-variable-name", ValueType::String, false, false},
    {"remaining-calls-header-name", ValueType::String, false, false},
    {"remaining-calls-variable-name", ValueType::String, false, false},
    {"total-calls-header-name", ValueType::String, false, false},
    {"id", ValueType::String, false, false},
};
constexpr AttributeRule rateLimitApiAttributes[] = {
    {"calls", ValueType::Integer, false, false, {}, {}, 0, 2147483647},
    {"renewal-period", ValueType::Seconds, false, false, {}, {}, 1, 300},
    {"retry-after-header-name", ValueType::String, false, false, "Retry-After"},
    {"retry-after-variable-name", ValueType::String, false, false},
    {"remaining-calls-header-name", ValueType::String, false, false},
    {"remaining-calls-variable-name", ValueType::String, false, false},
    {"total-calls-header-name", ValueType::String, false, false},
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, false, false},
};
constexpr AttributeRule rateLimitApiOperationAttributes[] = {
    {"calls", ValueType::Integer, false, false, {}, {}, 0, 2147483647},
    {"renewal-period", ValueType::Seconds, false, false, {}, {}, 1, 300},
    {"retry-after-header-name", ValueType::String, false, false, "Retry-After"},
    {"retry-after-variable-name", ValueType::String, false, false},
    {"remaining-calls-header-name", ValueType::String, false, false},
    {"remaining-calls-variable-name", ValueType::String, false, false},
    {"total-calls-header-name", ValueType::String, false, false},
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, false, false},
};
constexpr ElementRule rateLimitApiOperationRule{"operation", Content::Empty, rateLimitApiOperationAttributes, {}};
constexpr ChildRule rateLimitApiChildren[] = {
    {"operation", 0, many, &rateLimitApiOperationRule},
};
constexpr ElementRule rateLimitApiRule{"api", Content::Elements, rateLimitApiAttributes, rateLimitApiChildren};
constexpr AttributeRule rateLimitOperationAttributes[] = {
    {"calls", ValueType::Integer, false, false, {}, {}, 0, 2147483647},
    {"renewal-period", ValueType::Seconds, false, false, {}, {}, 1, 300},
    {"retry-after-header-name", ValueType::String, false, false, "Retry-After"},
    {"retry-after-variable-name", ValueType::String, false, false},
    {"remaining-calls-header-name", ValueType::String, false, false},
    {"remaining-calls-variable-name", ValueType::String, false, false},
    {"total-calls-header-name", ValueType::String, false, false},
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, false, false},
};
constexpr ElementRule rateLimitOperationRule{"operation", Content::Empty, rateLimitOperationAttributes, {}};
constexpr ChildRule rateLimitChildren[] = {
    {"api", 0, many, &rateLimitApiRule},
    {"operation", 0, many, &rateLimitOperationRule},
};
constexpr ElementRule rateLimitRule{"rate-limit", Content::Elements, rateLimitAttributes, rateLimitChildren};

constexpr AttributeRule rateLimitByKeyAttributes[] = {
    {"id", ValueType::String, false, false},
    {"calls", ValueType::Integer, true, true, {}, {}, 0, 2147483647},
    {"renewal-period", ValueType::Seconds, true, true, {}, {}, 1, 300},
    {"counter-key", ValueType::String, true, true},
    {"increment-condition", ValueType::String, false, true, "true"},
    {"increment-count", ValueType::String, false, true, "1"},
    {"increment-after-response", ValueType::Boolean, false, false},
    {"flexible-retry-window", ValueType::Boolean, false, false},
    {"retry-after-header-name", ValueType::String, false, false, "Retry-After"},
    {"retry-after-variable-name", ValueType::String, false, false},
    {"remaining-calls-header-name", ValueType::String, false, false},
    {"remaining-calls-variable-name", ValueType::String, false, false},
    {"total-calls-header-name", ValueType::String, false, false},
};
constexpr ElementRule rateLimitByKeyRule{"rate-limit-by-key", Content::Empty, rateLimitByKeyAttributes, {}};

constexpr PolicyRule rows[] = {
    {quotaRule, InInbound, AtProduct, true,
     "Limits calls or bandwidth per subscription in a renewable or lifetime period."},
    {quotaByKeyRule, InInbound, anyScope, true,
     "Limits calls or bandwidth per key in a renewable or lifetime period."},
    {rateLimitRule, InInbound, AtProduct | AtApi | AtOperation, true,
     "Limits calls per subscription in a sliding window."},
    {rateLimitByKeyRule, InInbound, anyScope, true,
     "Limits calls per key in a sliding window."},
};

} // namespace

std::span<const PolicyRule> limitsPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
