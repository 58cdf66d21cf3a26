// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/message.h"
#include "core/policy/message_edits.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class ReturnResponseStep final : public Step
{
public:
    ReturnResponseStep(ResponseEdits edits, std::string variable) : m_edits(std::move(edits)), m_variable(std::move(variable)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        ResponseMessage response;
        response.reason = http::reasonPhrase(200);
        if (!m_variable.empty()) {
            const auto found = exchange.variables.find(m_variable);
            const auto *kept = found == exchange.variables.end()
                ? nullptr
                : std::get_if<std::shared_ptr<ResponseMessage>>(&found->second);
            if (kept && *kept)
                response = **kept;
        }
        if (auto applied = m_edits.apply(response, run); !applied)
            return StepResult::fail(std::move(applied.error()));
        exchange.response = std::move(response);
        return StepResult::respond();
    }

private:
    ResponseEdits m_edits;
    std::string m_variable;
};

} // namespace

void compileReturnResponse(Compiler &compiler, NodeId node)
{
    auto variable = compiler.literal(node, "response-variable-name");
    auto edits = compileResponseEdits(compiler, node);
    compiler.emit(std::make_unique<ReturnResponseStep>(std::move(edits), std::move(variable)));
}

} // namespace gatehouse::policy
