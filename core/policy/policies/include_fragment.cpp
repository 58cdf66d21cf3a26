// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

void compileIncludeFragment(Compiler &compiler, NodeId node)
{
    compiler.fragment(node, compiler.literal(node, "fragment-id"));
}

} // namespace gatehouse::policy
