// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/iso_duration.h"

#include "core/base/text.h"

namespace gatehouse {

std::optional<std::chrono::seconds> parseIsoDuration(std::string_view text)
{
    constexpr std::string_view letters = "WDHMS";
    constexpr long long seconds[]{604'800, 86'400, 3'600, 60, 1};
    constexpr std::size_t firstOfTime = 2;
    constexpr std::size_t mostDigits = 9;
    if (!text.starts_with('P'))
        return std::nullopt;
    text.remove_prefix(1);
    long long total = 0;
    bool inTime = false, any = false;
    for (std::size_t next = 0; !text.empty(); any = true) {
        if (!inTime && next <= firstOfTime && text.starts_with('T')) {
            inTime = true;
            next = firstOfTime;
            text.remove_prefix(1);
        }
        const auto digits = text.find_first_not_of("0123456789");
        if (digits == std::string_view::npos || digits == 0 || digits > mostDigits)
            return std::nullopt;
        const auto unit = letters.find(text[digits], next);
        if (unit == std::string_view::npos || (unit >= firstOfTime) != inTime)
            return std::nullopt;
        total += *toInteger(text.substr(0, digits)) * seconds[unit];
        text.remove_prefix(digits + 1);
        next = unit == 0 ? letters.size() : unit + 1; // nothing stands beside weeks
    }
    return any ? std::optional(std::chrono::seconds(total)) : std::nullopt;
}

} // namespace gatehouse
