// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rate_limit_answer.h"

#include <algorithm>

namespace gatehouse::policy {

std::int64_t retryAfterSeconds(const limit::Verdict &verdict)
{
    return std::max<std::int64_t>(1, (verdict.retryAfterMicros + 999'999) / 1'000'000);
}

StepResult RateLimitAnswer::give(Exchange &exchange, const limit::Rule &rule, const limit::Verdict &verdict) const
{
    const auto remaining = verdict.allowed ? static_cast<std::int64_t>(verdict.remaining) : 0;
    if (!remainingVariable.empty())
        exchange.variables.insert_or_assign(remainingVariable, remaining);
    if (!remainingHeader.empty())
        exchange.owedHeaders.set(remainingHeader, std::to_string(remaining));
    if (!totalHeader.empty())
        exchange.owedHeaders.set(totalHeader, std::to_string(rule.calls));
    if (verdict.allowed)
        return StepResult::next();

    const auto seconds = retryAfterSeconds(verdict);
    if (!retryAfterVariable.empty())
        exchange.variables.insert_or_assign(retryAfterVariable, seconds);
    LastError error;
    error.reason = "RateLimitExceeded";
    error.message = "Rate limit is exceeded";
    error.status = 429;
    error.wireMessage = "Rate limit is exceeded. Try again in " + std::to_string(seconds) + " seconds.";
    error.headers.set(retryAfterHeader, std::to_string(seconds));
    return StepResult::fail(std::move(error));
}

StepResult limitsUnavailable()
{
    LastError error;
    error.reason = "LimitStoreUnavailable";
    error.message = "The limit can't be checked: the shared counters can't be reached.";
    error.status = 503;
    error.wireMessage = "Service unavailable";
    return StepResult::fail(std::move(error));
}

RateLimitAnswer compileRateLimitAnswer(Compiler &compiler, NodeId node)
{
    RateLimitAnswer answer;
    answer.retryAfterHeader = compiler.literal(node, "retry-after-header-name", "Retry-After");
    answer.retryAfterVariable = compiler.literal(node, "retry-after-variable-name");
    answer.remainingHeader = compiler.literal(node, "remaining-calls-header-name");
    answer.remainingVariable = compiler.literal(node, "remaining-calls-variable-name");
    answer.totalHeader = compiler.literal(node, "total-calls-header-name");
    return answer;
}

} // namespace gatehouse::policy
