// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/table/groups.h"

namespace gatehouse::policy {

namespace {

constexpr std::string_view allValues[] = {"all", "total-tokens", "prompt-tokens", "completion-tokens"};
constexpr AttributeRule azureOpenaiEmitTokenMetricAttributes[] = {
    {"id", ValueType::String, false, false},
    {"namespace", ValueType::String, false, true},
    {"name", ValueType::String, false, true},
    {"value-type", ValueType::Enum, false, false, "all", allValues},
    {"ignore-prompt", ValueType::Boolean, false, false, "false"},
};
constexpr AttributeRule azureOpenaiEmitTokenMetricDimensionAttributes[] = {
    {"name", ValueType::String, true, true},
    {"value", ValueType::String, false, true},
};
constexpr ElementRule azureOpenaiEmitTokenMetricDimensionRule{"dimension", Content::Empty, azureOpenaiEmitTokenMetricDimensionAttributes, {}};
constexpr ChildRule azureOpenaiEmitTokenMetricChildren[] = {
    {"dimension", 0, 10, &azureOpenaiEmitTokenMetricDimensionRule},
};
constexpr ElementRule azureOpenaiEmitTokenMetricRule{"azure-openai-emit-token-metric", Content::Elements, azureOpenaiEmitTokenMetricAttributes, azureOpenaiEmitTokenMetricChildren};

constexpr std::string_view systemAssignedValues[] = {"system-assigned", "header"};
constexpr AttributeRule azureOpenaiSemanticCacheLookupAttributes[] = {
    {"id", ValueType::String, false, false},
    {"score-threshold", ValueType::Decimal, true, false},
    {"embeddings-backend-id", ValueType::String, true, true},
    {"embeddings-backend-auth", ValueType::Enum, false, false, "system-assigned", systemAssignedValues},
    {"ignore-system-messages", ValueType::String, false, true, "false"},
    {"cache-id", ValueType::String, false, true},
    {"max-message-count", ValueType::String, false, true},
};
constexpr ChildRule azureOpenaiSemanticCacheLookupChildren[] = {
    {"vary-by", 0, many, &textRule},
};
constexpr ElementRule azureOpenaiSemanticCacheLookupRule{"azure-openai-semantic-cache-lookup", Content::Elements, azureOpenaiSemanticCacheLookupAttributes, azureOpenaiSemanticCacheLookupChildren};

constexpr AttributeRule azureOpenaiSemanticCacheStoreAttributes[] = {
    {"id", ValueType::String, false, false},
    {"duration", ValueType::Seconds, true, true},
};
constexpr ElementRule azureOpenaiSemanticCacheStoreRule{"azure-openai-semantic-cache-store", Content::Empty, azureOpenaiSemanticCacheStoreAttributes, {}};

constexpr std::string_view indefiniteValues[] = {"Indefinite", "Hourly", "Daily", "Weekly", "Monthly", "Yearly"};
constexpr std::string_view autoValues[] = {"auto", "chat-completion", "completion", "embeddings"};
constexpr AttributeRule azureOpenaiTokenLimitAttributes[] = {
    {"id", ValueType::String, false, false},
    {"tokens-per-minute", ValueType::Integer, false, true},
    {"token-quota", ValueType::Integer, false, true},
    {"token-quota-period", ValueType::Enum, false, false, "Indefinite", indefiniteValues},
    {"counter-key", ValueType::String, true, true},
    {"estimate-prompt-tokens", ValueType::Boolean, true, false},
    {"prompt-type", ValueType::Enum, false, false, "auto", autoValues},
    {"retry-after-header-name", ValueType::String, false, false},
    {"retry-after-variable-name", ValueType::String, false, false},
    {"remaining-tokens-header-name", ValueType::String, false, true},
    {"remaining-tokens-variable-name", ValueType::String, false, true},
    {"remaining-quota-tokens-header-name", ValueType::String, false, true},
    {"remaining-quota-tokens-variable-name", ValueType::String, false, true},
    {"tokens-consumed-header-name", ValueType::String, false, true},
    {"tokens-consumed-variable-name", ValueType::String, false, true},
    {"ignore-prompt", ValueType::Boolean, false, false, "false"},
};
constexpr ElementRule azureOpenaiTokenLimitRule{"azure-openai-token-limit", Content::Empty, azureOpenaiTokenLimitAttributes, {}};

constexpr AttributeRule llmContentSafetyAttributes[] = {
    {"id", ValueType::String, false, false},
    {"backend-id", ValueType::String, true, true},
    {"shield-prompt", ValueType::String, false, true},
};
constexpr std::string_view fourseveritylevelsValues[] = {"FourSeverityLevels", "EightSeverityLevels"};
constexpr AttributeRule llmContentSafetyCategoriesAttributes[] = {
    {"output-type", ValueType::Enum, false, true, {}, fourseveritylevelsValues},
};
constexpr std::string_view hateValues[] = {"Hate", "SelfHarm", "Sexual", "Violence"};
constexpr AttributeRule llmContentSafetyCategoriesCategoryAttributes[] = {
    {"name", ValueType::Enum, true, true, {}, hateValues},
    {"threshold", ValueType::Integer, true, true},
};
constexpr ElementRule llmContentSafetyCategoriesCategoryRule{"category", Content::Empty, llmContentSafetyCategoriesCategoryAttributes, {}};
constexpr ChildRule llmContentSafetyCategoriesChildren[] = {
    {"category", 1, many, &llmContentSafetyCategoriesCategoryRule},
};
constexpr ElementRule llmContentSafetyCategoriesRule{"categories", Content::Elements, llmContentSafetyCategoriesAttributes, llmContentSafetyCategoriesChildren};
constexpr ChildRule llmContentSafetyBlocklistsChildren[] = {
    {"id", 1, 1, &textRule},
};
constexpr ElementRule llmContentSafetyBlocklistsRule{"blocklists", Content::Elements, {}, llmContentSafetyBlocklistsChildren};
constexpr ChildRule llmContentSafetyChildren[] = {
    {"categories", 0, 1, &llmContentSafetyCategoriesRule},
    {"blocklists", 0, 1, &llmContentSafetyBlocklistsRule},
};
constexpr ElementRule llmContentSafetyRule{"llm-content-safety", Content::Elements, llmContentSafetyAttributes, llmContentSafetyChildren};

constexpr AttributeRule llmEmitTokenMetricAttributes[] = {
    {"id", ValueType::String, false, false},
    {"namespace", ValueType::String, false, true},
    {"name", ValueType::String, false, true},
    {"value-type", ValueType::Enum, false, false, "all", allValues},
    {"ignore-prompt", ValueType::Boolean, false, false, "false"},
};
constexpr AttributeRule llmEmitTokenMetricDimensionAttributes[] = {
    {"name", ValueType::String, true, true},
    {"value", ValueType::String, false, true},
};
constexpr ElementRule llmEmitTokenMetricDimensionRule{"dimension", Content::Empty, llmEmitTokenMetricDimensionAttributes, {}};
constexpr ChildRule llmEmitTokenMetricChildren[] = {
    {"dimension", 0, 10, &llmEmitTokenMetricDimensionRule},
};
constexpr ElementRule llmEmitTokenMetricRule{"llm-emit-token-metric", Content::Elements, llmEmitTokenMetricAttributes, llmEmitTokenMetricChildren};

constexpr AttributeRule llmSemanticCacheLookupAttributes[] = {
    {"id", ValueType::String, false, false},
    {"score-threshold", ValueType::Decimal, true, false},
    {"embeddings-backend-id", ValueType::String, true, true},
    {"embeddings-backend-auth", ValueType::Enum, false, false, "system-assigned", systemAssignedValues},
    {"ignore-system-messages", ValueType::String, false, true, "false"},
    {"cache-id", ValueType::String, false, true},
    {"max-message-count", ValueType::String, false, true},
};
constexpr ChildRule llmSemanticCacheLookupChildren[] = {
    {"vary-by", 0, many, &textRule},
};
constexpr ElementRule llmSemanticCacheLookupRule{"llm-semantic-cache-lookup", Content::Elements, llmSemanticCacheLookupAttributes, llmSemanticCacheLookupChildren};

constexpr AttributeRule llmSemanticCacheStoreAttributes[] = {
    {"id", ValueType::String, false, false},
    {"duration", ValueType::Seconds, true, true},
};
constexpr ElementRule llmSemanticCacheStoreRule{"llm-semantic-cache-store", Content::Empty, llmSemanticCacheStoreAttributes, {}};

constexpr AttributeRule llmTokenLimitAttributes[] = {
    {"id", ValueType::String, false, false},
    {"tokens-per-minute", ValueType::Integer, false, true},
    {"token-quota", ValueType::Integer, false, true},
    {"token-quota-period", ValueType::Enum, false, false, "Indefinite", indefiniteValues},
    {"counter-key", ValueType::String, true, true},
    {"estimate-prompt-tokens", ValueType::Boolean, true, false},
    {"prompt-type", ValueType::Enum, false, false, "auto", autoValues},
    {"retry-after-header-name", ValueType::String, false, false},
    {"retry-after-variable-name", ValueType::String, false, false},
    {"remaining-tokens-header-name", ValueType::String, false, true},
    {"remaining-tokens-variable-name", ValueType::String, false, true},
    {"remaining-quota-tokens-header-name", ValueType::String, false, true},
    {"remaining-quota-tokens-variable-name", ValueType::String, false, true},
    {"tokens-consumed-header-name", ValueType::String, false, true},
    {"tokens-consumed-variable-name", ValueType::String, false, true},
    {"ignore-prompt", ValueType::Boolean, false, false, "false"},
};
constexpr ElementRule llmTokenLimitRule{"llm-token-limit", Content::Empty, llmTokenLimitAttributes, {}};

constexpr PolicyRule rows[] = {
    {azureOpenaiEmitTokenMetricRule, InInbound, anyScope, true,
     "Sends metrics of the tokens that an Azure OpenAI API used."},
    {azureOpenaiSemanticCacheLookupRule, InInbound, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Answers a prompt from the semantic cache."},
    {azureOpenaiSemanticCacheStoreRule, InOutbound, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Stores a completion in the semantic cache."},
    {azureOpenaiTokenLimitRule, InInbound, anyScope, true,
     "Limits the tokens of an Azure OpenAI API per key."},
    {llmContentSafetyRule, InInbound | InOutbound, AtGlobal | AtWorkspace | AtProduct | AtApi, true,
     "Checks prompts by a content safety service."},
    {llmEmitTokenMetricRule, InInbound, anyScope, true,
     "Sends metrics of the tokens that a language model used."},
    {llmSemanticCacheLookupRule, InInbound, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Answers a prompt from the semantic cache."},
    {llmSemanticCacheStoreRule, InOutbound, AtGlobal | AtProduct | AtApi | AtOperation, true,
     "Stores a completion in the semantic cache."},
    {llmTokenLimitRule, InInbound, anyScope, true,
     "Limits the tokens of a language model per key."},
};

} // namespace

std::span<const PolicyRule> llmPolicies()
{
    return rows;
}

} // namespace gatehouse::policy
