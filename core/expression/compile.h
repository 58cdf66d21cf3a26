// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/program.h"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

//! One fault of an expression, as a C# compiler names it.
struct Finding
{
    std::size_t offset = 0; //!< in the expression's text, in bytes; "@(" counts
    std::string code; //!< "CS0103"
    std::string message; //!< "The name 'x' does not exist in the current context"
};

//! Reads and checks `text`, "@(...)" or "@{...}", decoded UTF-8, at most 512 KiB (a whole policy document). C# 7 as policy expressions use it
//! (api-management-policy-expressions). All findings, in order; types and members outside the library are findings.
tl::expected<std::shared_ptr<const Program>, std::vector<Finding>> compile(std::string_view text, const Library &library);

} // namespace gatehouse::expression
