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
    CachingType type = CachingType::PreferExternal;
};

//! A miss without default-value leaves the variable unset: policies ask context.Variables.ContainsKey.
class CacheLookupValueStep final : public Step
{
public:
    explicit CacheLookupValueStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        return CacheChoice(run.services(), m_settings.type)
            .find(run, valueCacheKey(m_settings.key.text(run)), [this, &run](const CacheHit &hit) { return found(run, hit); });
    }

private:
    StepResult found(Run &run, const CacheHit &hit) const
    {
        auto &variables = run.exchange().variables;
        if (hit.content)
            variables.insert_or_assign(m_settings.variable, fromCached(*hit.content));
        else if (m_settings.fallback)
            variables.insert_or_assign(m_settings.variable, m_settings.fallback->variable(run));
        return StepResult::next();
    }
    Settings m_settings;
};

} // namespace

void compileCacheLookupValue(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.type = cachingType(compiler, node);
    settings.key = compiler.attribute(node, "key");
    if (compiler.has(node, "default-value"))
        settings.fallback = compiler.attribute(node, "default-value");
    settings.variable = compiler.literal(node, "variable-name");
    compiler.emit(std::make_unique<CacheLookupValueStep>(std::move(settings)));
}

} // namespace gatehouse::policy
