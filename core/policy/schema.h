// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/policy/table.h"

#include <string>

namespace gatehouse::policy {

//! The policy table for people and programs; the table stays the one truth.

//! {"name","documentation","sections","scopes","executed","extension","element":{"content","attributes":[...],"children":[...]}}. Elements that stand within
//! themselves are written once.
json::object schemaOf(const PolicyRule &rule);
//! "inbound, outbound"; "-" for policies of GraphQL resolvers, which stand in no section.
std::string sectionsOf(const PolicyRule &rule);
std::string scopesOf(const PolicyRule &rule);
//! "runs", "fails loudly", "runs; not in Azure".
std::string_view stateOf(const PolicyRule &rule);
//! The README's table: each policy, where it may stand, and whether it runs here.
std::string policyMarkdown();

} // namespace gatehouse::policy
