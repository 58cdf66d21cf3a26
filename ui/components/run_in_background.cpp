// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/run_in_background.h"

#include <QThreadPool>

namespace gatehouse::ui::components {

namespace detail {

//! Shared by the handle, the pool and the relay. The mutex keeps the relay alive while the pool posts to it.
struct TaskState
{
    std::mutex mutex;
    QObject *relay = nullptr; //!< null once delivered, abandoned, or its context died
    std::stop_source stop;
    Progress onProgress;
    double fraction = -1;
    QString text;
    bool progressPosted = false;
};

} // namespace detail

namespace {

using State = std::shared_ptr<detail::TaskState>;

//! Child of the context: dies with it, on its thread.
class Relay final : public QObject
{
public:
    Relay(State state, QObject *context)
        : QObject(context)
        , m_state(std::move(state))
    {
    }

    ~Relay() override
    {
        const std::scoped_lock lock(m_state->mutex);
        if (m_state->relay != this)
            return;
        m_state->relay = nullptr;
        m_state->stop.request_stop();
    }

private:
    State m_state;
};

//! Posts `call` to the relay's thread if there is still one.
template<typename Call>
void post(const State &state, Call call)
{
    if (state->relay)
        QMetaObject::invokeMethod(state->relay, std::move(call), Qt::QueuedConnection);
}

QObject *takeRelay(const State &state)
{
    const std::scoped_lock lock(state->mutex);
    return std::exchange(state->relay, nullptr);
}

void showProgress(const State &state)
{
    std::unique_lock lock(state->mutex);
    state->progressPosted = false;
    if (!state->relay || !state->onProgress)
        return;
    const auto [call, fraction, text] = std::tuple(state->onProgress, state->fraction, state->text);
    lock.unlock();
    call(fraction, text);
}

//! Only the newest progress waits in the event queue, however fast the work reports.
void reportProgress(const State &state, double fraction, const QString &text)
{
    const std::scoped_lock lock(state->mutex);
    state->fraction = fraction;
    state->text = text;
    if (std::exchange(state->progressPosted, true))
        return;
    post(state, [state] { showProgress(state); });
}

void deliver(const State &state, std::function<void()> delivery)
{
    const std::scoped_lock lock(state->mutex);
    post(state, [state, delivery = std::move(delivery)] {
        QObject *relay = takeRelay(state);
        if (!relay)
            return;
        relay->deleteLater();
        delivery(); // may end the context
    });
}

} // namespace

void BackgroundTask::cancel()
{
    if (m_state)
        m_state->stop.request_stop();
}

void BackgroundTask::abandon()
{
    if (!m_state)
        return;
    m_state->stop.request_stop();
    if (QObject *relay = takeRelay(m_state))
        relay->deleteLater();
}

bool BackgroundTask::isRunning() const
{
    if (!m_state)
        return false;
    const std::scoped_lock lock(m_state->mutex);
    return m_state->relay != nullptr;
}

BackgroundTask startTask(QObject *context, std::function<std::function<void()>(std::stop_token, const Progress &)> work, Progress onProgress)
{
    BackgroundTask task;
    task.m_state = std::make_shared<detail::TaskState>();
    const State state = task.m_state;
    state->onProgress = std::move(onProgress);
    state->relay = new Relay(state, context);
    backgroundPool()->start([state, work = std::move(work)] {
        const Progress progress = [state](double fraction, const QString &text) { reportProgress(state, fraction, text); };
        deliver(state, work(state->stop.get_token(), progress));
    });
    return task;
}

QThreadPool *backgroundPool()
{
    constexpr int width = 12;
    QThreadPool *pool = QThreadPool::globalInstance();
    if (pool->maxThreadCount() < width)
        pool->setMaxThreadCount(width);
    return pool;
}

} // namespace gatehouse::ui::components
