// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/cache_values.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

class CacheRemoveValueStep final : public Step
{
public:
    explicit CacheRemoveValueStep(ValueSource key) : m_key(std::move(key)) { }
    StepResult run(Run &run) const override
    {
        run.services().cache().remove(valueCacheKey(m_key.text(run)));
        return StepResult::next();
    }

private:
    ValueSource m_key;
};

} // namespace

bool usesInternalCache(Compiler &compiler, NodeId node)
{
    if (compiler.literal(node, "caching-type", "prefer-external") != "external")
        return true;
    compiler.warn(node, "policy.noExternalCache", {{"policy", std::string(compiler.document().name(node))}});
    return false;
}

void compileCacheRemoveValue(Compiler &compiler, NodeId node)
{
    const bool removes = usesInternalCache(compiler, node);
    auto key = compiler.attribute(node, "key");
    if (removes)
        compiler.emit(std::make_unique<CacheRemoveValueStep>(std::move(key)));
}

} // namespace gatehouse::policy
