// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/quota_answer.h"

#include <algorithm>
#include <cstdio>

namespace gatehouse::policy {

namespace {

constexpr std::uint64_t kilobyte = 1024;
constexpr long long maxPeriod = 100LL * 366 * 24 * 3600;

std::int64_t wholeSeconds(std::int64_t micros)
{
    return std::max<std::int64_t>(1, (micros + 999'999) / 1'000'000);
}

} // namespace

std::string timeSpanText(std::int64_t micros)
{
    const auto seconds = wholeSeconds(micros);
    char clock[32];
    std::snprintf(clock, sizeof clock, "%02d:%02d:%02d", int(seconds / 3600 % 24), int(seconds / 60 % 60), int(seconds % 60));
    const auto days = seconds / 86'400;
    return days > 0 ? std::to_string(days) + "." + clock : clock;
}

StepResult quotaAnswer(const limit::QuotaVerdict &verdict)
{
    if (verdict.kind == limit::QuotaVerdict::Allowed)
        return StepResult::next();
    LastError error;
    error.reason = "QuotaExceeded";
    error.status = 403;
    error.message = verdict.kind == limit::QuotaVerdict::OutOfCalls ? "Out of call volume quota." : "Out of bandwidth quota.";
    if (verdict.replenishMicros) {
        error.message += " Quota will be replenished in " + timeSpanText(*verdict.replenishMicros) + ".";
        error.headers.set("Retry-After", std::to_string(wholeSeconds(*verdict.replenishMicros)));
    }
    error.wireMessage = error.message;
    return StepResult::fail(std::move(error));
}

limit::QuotaRule compileQuotaRule(Compiler &compiler, NodeId node, long long period, long long minimum)
{
    limit::QuotaRule rule;
    if (compiler.has(node, "calls")) {
        const auto calls = compiler.number(node, "calls", 0);
        if (calls < 0)
            compiler.badValue(node, "calls");
        rule.calls = static_cast<std::uint64_t>(std::max(0LL, calls));
    }
    if (compiler.has(node, "bandwidth")) {
        const auto bandwidth = compiler.number(node, "bandwidth", 0);
        if (bandwidth < 0 || bandwidth > (1LL << 50))
            compiler.badValue(node, "bandwidth");
        rule.bytes = static_cast<std::uint64_t>(std::max(0LL, bandwidth)) * kilobyte;
    }
    if (period < 0 || period > maxPeriod || (period > 0 && period < minimum))
        compiler.badValue(node, "renewal-period");
    rule.periodMicros = std::clamp(period, 0LL, maxPeriod) * 1'000'000;
    rule.startMicros = firstDayMicros;
    return rule;
}

} // namespace gatehouse::policy
