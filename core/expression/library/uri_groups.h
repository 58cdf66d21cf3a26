// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/library.h"

namespace gatehouse::expression {

//! The parts of declareUris beside Uri itself.
void declareUriBuilder(Library &library);
void declareWebUtilities(Library &library); //!< WebUtility, HttpUtility, NameValueCollection

} // namespace gatehouse::expression
