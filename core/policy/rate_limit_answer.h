// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"
#include "core/policy/program.h"

#include <string>

namespace gatehouse::policy {

//! What rate-limit and rate-limit-by-key tell the caller and later policies.
struct RateLimitAnswer
{
    std::string retryAfterHeader = "Retry-After";
    std::string retryAfterVariable;
    std::string remainingHeader;
    std::string remainingVariable;
    std::string totalHeader;

    //! Next, or the refusal with status 429.
    StepResult give(Exchange &exchange, const limit::Rule &rule, const limit::Verdict &verdict) const;
};
//! What a request gets while limits can't be counted and that was to be no leave.
StepResult limitsUnavailable();

RateLimitAnswer compileRateLimitAnswer(Compiler &compiler, NodeId node);

//! Whole seconds, rounded up, at least one.
std::int64_t retryAfterSeconds(const limit::Verdict &verdict);

} // namespace gatehouse::policy
