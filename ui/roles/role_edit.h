// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/roles/findings.h"

#include <functional>
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

} // namespace gatehouse::ui::roles
