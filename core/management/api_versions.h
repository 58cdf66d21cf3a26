// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::management {

inline constexpr std::string_view localApiVersion = "2026-11-01"; //!< of Gatehouse.Local

//! Nothing when the version is one that Microsoft.ApiManagement (or, `local`, Gatehouse.Local) has.
std::optional<ArmError> checkApiVersion(const std::optional<std::string> &version, bool local);
//! The same of Microsoft.Authorization.
std::optional<ArmError> checkAuthorizationVersion(const std::optional<std::string> &version, std::string_view type);

} // namespace gatehouse::management
