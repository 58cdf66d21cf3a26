// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/cache_values.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class CacheRemoveValueStep final : public Step
{
public:
    CacheRemoveValueStep(ValueSource key, CachingType type) : m_key(std::move(key)), m_type(type) { }
    StepResult run(Run &run) const override
    {
        return CacheChoice(run.services(), m_type).remove(run, valueCacheKey(m_key.text(run)));
    }

private:
    ValueSource m_key;
    CachingType m_type;
};

} // namespace

void compileCacheRemoveValue(Compiler &compiler, NodeId node)
{
    const auto type = cachingType(compiler, node);
    auto key = compiler.attribute(node, "key");
    compiler.emit(std::make_unique<CacheRemoveValueStep>(std::move(key), type));
}

} // namespace gatehouse::policy
