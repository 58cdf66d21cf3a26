// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/publisher.h"

namespace gatehouse::management {

Publisher::Publisher(gateway::Gateway &gateway, Current current, resource::Overlay overlay, Complete complete)
    : m_gateway(gateway), m_current(std::move(current)), m_overlay(std::move(overlay)), m_complete(std::move(complete))
{
    m_state.findings = m_gateway.publish(completed(*m_current()), m_overlay);
    m_state.revision = ++m_given;
    m_thread = std::thread{[this] { run(); }};
}

Publisher::~Publisher()
{
    stop();
}

void Publisher::publish()
{
    std::unique_lock lock{m_mutex};
    if (m_stopping)
        return;
    const auto mine = ++m_given;
    m_wake.notify_one();
    m_done.wait(lock, [&] { return m_stopping || m_state.revision >= mine; });
}

Publisher::State Publisher::state() const
{
    const std::lock_guard lock{m_mutex};
    return m_state;
}

Result<gateway::StartedTrial> Publisher::startTrial(const resource::Configuration &candidate, gateway::TrialRequest request)
{
    return m_gateway.startTrial(completed(candidate), m_overlay, std::move(request));
}

resource::Configuration Publisher::completed(const resource::Configuration &configuration) const
{
    auto copy = configuration;
    if (m_complete)
        m_complete(copy);
    return copy;
}

void Publisher::stop()
{
    {
        const std::lock_guard lock{m_mutex};
        m_stopping = true;
    }
    m_wake.notify_all();
    m_done.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Publisher::run()
{
    std::unique_lock lock{m_mutex};
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || m_given > m_state.revision; });
        if (m_stopping)
            return;
        const auto revision = m_given;
        lock.unlock();
        // Read after the number was taken: it is at least as new as what the callers up to that number committed.
        auto findings = m_gateway.publish(completed(*m_current()), m_overlay);
        lock.lock();
        m_state = {revision, std::move(findings)};
        m_done.notify_all();
    }
}

} // namespace gatehouse::management
