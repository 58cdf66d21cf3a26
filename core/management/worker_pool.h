// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::management {

//! A few threads for what waits on SQLite or on the data plane, so that no loop does. The queue is bounded.
class WorkerPool
{
public:
    explicit WorkerPool(std::size_t threads, std::size_t queue = 1024);
    ~WorkerPool(); //!< runs what is queued, then joins

    //! False: the queue is full or the pool is stopping; the task was not taken.
    bool post(std::function<void()> task);
    void stop();

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_queue;
    std::size_t m_limit;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace gatehouse::management
