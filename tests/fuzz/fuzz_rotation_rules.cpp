// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/rotation_rule.h"

#include <cstdlib>
#include <string>

using namespace gatehouse;
using namespace gatehouse::vault;

//! A rule that is read is one again after it was written down; what is refused has a finding.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const auto rules = parseRotationRules({reinterpret_cast<const char *>(data), size});
    if (!rules) {
        if (rules.error().empty())
            std::abort();
        return 0;
    }
    for (const auto &rule : *rules) {
        const auto again = ruleFrom(toJson(rule));
        if (rule.targets.empty() || !again || !(*again == rule))
            std::abort();
    }
    return 0;
}
