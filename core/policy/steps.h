// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/expression_host.h"
#include "core/policy/program.h"
#include "core/policy/value_source.h"

#include <memory>
#include <string>

namespace gatehouse::policy {

//! Steps that several policies are made of.

//! Fails: the table knows the policy and nothing executes it yet. `part` names what of it, when it is not the whole.
std::unique_ptr<const Step> notExecutedStep(std::string policy, std::string part = {});
//! Fails with what the compiler found wrong.
std::unique_ptr<const Step> invalidStep(const Diagnostic &finding);
//! Puts an expression's result into a value slot. Null expression: fails, saying why.
std::unique_ptr<const Step> evaluateStep(std::shared_ptr<const CompiledExpression> expression, std::uint32_t slot,
                                         bool hasEngine);
//! Makes bodies that stream into bytes.
std::unique_ptr<const Step> bufferStep(bool request, bool response);
std::unique_ptr<const Step> jumpStep(std::uint32_t target);
//! Goes on when the counter slot is not 0, else jumps.
std::unique_ptr<const Step> skipUnlessStep(std::uint32_t slot, std::uint32_t target);
//! Goes on when the condition holds, else jumps.
std::unique_ptr<const Step> branchStep(ValueSource condition, std::uint32_t otherwise);

//! What Azure says when an expression threw or gave a value of a wrong type.
LastError expressionFailure(std::string message);

//! Largest body that is kept in memory for a policy.
inline constexpr std::size_t maxBufferedBody = 4U << 20;

} // namespace gatehouse::policy
