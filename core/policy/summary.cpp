// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/summary.h"

#include "core/base/text.h"

namespace gatehouse::policy {

namespace {

constexpr std::size_t maxSummary = 120;

std::string valueOf(const Document &document, NodeId node, std::string_view name)
{
    const auto *attribute = document.attribute(node, name);
    return attribute ? attribute->value : std::string();
}

std::string limitSummary(const Document &document, NodeId node)
{
    const auto calls = valueOf(document, node, "calls");
    const auto bandwidth = valueOf(document, node, "bandwidth");
    const auto period = valueOf(document, node, "renewal-period");
    auto text = calls.empty() ? std::string() : calls + " calls";
    if (!bandwidth.empty())
        text += (text.empty() ? "" : ", ") + bandwidth + " KB";
    if (!text.empty() && !period.empty())
        text += " per " + period + " s";
    if (const auto key = valueOf(document, node, "counter-key"); !key.empty())
        text += " by " + key;
    return text;
}

std::string namedSummary(const Document &document, NodeId node)
{
    const auto action = valueOf(document, node, "exists-action");
    return valueOf(document, node, "name") + ": " + (action.empty() ? "override" : action);
}

std::string joinedAttributes(const Document &document, NodeId node)
{
    std::string text;
    for (const auto &attribute : document.attributes(node))
        text += (text.empty() ? "" : ", ") + attribute.name + "=" + attribute.value;
    return text;
}

//! One line, cut between characters.
std::string shortened(std::string text)
{
    for (auto &c : text)
        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
    if (text.size() <= maxSummary)
        return text;
    auto end = maxSummary - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end) + "...";
}

} // namespace

std::string summaryOf(const Document &document, NodeId node)
{
    const auto name = document.name(node);
    if (name == "rate-limit" || name == "rate-limit-by-key" || name == "quota" || name == "quota-by-key")
        return shortened(limitSummary(document, node));
    if (name == "set-header" || name == "set-query-parameter")
        return shortened(namedSummary(document, node));
    if (name == "rewrite-uri")
        return shortened(valueOf(document, node, "template"));
    if (name == "set-method" || name == "set-body")
        return shortened(std::string(trim(document.textOf(node))));
    if (name == "return-response")
        if (const auto status = document.element(node, "set-status"); status != noNode)
            return shortened(valueOf(document, status, "code") + " " + valueOf(document, status, "reason"));
    return shortened(joinedAttributes(document, node));
}

} // namespace gatehouse::policy
