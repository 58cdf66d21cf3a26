// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/policy/table.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

struct ValueFinding
{
    std::string code; //!< "" : the value is fine
    std::vector<Error::Arg> args;
};

//! What is wrong with an attribute's written value; one with a named value in it is known at run time alone.
ValueFinding checkValue(std::string_view value, const AttributeRule &rule);

} // namespace gatehouse::policy
