// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/policy/liquid/value.h"

#include <functional>

namespace gatehouse::policy::liquid {

//! What filters may use.
struct FilterContext
{
    UtcTime now{};
    std::size_t maxText = 0; //!< bytes of one result
    std::function<void(std::size_t work)> charge; //!< throws when the template has done too much
};

using FilterFunction = Value (*)(const FilterContext &context, const Value &input, const std::vector<Value> &arguments);

//! By the name in either form: "DividedBy", "divided_by". Null: DotLiquid gives the input on.
FilterFunction findFilter(std::string_view name);

//! A member of a hash or pair, or nil.
Value memberOf(const Value &value, std::string_view name);

//! .NET's Regex.Replace; `once`: the first match alone. Raises RenderError for a wrong pattern or one that backtracks too long.
std::string replacePattern(const FilterContext &context, const std::string &input, const std::string &pattern, const std::string &replacement, bool once);

} // namespace gatehouse::policy::liquid
