// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/kind_rules.h"

#include <optional>

namespace gatehouse::management {

//! properties.sourceApiId of a new API or revision: what the body leaves out comes from there, and so do operations,
//! schemas and policies.
std::optional<ArmError> takeSourceApi(WriteContext &context);
//! apiRevision and isCurrent by the id ("x;rev=2" is revision 2, not current).
std::optional<ArmError> settleRevision(WriteContext &context);
//! Name, description, path and version are one for all revisions: written to the others in the same transaction.
void shareWithRevisions(WriteContext &context);

} // namespace gatehouse::management
