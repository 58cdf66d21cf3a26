// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"
#include "core/policy/program.h"

#include <string>

namespace gatehouse::policy {

//! Next, or the refusal with status 403 and Retry-After as Azure writes them.
StepResult quotaAnswer(const limit::QuotaVerdict &verdict);
//! C#'s TimeSpan of whole seconds, rounded up: "00:30:02", "7.00:00:00".
std::string timeSpanText(std::int64_t micros);

//! calls, bandwidth (kilobytes) and renewal-period of an element; reports what is wrong with them. `minimum`: of the period, but 0.
limit::QuotaRule compileQuotaRule(Compiler &compiler, NodeId node, long long period, long long minimum);

//! 0001-01-01T00:00:00Z, where periods begin that nothing else begins.
inline constexpr std::int64_t firstDayMicros = -62'135'596'800LL * 1'000'000;

} // namespace gatehouse::policy
