// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/message_edits.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class SetBodyStep final : public Step
{
public:
    SetBodyStep(ValueSource text, bool response) : m_text(std::move(text)), m_response(response) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        auto text = m_text.text(run);
        if (m_response)
            setBody(exchange.response.body, exchange.response.headers, std::move(text));
        else
            setBody(exchange.request.body, exchange.request.headers, std::move(text));
        return StepResult::next();
    }

private:
    ValueSource m_text;
    bool m_response;
};

} // namespace

void compileSetBody(Compiler &compiler, NodeId node)
{
    const bool response = compiler.section() == Section::Outbound || compiler.section() == Section::OnError;
    auto text = compileBody(compiler, node, true);
    compiler.emit(std::make_unique<SetBodyStep>(std::move(text), response));
}

} // namespace gatehouse::policy
