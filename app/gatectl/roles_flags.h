// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/connection_flags.h"
#include "app/gatectl/verb.h"
#include "core/policy/expressions.h"
#include "core/policy/roles/access.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::gatectl {

//! The configuration that a verb of `gatectl roles` looks at.
Result<std::shared_ptr<const resource::Configuration>> roleConfiguration(const ConnectionFlags &connection, const Context &context);

//! Whose claims: a token or JSON from a file, with single claims on top.
struct ClaimFlags
{
    std::string file, issuer;
    std::vector<std::string> claims;

    void addTo(CLI::App &command);
    //! Nothing: a call without a token.
    Result<std::optional<json::object>> read(const Console &console) const;
};

//! A finding of policy::roles::findingsOf() in a person's words.
std::string roleFindingText(const Diagnostic &finding);
//! "https://issuer/ groups=1234", with "any value" for "*".
std::string mappingText(const policy::roles::Mapping &mapping);
//! Which rows decided: "reader, by groups=1234: GET of api orders".
std::string ruleText(const policy::roles::Decision &decision);
json::object decisionJson(const policy::roles::Decision &decision);
json::array textsJson(const std::vector<std::string> &texts);

} // namespace gatehouse::gatectl
