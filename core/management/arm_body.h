// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/arm_errors.h"
#include "core/management/arm_request.h"

#include <optional>
#include <string>

namespace gatehouse::management {

//! The JSON object of a request: 415 without JSON's media type, 400 when it is no object.
tl::expected<json::object, ArmError> bodyObject(const ArmRequest &request);

//! The ETag of If-Match without quotes, "*", or nothing.
std::optional<std::string> ifMatch(const ArmRequest &request);

} // namespace gatehouse::management
