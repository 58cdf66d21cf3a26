// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/gateway/gateway.h"
#include "core/management/exchange_buffer.h"
#include "core/store/telemetry_store.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace gatehouse::management {

//! Takes what the workers counted and recorded four times a second: series to the telemetry store, records to the live
//! tail. What the store refuses is kept and given again, so that no count is lost while the disk is full.
class Collector
{
public:
    //! References outlive it.
    Collector(gateway::Gateway &gateway, store::TelemetryStore &store, ExchangeBuffer &buffer, const Clock &clock, Logger &logger);
    ~Collector(); //!< collects a last time

    //! Now, on the caller's thread: what has ended until now is in the store and the buffer afterwards.
    void collect();
    //! All uses of keys until then are in the store.
    UtcTime storedUntil() const { return m_storedUntil.load(); }
    void stop();
    std::uint64_t requests() const { return m_requests.load(); }
    std::uint64_t droppedRecords() const { return m_dropped.load(); }

private:
    void run();
    void keep(gateway::Collected collected, UtcTime until);
    void observed(bool ended);

    gateway::Gateway &m_gateway;
    store::TelemetryStore &m_store;
    ExchangeBuffer &m_buffer;
    const Clock &m_clock;
    Logger &m_logger;
    std::mutex m_collecting;
    std::map<telemetry::SeriesKey, telemetry::SeriesValue> m_pendingSeries; //!< guarded by m_collecting
    std::map<std::string, UtcTime> m_pendingUse;
    telemetry::KeyCalls m_pendingCalls;
    std::atomic<UtcTime> m_storedUntil;
    bool m_storeFails = false;
    bool m_complete = true;
    std::atomic<std::uint64_t> m_requests{0};
    std::atomic<std::uint64_t> m_dropped{0};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gatehouse::management
