// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"

namespace gatehouse::expression {

// Parts of declareIdentifiers.
void declareGuid(Library &library);
void declareRandom(Library &library);
void declareVersion(Library &library);
void declareCultures(Library &library);

} // namespace gatehouse::expression
