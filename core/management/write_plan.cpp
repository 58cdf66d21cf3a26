// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/write_plan.h"

namespace gatehouse::management {

void WritePlan::put(resource::Resource resource, store::Precondition precondition)
{
    auto id = resource.id;
    writes.push_back({std::move(id), std::move(resource), std::move(precondition)});
}

void WritePlan::remove(const resource::ResourceId &id, store::Precondition precondition)
{
    writes.push_back({id, std::nullopt, std::move(precondition)});
}

} // namespace gatehouse::management
