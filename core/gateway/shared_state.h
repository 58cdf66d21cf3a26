// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/backend_states.h"
#include "core/gateway/concurrency.h"
#include "core/gateway/counters.h"
#include "core/gateway/debugger.h"
#include "core/gateway/memory_cache.h"
#include "core/gateway/metrics.h"
#include "core/gateway/quotas.h"
#include "core/identity/state.h"
#include "core/gateway/traces.h"
#include "core/policy/semantic_cache.h"

namespace gatehouse::gateway {

inline std::int64_t steadyMicros(const Clock &clock)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(clock.steady().time_since_epoch()).count();
}

//! What policies keep across requests and workers; outlives the workers and every snapshot.
struct SharedState
{
    SharedState(const Clock &clock, Random &random, std::size_t cacheBytes) : cache(clock, cacheBytes), semanticCache(clock), traces(clock, random) { }

    Counters counters;
    Quotas quotas;
    BackendStates backends;
    Concurrency concurrency;
    MemoryCache cache;
    policy::SemanticCache semanticCache;
    Metrics metrics;
    identity::State identity;
    Traces traces;
    Debugger debugger;
};

} // namespace gatehouse::gateway
