// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/diagnostic.h"
#include "core/gateway/gateway.h"
#include "core/resource/configuration.h"
#include "core/resource/overlay.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace gatehouse::management {

//! Brings committed configurations to the data plane from one thread. Several that come while one is being compiled
//! become one. Thread-safe.
class Publisher
{
public:
    struct State
    {
        std::uint64_t revision = 0; //!< how many configurations were given so far that the data plane has now
        Diagnostics findings; //!< of the last publish
    };

    using Current = std::function<std::shared_ptr<const resource::Configuration>()>;

    //! Puts in what lies elsewhere, such as the values of a key vault.
    using Complete = std::function<void(resource::Configuration &)>;

    //! Publishes the current configuration before it returns. `gateway` outlives it.
    Publisher(gateway::Gateway &gateway, Current current, resource::Overlay overlay, Complete complete = {});
    ~Publisher();
    Publisher(const Publisher &) = delete;
    Publisher &operator=(const Publisher &) = delete;

    //! Waits until the data plane has what is current now, or something later.
    void publish();
    State state() const;
    //! Runs a configuration beside the published one; see Gateway::startTrial. Compiles on the caller's thread.
    Result<gateway::StartedTrial> startTrial(const resource::Configuration &candidate, gateway::TrialRequest request);
    gateway::Trials &trials() { return m_gateway.trials(); }
    void stop();

private:
    void run();
    resource::Configuration completed(const resource::Configuration &configuration) const;

    gateway::Gateway &m_gateway;
    Current m_current;
    resource::Overlay m_overlay;
    Complete m_complete;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_done;
    std::uint64_t m_given = 0;
    State m_state;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gatehouse::management
