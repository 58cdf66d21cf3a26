// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/dpop_validation.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

//! Names with spaces or commas between; empty when one is unknown.
std::vector<std::string> algorithmsIn(std::string text)
{
    std::replace(text.begin(), text.end(), ',', ' ');
    const auto &known = identity::dpopAlgorithms();
    std::vector<std::string> chosen;
    for (const auto name : split(text, ' ')) {
        if (name.empty())
            continue;
        if (std::find(known.begin(), known.end(), name) == known.end())
            return {};
        chosen.emplace_back(name);
    }
    return chosen;
}

} // namespace

DpopSettings defaultDpopSettings(Compiler &compiler, std::string_view mode)
{
    DpopSettings settings;
    settings.isRequired = mode != "accepted";
    settings.countedSlot = compiler.sharedSlot("dpop-proof");
    return settings;
}

std::optional<DpopSettings> compileDpopSettings(Compiler &compiler, NodeId node)
{
    auto settings = defaultDpopSettings(compiler, compiler.literal(node, "mode", "required"));
    if (compiler.has(node, "public-url"))
        settings.publicUrl = compiler.attribute(node, "public-url");
    settings.maxAge = compiler.attribute(node, "max-age", "60");
    settings.clockSkew = compiler.attribute(node, "clock-skew", "30");
    settings.requireNonce = compiler.attribute(node, "require-nonce", "false");
    settings.nonceLifetime = compiler.attribute(node, "nonce-lifetime", "300");
    settings.replayProtection = compiler.attribute(node, "replay-protection", "true");
    settings.outputVariable = compiler.literal(node, "output-proof-variable-name");
    if (compiler.has(node, "algorithms")) {
        settings.algorithms = algorithmsIn(compiler.literal(node, "algorithms"));
        if (settings.algorithms.empty()) {
            compiler.badValue(node, "algorithms");
            return std::nullopt;
        }
    }
    return settings;
}

} // namespace gatehouse::policy
