// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"

namespace gatehouse::expression {

void declareAddresses(Library &library); //!< System.Net.IPAddress, part of declareEncodings

} // namespace gatehouse::expression
