// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"
#include "core/resource/configuration.h"
#include "core/resource/kinds.h"

#include <optional>

namespace gatehouse::management {

//! Whether what the properties refer to exists; references to kinds that are no rows of the table pass.
std::optional<ArmError> checkReferences(const resource::Kind &kind, const resource::Resource &resource,
                                        const resource::Configuration &configuration);

} // namespace gatehouse::management
