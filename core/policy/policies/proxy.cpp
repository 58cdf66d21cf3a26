// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/proxy_settings.h"

#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class ProxyStep final : public Step
{
public:
    explicit ProxyStep(ProxySettings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto proxy = m_settings.of(run);
        if (!proxy)
            return StepResult::fail(std::move(proxy.error()));
        run.exchange().proxy = std::move(*proxy);
        return StepResult::next();
    }

private:
    ProxySettings m_settings;
};

} // namespace

//! For forward-request; send-request has its own inside.
void compileProxy(Compiler &compiler, NodeId node)
{
    compiler.emit(std::make_unique<ProxyStep>(ProxySettings::compile(compiler, node)));
}

} // namespace gatehouse::policy
