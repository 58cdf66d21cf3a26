// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/retry_after.h"

#include "core/base/text.h"

#include <algorithm>
#include <ctime>
#include <string>

namespace gatehouse::http {

std::optional<std::chrono::seconds> parseRetryAfter(std::string_view value, UtcTime now)
{
    constexpr std::chrono::seconds longest{366LL * 24 * 3600};
    value = trim(value);
    if (const auto number = toInteger(value))
        return *number < 0 ? std::nullopt : std::optional(std::chrono::seconds(std::min<long long>(*number, longest.count())));
    constexpr std::size_t imfSize = 29;
    if (value.size() != imfSize)
        return std::nullopt;
    std::tm parts{};
    const std::string text(value);
    const char *end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (!end || *end != '\0')
        return std::nullopt;
    const UtcTime at{std::chrono::seconds{::timegm(&parts)}};
    return std::clamp(std::chrono::ceil<std::chrono::seconds>(at - now), std::chrono::seconds{0}, longest);
}

} // namespace gatehouse::http
