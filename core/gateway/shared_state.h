// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/debugger.h"
#include "core/gateway/run_state.h"
#include "core/gateway/traces.h"
#include "core/gateway/trials.h"
#include "core/identity/state.h"

namespace gatehouse::gateway {

inline std::int64_t steadyMicros(const Clock &clock)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(clock.steady().time_since_epoch()).count();
}

//! What all workers share; outlives them and every snapshot.
struct SharedState
{
    SharedState(const Clock &clock, Random &random, std::size_t cacheBytes, std::size_t tokenCacheBytes)
        : live(clock, cacheBytes, 64U << 20), identity(identity::DpopNonces::makeKey(random), tokenCacheBytes), traces(clock, random), trials(clock, random)
    {
    }

    RunState live; //!< of requests that run what is published
    identity::State identity;
    Traces traces;
    Trials trials;
    Debugger debugger;
};

} // namespace gatehouse::gateway
