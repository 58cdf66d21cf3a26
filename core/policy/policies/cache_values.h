// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"

#include <string>

namespace gatehouse::policy {

enum class CachingType { Internal, External, PreferExternal };

//! The attribute; warns about "external" while no external cache is configured: reads find nothing then and writes keep nothing, as in
//! Azure while one can't be reached.
CachingType cachingType(Compiler &compiler, NodeId node);

//! One cache of the two, or none. The internal one answers at once, the external one makes the step wait.
class CacheChoice
{
public:
    CacheChoice(PolicyServices &services, CachingType type);

    //! `found(hit)` says how the step goes on.
    template<typename Found>
    StepResult find(Run &run, std::string_view key, Found found) const
    {
        if (!m_external)
            return found(m_internal ? m_internal->find(key) : CacheHit{});
        return StepResult::suspend(m_external->find(key, [&run, found = std::move(found)](const CacheHit &hit) { run.complete(found(hit)); }));
    }
    StepResult store(Run &run, std::string_view key, CachedContent content, std::chrono::microseconds duration) const;
    StepResult remove(Run &run, std::string_view key) const;

private:
    ExternalCache *m_external = nullptr;
    Cache *m_internal = nullptr;
};

//! Values and responses share a cache and never meet.
inline std::string valueCacheKey(const std::string &key)
{
    return "v:" + key;
}

} // namespace gatehouse::policy
