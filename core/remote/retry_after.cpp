// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/arm_client.h"

#include "core/base/text.h"

#include <ctime>
#include <string>

namespace gatehouse::remote {

std::optional<std::chrono::milliseconds> retryAfterOf(std::string_view value, UtcTime now)
{
    value = trim(value);
    constexpr long long longest = 7LL * 24 * 3600;
    if (const auto seconds = toInteger(value)) {
        if (*seconds < 0)
            return std::nullopt;
        return std::chrono::seconds{std::min(*seconds, longest)};
    }
    std::tm parts{};
    const std::string text(value);
    const char *end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (!end || *end != '\0')
        return std::nullopt;
    const UtcTime at{std::chrono::seconds{::timegm(&parts)}};
    return std::max(std::chrono::milliseconds{0}, std::chrono::duration_cast<std::chrono::milliseconds>(at - now));
}

} // namespace gatehouse::remote
