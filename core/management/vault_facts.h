// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"
#include "core/management/environment.h"

#include <optional>

namespace gatehouse::management {

//! Checks properties.keyVault of a PUT and takes out what the server says of it and what must not stand beside it.
std::optional<ArmError> prepareKeyVault(json::object &properties);
//! properties.keyVault.lastStatus, and of a certificate its subject, thumbprint and expirationDate.
void showKeyVault(json::object &properties, const resource::ResourceId &id, const Environment &environment);

} // namespace gatehouse::management
