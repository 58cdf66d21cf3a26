// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace gatehouse::management {

//! Looks now and then whether the gateway's own certificate is to be renewed, on a thread of its own.
class CertificateKeeper
{
public:
    CertificateKeeper(std::chrono::milliseconds every, std::function<void()> look);
    ~CertificateKeeper();
    CertificateKeeper(const CertificateKeeper &) = delete;
    CertificateKeeper &operator=(const CertificateKeeper &) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gatehouse::management
