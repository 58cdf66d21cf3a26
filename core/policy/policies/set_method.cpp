// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

class SetMethodStep final : public Step
{
public:
    explicit SetMethodStep(ValueSource method) : m_method(std::move(method)) { }
    StepResult run(Run &run) const override
    {
        const auto method = std::string(trim(m_method.text(run)));
        if (!http::isToken(method))
            return StepResult::fail(expressionFailure("The method is not a valid one."));
        run.exchange().request.method = method;
        return StepResult::next();
    }

private:
    ValueSource m_method;
};

} // namespace

void compileSetMethod(Compiler &compiler, NodeId node)
{
    auto method = compiler.text(node);
    compiler.emit(std::make_unique<SetMethodStep>(std::move(method)));
}

} // namespace gatehouse::policy
