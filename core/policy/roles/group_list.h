// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::roles {

//! A group as a directory exports it.
struct Group
{
    std::string name, id;

    bool operator==(const Group &) const = default;
};
//! Of "name,id" lines (RFC 4180: quotes, CRLF; a heading with name and id may stand first, in any order and among others). At most 1 MiB and 10,000
//! groups. Fails with Invalid "roles.badCsv" (args: line) or TooLarge "roles.csvTooLarge".
Result<std::vector<Group>> readGroups(std::string_view csv);
//! "Order Clerks (EU)" becomes "order-clerks-eu".
std::string roleNameOf(std::string_view groupName);

} // namespace gatehouse::policy::roles
