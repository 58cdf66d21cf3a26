// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/gateway/gateway.h"
#include "core/gateway/run_state.h"
#include "core/gateway/snapshot.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

//! Staged changes, compiled: what requests with its token run, with a memory of their own.
struct Trial
{
    static constexpr std::string_view requestField = "Gatehouse-Trial"; //!< carries the token; of the answer: the id
    static constexpr std::string_view errorField = "Gatehouse-Trial-Error"; //!< "gone"

    Trial(TrialInfo information, std::shared_ptr<const Snapshot> compiled, SteadyTime end, const Clock &clock);

    const TrialInfo info;
    const std::shared_ptr<const Snapshot> snapshot;
    const SteadyTime expires;
    RunState state;
};
using TrialPointer = std::shared_ptr<Trial>;

//! The trials of a gateway: in memory, few, for a while. Thread-safe.
class Trials
{
public:
    static constexpr std::size_t maxTrials = 8;
    static constexpr std::chrono::minutes ordinaryLifetime{10};
    static constexpr std::chrono::minutes longestLifetime{60};

    Trials(const Clock &clock, Random &random) : m_clock(clock), m_random(random) { }

    //! TooMany "trial.full" (args: limit, until: when the first of them expires).
    Status checkRoom();
    struct Started
    {
        TrialInfo info;
        SecretString token;
    };
    //! Fails as checkRoom().
    Result<Started> start(TrialRequest request, std::shared_ptr<const Snapshot> snapshot);
    //! For a request that came with the token. Null: none that runs has it.
    TrialPointer find(std::string_view token) const;
    //! False: there is none.
    bool end(std::string_view id);
    //! Oldest first.
    std::vector<TrialInfo> list();
    //! Lets go of those that have ended and that no request runs on any more. Not on a worker: what was compiled goes with them, and that takes time.
    void sweep();

private:
    struct Entry
    {
        std::string digest; //!< of the token, which itself is not kept
        TrialPointer trial;
    };
    void endExpired(std::vector<TrialPointer> &unused);
    void takeUnused(std::vector<TrialPointer> &unused);
    Status checkRoomLocked() const;

    const Clock &m_clock;
    Random &m_random;
    mutable std::mutex m_mutex;
    std::vector<Entry> m_running; //!< oldest first
    std::vector<TrialPointer> m_ended; //!< requests may be under way on them
};

} // namespace gatehouse::gateway
