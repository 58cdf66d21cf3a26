// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr AttributeRule emitMetricAttributes[] = {
    {"id", ValueType::String, false, false},
    {"default-dimensions", ValueType::Boolean, false, false},
    {"name", ValueType::String, true, true},
    {"namespace", ValueType::String, false, true},
    {"value", ValueType::Decimal, false, true},
};
constexpr AttributeRule emitMetricDimensionAttributes[] = {
    {"name", ValueType::String, true, true},
    {"value", ValueType::String, false, true},
};
constexpr ElementRule emitMetricDimensionRule{"dimension", Content::Empty, emitMetricDimensionAttributes, {}};
constexpr ChildRule emitMetricChildren[] = {
    {"dimension", 0, 10, &emitMetricDimensionRule},
};
constexpr ElementRule emitMetricRule{"emit-metric", Content::Elements, emitMetricAttributes, emitMetricChildren};

constexpr AttributeRule logToEventhubAttributes[] = {
    {"id", ValueType::String, false, false},
    {"logger-id", ValueType::String, true, true},
    {"partition-key", ValueType::String, false, true},
    {"partition-id", ValueType::String, false, true},
};
constexpr ElementRule logToEventhubRule{"log-to-eventhub", Content::Text, logToEventhubAttributes, {}};

constexpr std::string_view verboseValues[] = {"verbose", "information", "error"};
constexpr AttributeRule traceAttributes[] = {
    {"id", ValueType::String, false, false},
    {"source", ValueType::String, true, true},
    {"severity", ValueType::Enum, false, false, {}, verboseValues},
};
constexpr AttributeRule traceMetadataAttributes[] = {
    {"name", ValueType::String, true, true},
    {"value", ValueType::String, true, true},
};
constexpr ElementRule traceMetadataRule{"metadata", Content::Empty, traceMetadataAttributes, {}};
constexpr ChildRule traceChildren[] = {
    {"metadata", 0, many, &traceMetadataRule},
    {"message", 0, many, &textRule},
};
constexpr ElementRule traceRule{"trace", Content::Elements, traceAttributes, traceChildren};

constexpr PolicyRule rows[] = {
    {emitMetricRule, anySection, anyScope, true,
     "Sends a custom metric."},
    {logToEventhubRule, anySection, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Sends a message to an event hub."},
    {traceRule, anySection, anyScope, true,
     "Adds a message to the trace and to telemetry."},
};

} // namespace

std::span<const PolicyRule> observabilityPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
