// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/certificate_keeper.h"

namespace gatehouse::management {

CertificateKeeper::CertificateKeeper(std::chrono::milliseconds every, std::function<void()> look)
{
    m_thread = std::thread([this, every, task = std::move(look)] {
        std::unique_lock lock(m_mutex);
        while (!m_wake.wait_for(lock, every, [this] { return m_stopping; })) {
            lock.unlock();
            task();
            lock.lock();
        }
    });
}

CertificateKeeper::~CertificateKeeper()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

} // namespace gatehouse::management
