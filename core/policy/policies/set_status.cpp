// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_edits.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class SetStatusStep final : public Step
{
public:
    explicit SetStatusStep(StatusEdit edit) : m_edit(std::move(edit)) { }
    StepResult run(Run &run) const override
    {
        auto applied = m_edit.apply(run.exchange().response, run);
        return applied ? StepResult::next() : StepResult::fail(std::move(applied.error()));
    }

private:
    StatusEdit m_edit;
};

} // namespace

void compileSetStatus(Compiler &compiler, NodeId node)
{
    auto edit = compileStatusEdit(compiler, node);
    compiler.emit(std::make_unique<SetStatusStep>(std::move(edit)));
}

} // namespace gatehouse::policy
