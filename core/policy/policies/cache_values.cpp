// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/cache_values.h"

namespace gatehouse::policy {

CachingType cachingType(Compiler &compiler, NodeId node)
{
    const auto text = compiler.literal(node, "caching-type", "prefer-external");
    if (text == "internal")
        return CachingType::Internal;
    if (text != "external")
        return CachingType::PreferExternal;
    if (!compiler.bindings().hasExternalCache)
        compiler.warn(node, "policy.noExternalCache", {{"policy", std::string(compiler.document().name(node))}});
    return CachingType::External;
}

CacheChoice::CacheChoice(PolicyServices &services, CachingType type)
{
    if (type != CachingType::Internal)
        m_external = services.externalCache();
    if (!m_external && type != CachingType::External)
        m_internal = &services.cache();
}

StepResult CacheChoice::store(Run &run, std::string_view key, CachedContent content, std::chrono::microseconds duration) const
{
    if (m_external)
        return StepResult::suspend(m_external->store(key, content, duration, [&run] { run.complete(StepResult::next()); }));
    if (m_internal)
        m_internal->store(key, std::make_shared<const CachedContent>(std::move(content)), duration);
    return StepResult::next();
}

StepResult CacheChoice::remove(Run &run, std::string_view key) const
{
    if (m_external)
        return StepResult::suspend(m_external->remove(key, [&run] { run.complete(StepResult::next()); }));
    if (m_internal)
        m_internal->remove(key);
    return StepResult::next();
}

} // namespace gatehouse::policy
