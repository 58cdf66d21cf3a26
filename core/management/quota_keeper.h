// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/log.h"
#include "core/gateway/gateway.h"
#include "core/store/quota_store.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace gatehouse::management {

//! Carries quotas over a restart: gives the gateway what was stored, then stores each second what has changed, and at the end. A crash
//! loses at most the last second. What the store refuses is given again.
class QuotaKeeper
{
public:
    //! Restores before it returns. References outlive it.
    static Result<std::unique_ptr<QuotaKeeper>> start(gateway::Gateway &gateway, store::QuotaStore &store, Logger &logger);
    ~QuotaKeeper();
    QuotaKeeper(const QuotaKeeper &) = delete;
    QuotaKeeper &operator=(const QuotaKeeper &) = delete;

    //! Stores a last time.
    void stop();

private:
    QuotaKeeper(gateway::Gateway &gateway, store::QuotaStore &store, Logger &logger);
    void run();
    void keep();

    gateway::Gateway &m_gateway;
    store::QuotaStore &m_store;
    Logger &m_logger;
    std::map<std::pair<std::string, std::string>, store::QuotaRow> m_pending;
    bool m_storeFails = false;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gatehouse::management
