// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/connection_flags.h"
#include "app/gatectl/verb.h"
#include "core/resource/change_set.h"

#include <optional>

namespace gatehouse::gatectl {

//! The live resource as a change's baseline; nothing when it is not there.
Result<std::optional<resource::Resource>> baselineOf(const remote::ArmClient &client, const resource::ResourceId &id,
                                                     std::stop_token stop);

//! Applies the set, or prints its calls for --dry-run; reports each item. The exit code.
int applyOrShow(const Context &context, const remote::ArmClient &client, const resource::ChangeSet &changes,
                const ChangeFlags &flags, Output output);

} // namespace gatehouse::gatectl
