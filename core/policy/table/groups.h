// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/table.h"

namespace gatehouse::policy {

//! The rows of the table by what policies are for; policyTable() joins them. Names, types and required attributes are those of
//! Microsoft's schemas, defaults and sections those of the policy reference; a test holds them to the schemas.
std::span<const PolicyRule> authenticationPolicies();
std::span<const PolicyRule> cachingPolicies();
std::span<const PolicyRule> flowPolicies();
std::span<const PolicyRule> limitsPolicies();
std::span<const PolicyRule> crossdomainPolicies();
std::span<const PolicyRule> transformationPolicies();
std::span<const PolicyRule> validationPolicies();
std::span<const PolicyRule> observabilityPolicies();
std::span<const PolicyRule> llmPolicies();
std::span<const PolicyRule> integrationPolicies();
std::span<const PolicyRule> resolversPolicies();

//! An element that holds text and nothing else.
inline constexpr ElementRule textRule{{}, Content::Text, {}, {}};
inline constexpr std::uint16_t many = 0xffff;
inline constexpr std::uint8_t anySection = InInbound | InBackend | InOutbound | InOnError;
inline constexpr std::uint8_t anyScope = AtGlobal | AtWorkspace | AtProduct | AtApi | AtOperation;

} // namespace gatehouse::policy
