// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_edits.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class SetHeaderStep final : public Step
{
public:
    SetHeaderStep(HeaderEdit edit, bool response) : m_edit(std::move(edit)), m_response(response) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        auto applied = m_edit.apply(m_response ? exchange.response.headers : exchange.request.headers, run);
        return applied ? StepResult::next() : StepResult::fail(std::move(applied.error()));
    }

private:
    HeaderEdit m_edit;
    bool m_response;
};

} // namespace

void compileSetHeader(Compiler &compiler, NodeId node)
{
    const bool response = compiler.section() == Section::Outbound || compiler.section() == Section::OnError;
    auto edit = compileHeaderEdit(compiler, node);
    compiler.emit(std::make_unique<SetHeaderStep>(std::move(edit), response));
}

} // namespace gatehouse::policy
