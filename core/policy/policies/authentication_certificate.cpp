// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/backend_certificate.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class AuthenticationCertificateStep final : public Step
{
public:
    explicit AuthenticationCertificateStep(BackendCertificate certificate) : m_certificate(std::move(certificate)) { }
    StepResult run(Run &run) const override
    {
        auto file = m_certificate.of(run);
        if (!file)
            return StepResult::fail(std::move(file.error()));
        run.exchange().backendCertificate = std::move(*file);
        return StepResult::next();
    }

private:
    BackendCertificate m_certificate;
};

} // namespace

//! For forward-request; send-request has its own inside.
void compileAuthenticationCertificate(Compiler &compiler, NodeId node)
{
    compiler.emit(std::make_unique<AuthenticationCertificateStep>(BackendCertificate::compile(compiler, node)));
}

} // namespace gatehouse::policy
