// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/objects.h"

#include <vector>

namespace gatehouse::expression {

//! A lambda that captured the variable which holds it (a recursive one) keeps itself alive: counting references never frees it. Empties
//! those of `cells` that only each other's lambdas reach; what came out of the evaluation keeps what it may still read.
void breakCycles(const std::vector<Ref<Cell>> &cells);

} // namespace gatehouse::expression
