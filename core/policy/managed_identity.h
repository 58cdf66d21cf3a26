// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"

#include <optional>

namespace gatehouse::policy {

//! authentication-managed-identity in a section (`value` absent), or inside send-request: then the text "Bearer ..." goes into that value slot, null
//! when there is no token and errors are ignored.
void emitManagedIdentity(Compiler &compiler, NodeId node, std::optional<std::uint32_t> value);

} // namespace gatehouse::policy
