// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/roles/fragment.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::policy::roles {

//! How rows are spelt in a fragment.

//! The fragment without a row.
extern const std::string_view emptyFragment;

//! What the switch of a section looks at, as it stands in the template; the line is `switch (SUBJECT) {`.
std::string_view subjectOf(RowSection section);
inline constexpr std::array rowSections{RowSection::ClaimPresent, RowSection::ClaimValue, RowSection::Method, RowSection::Product,
                                        RowSection::Api, RowSection::ApiMethod, RowSection::Operation};
inline bool isOfClaims(RowSection section)
{
    return section == RowSection::ClaimPresent || section == RowSection::ClaimValue;
}

//! `case "orders GET": roles += "reader "; break;` without indent.
std::string rowLine(std::string_view key, const std::vector<std::string> &roles);
//! Key and roles of exactly such a line whose key means something in that section.
std::optional<std::pair<std::string, std::vector<std::string>>> readRow(RowSection section, std::string_view line);
//! `var roles = " admin ";`
std::string everythingLine(const std::vector<std::string> &roles);
std::optional<std::vector<std::string>> readEverything(std::string_view line);
//! `foreach (var name in new[] { "jwt" }) {`
std::string tokensLine(const std::vector<std::string> &names);
std::optional<std::vector<std::string>> readTokens(std::string_view line);
//! The texts of `case "...":` in it, in lower case where the section's keys are.
std::vector<std::string> caseLabels(std::string_view code);

std::string keyOf(const Mapping &mapping);
std::string keyOf(const Target &target); //!< of everything: ""
RowSection sectionOf(const Mapping &mapping);
RowSection sectionOf(const Target &target); //!< not of everything
std::optional<Mapping> mappingOf(RowSection section, std::string_view key);
std::optional<Target> targetOf(RowSection section, std::string_view key);

} // namespace gatehouse::policy::roles
