// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/expression/compile.h"
#include "core/expression/context.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

//! Compiles and runs an expression; what came out, in words that other implementations can be compared with:
//! {"type", "value"}, {"throws": full name of the exception} or {"error": why not}. Sequences are read to their end and given as an array
//! of texts; JSON as compact text, bytes as Base64, other objects as ToString() writes them.
json::object evaluate(std::string_view expression, const Library &library, Context &context, const Limits &limits = {});

} // namespace gatehouse::expression
