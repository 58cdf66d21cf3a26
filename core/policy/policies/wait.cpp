// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy {

namespace {

struct Branch
{
    std::uint32_t begin = 0, end = 0;
};

//! The branches under way. The first that fails or answers ends them all.
class Branches final : public Operation
{
public:
    Branches(Run &run, std::size_t count, bool any, std::uint32_t end) : m_run(run), m_left(any ? std::min<std::size_t>(1, count) : count), m_end(end)
    {
        if (m_left == 0)
            m_result = StepResult::jump(end);
    }
    //! What came out when nothing has to be waited for.
    std::optional<StepResult> start(const std::vector<Branch> &branches)
    {
        m_starting = true;
        for (const auto &branch : branches) {
            if (m_result)
                break;
            m_runs.push_back(m_run.branch(branch.begin, branch.end, [this](StepResult result) { ended(std::move(result)); }));
            m_runs.back()->startBranch();
        }
        m_starting = false;
        if (m_result)
            cancel();
        return std::move(m_result);
    }
    void cancel() override
    {
        for (const auto &run : m_runs)
            run->cancel();
    }

private:
    void ended(StepResult result)
    {
        if (m_result)
            return;
        if (result.kind != StepResult::Next)
            m_result = std::move(result);
        else if (--m_left == 0)
            m_result = StepResult::jump(m_end);
        if (!m_result || m_starting)
            return;
        cancel();
        m_run.complete(std::move(*m_result)); // destroys this
    }

    Run &m_run;
    std::size_t m_left;
    std::uint32_t m_end;
    std::vector<std::unique_ptr<Run>> m_runs;
    std::optional<StepResult> m_result;
    bool m_starting = false;
};

class WaitStep final : public Step
{
public:
    WaitStep(ValueSource mode, std::vector<Branch> branches, std::uint32_t end)
        : m_mode(std::move(mode)), m_branches(std::move(branches)), m_end(end)
    {
    }
    StepResult run(Run &run) const override
    {
        const auto mode = m_mode.text(run);
        if (mode != "all" && mode != "any")
            return StepResult::fail(expressionFailure("for is neither all nor any."));
        auto branches = std::make_unique<Branches>(run, m_branches.size(), mode == "any", m_end);
        if (auto result = branches->start(m_branches))
            return std::move(*result);
        return StepResult::suspend(std::move(branches));
    }

private:
    ValueSource m_mode;
    std::vector<Branch> m_branches;
    std::uint32_t m_end;
};

bool mayRunBeside(std::string_view name)
{
    constexpr std::array<std::string_view, 4> names{"cache-lookup-value", "cache-store-value", "choose", "send-request"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

//! [mode] [bodies that branches need] [wait] [branch] [branch] ...: each child is a branch.
void compileWait(Compiler &compiler, NodeId node)
{
    auto mode = compiler.attribute(node, "for", "all");
    const auto bodies = compiler.reserve();
    const auto at = compiler.reserve();
    std::vector<Branch> branches;
    compiler.beginParallel();
    for (const auto child : compiler.document().elements(node)) {
        Branch branch{compiler.next(), 0};
        const auto name = compiler.document().name(child);
        if (mayRunBeside(name))
            compiler.compilePolicy(child);
        else
            compiler.notExecuted("wait", std::string(name));
        branch.end = compiler.next();
        branches.push_back(branch);
    }
    const auto [request, response] = compiler.endParallel();
    compiler.place(bodies, bufferStep(request, response));
    compiler.place(at, std::make_unique<WaitStep>(std::move(mode), std::move(branches), compiler.next()));
}

} // namespace gatehouse::policy
