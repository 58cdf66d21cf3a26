// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/table.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui::policies {

//! The rule of the element at the end of a path of names ("policies", "inbound", "set-header", "value"); nullptr: none is known.
const policy::ElementRule *ruleAt(const std::vector<std::string> &path);
//! The policy that the end of the path is in: "set-header" for its <value>; nullptr outside of policies.
const policy::PolicyRule *policyAt(const std::vector<std::string> &path);
//! Whether policies may stand directly in the end of the path.
bool holdsPolicies(const std::vector<std::string> &path);
//! The section of a path; 0 in none (a fragment).
std::uint8_t sectionAt(const std::vector<std::string> &path);
const policy::AttributeRule *attributeAt(const std::vector<std::string> &path, std::string_view attribute);

std::uint8_t flagOf(policy::Scope scope);

} // namespace gatehouse::ui::policies
