// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/policy/document.h"
#include "core/policy/validate.h"
#include "core/resource/configuration.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::management {

//! A document as it came, read and checked: its text as rawxml and everything that is wrong.
struct CheckedPolicy
{
    std::string rawXml;
    Diagnostics findings;
};

//! `scope` empty: a fragment. References are looked up in the configuration.
CheckedPolicy checkPolicy(const std::string &text, policy::Format format, std::optional<policy::Scope> scope,
                          const resource::Configuration &configuration, const policy::ExpressionCompiler *expressions);
//! "xml" and "rawxml"; nothing for anything else.
std::optional<policy::Format> policyFormat(std::string_view name);

} // namespace gatehouse::management
