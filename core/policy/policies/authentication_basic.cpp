// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

class AuthenticationBasicStep final : public Step
{
public:
    AuthenticationBasicStep(ValueSource name, ValueSource password) : m_name(std::move(name)), m_password(std::move(password)) { }
    StepResult run(Run &run) const override
    {
        run.exchange().request.headers.set("Authorization", "Basic " + crypto::base64(m_name.text(run) + ":" + m_password.text(run)));
        return StepResult::next();
    }

private:
    ValueSource m_name;
    ValueSource m_password;
};

} // namespace

void compileAuthenticationBasic(Compiler &compiler, NodeId node)
{
    auto name = compiler.attribute(node, "username");
    auto password = compiler.attribute(node, "password");
    compiler.emit(std::make_unique<AuthenticationBasicStep>(std::move(name), std::move(password)));
}

} // namespace gatehouse::policy
