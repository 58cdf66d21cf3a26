// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <vector>

namespace gatehouse::policy {

//! when: condition, branch past its end, policies, jump to the end of choose.
void compileChoose(Compiler &compiler, NodeId node)
{
    std::vector<std::uint32_t> exits;
    const auto &document = compiler.document();
    for (const auto child : document.elements(node)) {
        const auto name = document.name(child);
        compiler.standAt(child);
        if (name == "otherwise") {
            compiler.policies(child);
            break; // always the last
        }
        if (name != "when") {
            compiler.invalid(child, "policy.unknownElement", {{"parent", "choose"}, {"name", std::string(name)}, {"expected", "when, otherwise"}});
            continue;
        }
        auto condition = compiler.attribute(child, "condition");
        const auto branch = compiler.reserve();
        compiler.policies(child);
        compiler.standAt(child);
        exits.push_back(compiler.reserve());
        compiler.place(branch, branchStep(std::move(condition), compiler.next()));
    }
    compiler.standAt(node);
    for (const auto exit : exits)
        compiler.place(exit, jumpStep(compiler.next()));
}

} // namespace gatehouse::policy
