// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/group_list.h"
#include "core/policy/roles/model.h"

#include <cstdlib>
#include <string_view>

using namespace gatehouse::policy::roles;

//! Each group that is read has an id, and the role that is made of its name is one.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const auto groups = readGroups({reinterpret_cast<const char *>(data), size});
    if (!groups)
        return 0;
    for (const auto &group : *groups) {
        if (group.id.empty() || !isRoleName(roleNameOf(group.name)))
            std::abort();
    }
    return 0;
}
