// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/cached_value.h"
#include "core/policy/policies/cache_values.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    ValueSource key;
    std::optional<ValueSource> fallback;
    std::string variable;
    bool looks = true;
};

//! A miss without default-value leaves the variable unset: policies ask context.Variables.ContainsKey.
class CacheLookupValueStep final : public Step
{
public:
    explicit CacheLookupValueStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto &variables = run.exchange().variables;
        const auto hit = m_settings.looks ? run.services().cache().find(valueCacheKey(m_settings.key.text(run))) : CacheHit{};
        if (hit.content)
            variables.insert_or_assign(m_settings.variable, fromCached(*hit.content));
        else if (m_settings.fallback)
            variables.insert_or_assign(m_settings.variable, m_settings.fallback->variable(run));
        return StepResult::next();
    }

private:
    Settings m_settings;
};

} // namespace

void compileCacheLookupValue(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.looks = usesInternalCache(compiler, node);
    settings.key = compiler.attribute(node, "key");
    if (compiler.has(node, "default-value"))
        settings.fallback = compiler.attribute(node, "default-value");
    settings.variable = compiler.literal(node, "variable-name");
    compiler.emit(std::make_unique<CacheLookupValueStep>(std::move(settings)));
}

} // namespace gatehouse::policy
