// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/outgoing_request.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class SendOneWayRequestStep final : public Step
{
public:
    explicit SendOneWayRequestStep(RequestEdits edits) : m_edits(std::move(edits)) { }
    StepResult run(Run &run) const override
    {
        auto request = m_edits.build(run);
        if (!request)
            return StepResult::fail(std::move(request.error()));
        run.services().sendOneWay(std::move(*request));
        return StepResult::next();
    }

private:
    RequestEdits m_edits;
};

} // namespace

void compileSendOneWayRequest(Compiler &compiler, NodeId node)
{
    if (auto edits = compileRequestEdits(compiler, node))
        compiler.emit(std::make_unique<SendOneWayRequestStep>(std::move(*edits)));
}

} // namespace gatehouse::policy
