// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"

#include <span>
#include <string_view>

namespace gatehouse::policy {

class Compiler;

//! Turns one policy's element into steps.
using PolicyCompiler = void (*)(Compiler &compiler, NodeId node);

struct PolicyFactory
{
    std::string_view name;
    PolicyCompiler compile;
};

//! The one place where executed policies are registered; each has its own file beside this.
std::span<const PolicyFactory> policyFactories();
const PolicyCompiler *findPolicyCompiler(std::string_view name);

} // namespace gatehouse::policy
