// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/keys_text.h"

namespace gatehouse::gatectl {

std::string agoText(std::chrono::microseconds span)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    if (seconds >= 2 * 86400)
        return std::to_string(seconds / 86400) + " d";
    if (seconds >= 2 * 3600)
        return std::to_string(seconds / 3600) + " h";
    if (seconds >= 120)
        return std::to_string(seconds / 60) + " min";
    return std::to_string(seconds < 0 ? 0 : seconds) + " s";
}

std::string observationText(const vault::KeyUseReport &report)
{
    if (!report.knownSince)
        return "This service tells nothing about the use of keys.";
    if (!report.tellsKeys)
        return "Calls of 30 days by the service's reports, which know subscriptions, not keys.";
    std::string text = "Calls of 30 days. Uses are counted since " + toIso(*report.knownSince);
    if (report.gaps.empty())
        return text + ".";
    std::chrono::microseconds missed{};
    for (const auto &gap : report.gaps)
        missed += gap.to - gap.from;
    return text + ", but for " + std::to_string(report.gaps.size()) + (report.gaps.size() == 1 ? " gap" : " gaps") + " of " + agoText(missed)
        + " in all, when the gateway did not end in order.";
}

} // namespace gatehouse::gatectl
