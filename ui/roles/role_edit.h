// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/roles/findings.h"

#include <functional>
#include <string>
#include <vector>

namespace gatehouse::ui::roles {

using RoleEdit = std::function<Status(policy::roles::RoleFragment &)>;

//! What an edit of the mapping stages: the fragment, and the global policy too when it does not include it yet.
struct RoleChange
{
    std::vector<resource::Resource> puts;
    bool includes = false; //!< the global policy is among them
};
Result<RoleChange> changed(const resource::Configuration &configuration, const RoleEdit &edit);
//! A mapping that changes nobody's rights: anyone may call each API that there is.
Status allowAllApis(policy::roles::RoleFragment &fragment, const resource::Configuration &configuration);

//! A group as a directory exports it.
struct Group
{
    std::string name, id;

    bool operator==(const Group &) const = default;
};
//! Of "name,id" lines (RFC 4180: quotes, CRLF; a heading with name and id may stand first, in any order and among others). At most 1 MiB and 10,000
//! groups. Fails with Invalid "roles.badCsv" (args: line) or TooLarge "roles.tooLarge".
Result<std::vector<Group>> readGroups(std::string_view csv);
//! "Order Clerks (EU)" becomes "order-clerks-eu".
std::string roleNameOf(std::string_view groupName);

} // namespace gatehouse::ui::roles
