// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/readers.h"

#include "core/base/text.h"

#include <algorithm>
#include <limits>

namespace gatehouse::openapi {

namespace {

//! The readers recurse, a frame a level.
constexpr std::size_t deepest = 1000;

} // namespace

void readText(Tree &tree, Findings &findings, const ReadLimits &limits, std::size_t maxBytes)
{
    const auto text = tree.text();
    const auto limit = std::min<std::size_t>(maxBytes, std::numeric_limits<std::uint32_t>::max());
    const ReadLimits bounded{std::min(limits.depth, deepest), limits.expandedNodes};
    if (text.size() > limit)
        return findings.errorAt(0, "", "openapi.tooLarge", {{"limit", std::to_string(limit)}});
    if (!isUtf8(text))
        return findings.errorAt(0, "", "openapi.notUtf8");
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return findings.errorAt(0, "", "openapi.empty");
    // libfyaml takes a zero byte for the end, and half a document is none.
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return findings.errorAt(zero, "", "openapi.syntax", {{"reason", "controlCharacter"}});
    if (text[first] == '{' || text[first] == '[')
        readJson(tree, findings, bounded);
    else
        readYaml(tree, findings, bounded);
}

} // namespace gatehouse::openapi
