// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class SetVariableStep final : public Step
{
public:
    SetVariableStep(std::string name, ValueSource value) : m_name(std::move(name)), m_value(std::move(value)) { }
    StepResult run(Run &run) const override
    {
        run.exchange().variables.insert_or_assign(m_name, m_value.variable(run));
        return StepResult::next();
    }

private:
    std::string m_name;
    ValueSource m_value;
};

} // namespace

void compileSetVariable(Compiler &compiler, NodeId node)
{
    auto name = compiler.literal(node, "name");
    auto value = compiler.attribute(node, "value");
    compiler.emit(std::make_unique<SetVariableStep>(std::move(name), std::move(value)));
}

} // namespace gatehouse::policy
