// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/backend_states.h"
#include "core/gateway/concurrency.h"
#include "core/gateway/counters.h"
#include "core/gateway/memory_cache.h"
#include "core/gateway/metrics.h"
#include "core/gateway/quotas.h"
#include "core/policy/semantic_cache.h"

namespace gatehouse::gateway {

//! What requests leave behind for those after them: one for all that is published, and one of its own for each trial. Thread-safe.
struct RunState
{
    RunState(const Clock &clock, std::size_t cacheBytes, std::size_t semanticBytes)
        : cache(clock, cacheBytes), semanticCache(clock, semanticBytes)
    {
    }

    Counters counters;
    Quotas quotas;
    BackendStates backends;
    Concurrency concurrency;
    MemoryCache cache;
    policy::SemanticCache semanticCache;
    Metrics metrics;
};

} // namespace gatehouse::gateway
