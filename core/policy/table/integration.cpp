// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr std::string_view liquidValues[] = {"liquid"};
constexpr AttributeRule invokeDaprBindingAttributes[] = {
    {"id", ValueType::String, false, false},
    {"name", ValueType::String, true, true},
    {"template", ValueType::Enum, false, false, {}, liquidValues},
    {"response-variable-name", ValueType::String, false, false},
    {"operation", ValueType::String, false, true, "create"},
    {"timeout", ValueType::Seconds, false, true},
    {"ignore-error", ValueType::Boolean, false, false},
};
constexpr AttributeRule invokeDaprBindingMetadataItemAttributes[] = {
    {"key", ValueType::String, true, true},
};
constexpr ElementRule invokeDaprBindingMetadataItemRule{"item", Content::Text, invokeDaprBindingMetadataItemAttributes, {}};
constexpr ChildRule invokeDaprBindingMetadataChildren[] = {
    {"item", 0, many, &invokeDaprBindingMetadataItemRule},
};
constexpr ElementRule invokeDaprBindingMetadataRule{"metadata", Content::Elements, {}, invokeDaprBindingMetadataChildren};
constexpr ElementRule invokeDaprBindingDataRule{"data", Content::Any, {}, {}};
constexpr ChildRule invokeDaprBindingChildren[] = {
    {"metadata", 0, 1, &invokeDaprBindingMetadataRule},
    {"data", 0, 1, &invokeDaprBindingDataRule},
};
constexpr ElementRule invokeDaprBindingRule{"invoke-dapr-binding", Content::Elements, invokeDaprBindingAttributes, invokeDaprBindingChildren};

constexpr std::string_view applicationjsonValues[] = {"application/json"};
constexpr AttributeRule publishToDaprAttributes[] = {
    {"id", ValueType::String, false, false},
    {"pubsub-name", ValueType::String, false, true},
    {"topic", ValueType::String, true, true},
    {"template", ValueType::Enum, false, false, {}, liquidValues},
    {"response-variable-name", ValueType::String, false, false},
    {"timeout", ValueType::Seconds, false, true},
    {"ignore-error", ValueType::Boolean, false, false},
    {"content-type", ValueType::Enum, false, false, {}, applicationjsonValues},
};
constexpr ElementRule publishToDaprRule{"publish-to-dapr", Content::Any, publishToDaprAttributes, {}};

constexpr AttributeRule sendServiceBusMessageAttributes[] = {
    {"id", ValueType::String, false, false},
    {"queue-name", ValueType::String, false, true},
    {"topic-name", ValueType::String, false, true},
    {"namespace", ValueType::String, false, true},
    {"client-id", ValueType::String, false, true},
};
constexpr AttributeRule sendServiceBusMessageMessagePropertiesMessagePropertyAttributes[] = {
    {"name", ValueType::String, true, true},
};
constexpr ElementRule sendServiceBusMessageMessagePropertiesMessagePropertyRule{"message-property", Content::Text, sendServiceBusMessageMessagePropertiesMessagePropertyAttributes, {}};
constexpr ChildRule sendServiceBusMessageMessagePropertiesChildren[] = {
    {"message-property", 0, many, &sendServiceBusMessageMessagePropertiesMessagePropertyRule},
};
constexpr ElementRule sendServiceBusMessageMessagePropertiesRule{"message-properties", Content::Elements, {}, sendServiceBusMessageMessagePropertiesChildren};
constexpr ChildRule sendServiceBusMessageChildren[] = {
    {"message-properties", 0, 1, &sendServiceBusMessageMessagePropertiesRule},
    {"payload", 1, 1, &textRule},
};
constexpr ElementRule sendServiceBusMessageRule{"send-service-bus-message", Content::Elements, sendServiceBusMessageAttributes, sendServiceBusMessageChildren};

constexpr PolicyRule rows[] = {
    {invokeDaprBindingRule, InInbound | InOutbound | InOnError, AtGlobal | AtProduct | AtApi | AtOperation, false,
     "Invokes a Dapr binding."},
    {publishToDaprRule, InInbound, AtGlobal | AtProduct | AtApi | AtOperation, false,
     "Publishes a message through Dapr."},
    {sendServiceBusMessageRule, InInbound | InOutbound | InOnError, AtGlobal | AtProduct | AtApi | AtOperation, false,
     "Sends a message to Azure Service Bus."},
};

} // namespace

std::span<const PolicyRule> integrationPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
