// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/limit/quota.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

//! token-quota-period of llm-token-limit: periods of the calendar, UTC.
enum class TokenQuotaPeriod { Indefinite, Hourly, Daily, Weekly, Monthly, Yearly };
std::optional<TokenQuotaPeriod> tokenQuotaPeriodOf(std::string_view text);

//! The period that `now` is in. Months and years differ in length, so each period has a counter of its own.
struct TokenQuotaWindow
{
    std::string name; //!< "Monthly/2026-08-01T00"
    limit::QuotaRule rule; //!< its beginning and length
};
TokenQuotaWindow tokenQuotaWindow(TokenQuotaPeriod period, UtcTime now);

//! As Azure writes it: "21 minutes and 33 seconds", "24 days, 14 hours, 1 minute and 5 seconds", "1 second".
std::string durationInWords(std::int64_t seconds);

} // namespace gatehouse::policy
