// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

class QThreadPool;

namespace gatehouse::ui::components {

//! How far a task is; called from the pool. A fraction below 0 means unknown.
using Progress = std::function<void(double fraction, const QString &text)>;

namespace detail {
struct TaskState;
}

//! A running task. A handle: copies name the same task, and dropping them all lets it run on.
class BackgroundTask
{
public:
    BackgroundTask() = default;

    //! Asks the work to stop. Its result still arrives, so that a cancelled publish can say what it did.
    void cancel();
    //! Asks the work to stop and drops its result and progress.
    void abandon();
    //! True until the result was delivered or the task was abandoned.
    bool isRunning() const;

private:
    friend BackgroundTask startTask(QObject *context, std::function<std::function<void()>(std::stop_token, const Progress &)> work,
                                    Progress onProgress);
    std::shared_ptr<detail::TaskState> m_state;
};

//! What runInBackground is made of: `work` gives the function that delivers its result.
BackgroundTask startTask(QObject *context, std::function<std::function<void()>(std::stop_token, const Progress &)> work,
                         Progress onProgress);

//! The one bridge from the window to blocking work. Runs `work` on the pool of the window and then, on the thread of `context`, `done` with its
//! result. When `context` dies first, the work is asked to stop and neither `done` nor `onProgress` is ever called.
//! `work` must not touch widgets or anything of the context's thread: it takes copies, and what it shares is thread-safe.
//! To be called on the thread of `context`.
template<typename T>
BackgroundTask runInBackground(QObject *context, std::function<T(std::stop_token, const Progress &)> work, std::function<void(T)> done,
                               Progress onProgress = {})
{
    return startTask(
        context,
        [work = std::move(work), done = std::move(done)](std::stop_token stop, const Progress &progress) -> std::function<void()> {
            auto result = std::make_shared<T>(work(std::move(stop), progress));
            return [result, done] { done(std::move(*result)); };
        },
        std::move(onProgress));
}

//! Holds the newest of a kind of task: starting the next abandons the one before, and so does the end of the slot. For a
//! filter or a page that loads again before the earlier load came back.
class TaskSlot
{
public:
    TaskSlot() = default;
    TaskSlot(const TaskSlot &) = delete;
    TaskSlot &operator=(const TaskSlot &) = delete;
    ~TaskSlot() { m_task.abandon(); }

    void operator=(BackgroundTask task)
    {
        m_task.abandon();
        m_task = std::move(task);
    }
    BackgroundTask &task() { return m_task; }
    bool isRunning() const { return m_task.isRunning(); }
    void abandon() { m_task.abandon(); }

private:
    BackgroundTask m_task;
};

//! The pool that tasks run on: wide, since they mostly wait for a network.
QThreadPool *backgroundPool();

} // namespace gatehouse::ui::components
