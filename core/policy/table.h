// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::policy {

enum SectionFlag : std::uint8_t { InInbound = 1, InBackend = 2, InOutbound = 4, InOnError = 8 };
enum ScopeFlag : std::uint8_t { AtGlobal = 1, AtWorkspace = 2, AtProduct = 4, AtApi = 8, AtOperation = 16 };

enum class ValueType { String, Integer, Decimal, Boolean, Enum, Url, Seconds };

struct AttributeRule
{
    std::string_view name;
    ValueType type = ValueType::String;
    bool required = false;
    bool expression = true; //!< an expression may stand here
    std::string_view defaultValue = {};
    std::span<const std::string_view> values = {}; //!< of Enum
    long long minimum = 0, maximum = 0; //!< of numbers; both 0: no bounds
    bool isExtension = false; //!< Gatehouse's own: Azure refuses it
};

struct ChildRule
{
    std::string_view name;
    std::uint16_t minimum = 0;
    std::uint16_t maximum = 0xffff;
    const struct ElementRule *rule = nullptr; //!< null: the policy of that name
};

enum class Content { Empty, Elements, Text, Policies, Any }; //!< Any: text or XML of the user, as in set-body

struct ElementRule
{
    std::string_view name;
    Content content = Content::Empty;
    std::span<const AttributeRule> attributes;
    std::span<const ChildRule> children;
};

//! One row a policy: validation, completion, forms, documentation and the compiler read it.
struct PolicyRule
{
    ElementRule element;
    std::uint8_t sections = 0; //!< SectionFlag
    std::uint8_t scopes = 0; //!< ScopeFlag
    bool executed = false; //!< false: accepted, and a request that reaches it fails loudly
    std::string_view documentation; //!< one line
    bool isExtension = false; //!< Gatehouse's own: Azure refuses it
};

//! All policies that Azure knows, and Gatehouse's own, by name.
std::span<const PolicyRule> policyTable();
const PolicyRule *findPolicy(std::string_view name);

} // namespace gatehouse::policy
