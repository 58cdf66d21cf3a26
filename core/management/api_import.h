// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/kind_rules.h"

#include <optional>

namespace gatehouse::management {

//! properties.format and .value of an API: an OpenAPI document becomes the API with its operations and schemas, all in
//! the plan's one transaction. Operations that the document no longer has are deleted, policies of those that stay are
//! kept. What the body says beside the document wins. Every problem of the document is a detail of the error, with
//! pointer and line.
std::optional<ArmError> takeImport(WriteContext &context);

} // namespace gatehouse::management
