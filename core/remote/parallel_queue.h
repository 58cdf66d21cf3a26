// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace gatehouse::remote {

//! Runs tasks, which may add further tasks, on a few threads of its own until none is left, the first failure or a stop
//! request.
template<typename Task>
class ParallelQueue
{
public:
    explicit ParallelQueue(std::stop_token stop) : m_stop(std::move(stop)) { }

    void add(Task task)
    {
        std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
        ++m_added;
        m_changed.notify_one();
    }

    //! Blocks. `work` runs on several threads at once; `done` after each task, one at a time, with how many of how many
    //! are through.
    Status run(std::size_t threads, const std::function<Status(const Task &)> &work,
               const std::function<void(const Task &, std::size_t done, std::size_t known)> &done)
    {
        std::vector<std::jthread> pool;
        for (std::size_t i = 0; i < threads; ++i)
            pool.emplace_back([this, &work, &done] { loop(work, done); });
        pool.clear();
        if (m_error)
            return tl::unexpected(*m_error);
        if (m_stop.stop_requested())
            return fail(ErrorKind::Cancelled, "remote.cancelled");
        return {};
    }

private:
    std::optional<Task> next()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, m_stop, [this] { return !m_tasks.empty() || m_running == 0 || m_error; });
        if (m_tasks.empty() || m_error || m_stop.stop_requested())
            return std::nullopt;
        ++m_running;
        auto task = std::move(m_tasks.front());
        m_tasks.pop_front();
        return task;
    }

    template<typename Work, typename Done>
    void loop(const Work &work, const Done &done)
    {
        while (auto task = next()) {
            const auto status = work(*task);
            std::scoped_lock lock(m_mutex);
            --m_running;
            ++m_done;
            if (!status && !m_error)
                m_error = status.error();
            if (status && done)
                done(*task, m_done, m_added);
            m_changed.notify_all();
        }
    }

    std::stop_token m_stop;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Task> m_tasks;
    std::size_t m_running = 0, m_done = 0, m_added = 0;
    std::optional<Error> m_error;
};

} // namespace gatehouse::remote
