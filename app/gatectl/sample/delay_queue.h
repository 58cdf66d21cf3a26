// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace gatehouse::gatectl::sample {

//! Runs tasks after a delay on a thread of its own; they must be short. Destroying it drops what waits. Thread-safe.
class DelayQueue
{
public:
    DelayQueue() : m_thread([this](const std::stop_token &stop) { loop(stop); }) { }

    void after(std::chrono::microseconds delay, std::function<void()> task)
    {
        std::scoped_lock lock(m_mutex);
        m_tasks.emplace(std::chrono::steady_clock::now() + delay, std::move(task));
        m_changed.notify_one();
    }

private:
    void loop(const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        while (!stop.stop_requested()) {
            if (m_tasks.empty()) {
                m_changed.wait(lock, stop, [this] { return !m_tasks.empty(); });
                continue;
            }
            const auto due = m_tasks.begin()->first;
            if (std::chrono::steady_clock::now() < due) {
                m_changed.wait_until(lock, stop, due, [this, due] { return m_tasks.begin()->first < due; });
                continue;
            }
            const auto task = std::move(m_tasks.begin()->second);
            m_tasks.erase(m_tasks.begin());
            lock.unlock();
            task();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> m_tasks;
    std::jthread m_thread; //!< last: it stops before the others go
};

} // namespace gatehouse::gatectl::sample
