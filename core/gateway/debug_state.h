// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/policy/program.h"
#include "core/policy/secrets.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

//! One element that encloses the policy at which a run stands, or that policy itself.
struct DebugFrame
{
    std::string scopeId; //!< "/tenant", "/products/p", "/apis/a", "/apis/a/operations/o", "/policyFragments/f"
    std::string section;
    std::string name; //!< "set-header"
    int index = 1; //!< among its siblings of that name
    std::string path; //!< "inbound[1]/choose[1]/set-header[2]"; of a fragment "choose[1]/set-header[1]"
    bool operator==(const DebugFrame &) const = default;
};

//! Innermost first.
std::vector<DebugFrame> framesOf(const policy::StepOrigin &origin, policy::Section section, const policy::Exchange &exchange);
//! The `<base/>` elements through which a run comes to a policy of `scope`; `from` is the scope where it was in this section, none at its begin.
std::vector<DebugFrame> basesEntered(policy::Scope scope, std::optional<policy::Scope> from, policy::Section section, const policy::Matched &matched);
//! How deep a policy stands: broader scopes stand inside `<base/>` of narrower ones.
int depthOf(const policy::StepOrigin &origin);
//! "inbound/set-header[2]" and "inbound[1]/set-header[2]" are one path.
std::string normalizedPath(std::string_view path);

//! A node of what a debugger shows.
struct DebugVariable
{
    std::string name, type, value;
    std::vector<DebugVariable> children;
};

//! `context` as a tree; secrets are blacked out.
std::vector<DebugVariable> variablesOf(const policy::Exchange &exchange, const policy::Secrets &secrets);
//! What stands below "Request.Headers"; names may hold dots. Null: nothing is there. "": the roots.
const std::vector<DebugVariable> *variablesAt(const std::vector<DebugVariable> &roots, std::string_view path);
json::array variablesJson(const std::vector<DebugVariable> &variables);
json::array framesJson(const std::vector<DebugFrame> &frames);

} // namespace gatehouse::gateway
