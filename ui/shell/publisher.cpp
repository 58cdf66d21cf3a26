// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/publisher.h"

namespace gatehouse::ui::shell {

//! What the pool writes and the window reads.
struct Publisher::Shared
{
    std::mutex mutex;
    std::vector<remote::ItemResult> results;
    int started = -1;
    int count = 0;
};

Publisher::Publisher(std::shared_ptr<remote::ArmClient> client, resource::ChangeSet changes, QObject *parent)
    : QObject(parent)
    , m_client(std::move(client))
    , m_changes(std::move(changes))
    , m_shared(std::make_shared<Shared>())
{
}

void Publisher::start(const remote::Confirmation &confirmation)
{
    using Results = Result<std::vector<remote::ItemResult>>;
    m_task = components::runInBackground<Results>(
        this,
        [client = m_client, changes = m_changes, confirmation, shared = m_shared](std::stop_token stop, const components::Progress &progress) -> Results {
            const auto tell = [&](std::size_t index, std::size_t count) { progress(count == 0 ? 1 : double(index) / double(count), {}); };
            remote::ApplyCallbacks callbacks;
            callbacks.started = [&](std::size_t index, std::size_t count, const resource::ChangeItem &) {
                {
                    const std::scoped_lock lock(shared->mutex);
                    shared->started = int(index);
                    shared->count = int(count);
                }
                tell(index, count);
            };
            callbacks.finished = [&](std::size_t index, std::size_t count, const remote::ItemResult &result) {
                {
                    const std::scoped_lock lock(shared->mutex);
                    shared->results.push_back(result);
                }
                tell(index + 1, count);
            };
            return remote::applyChanges(*client, changes, confirmation, callbacks, std::move(stop));
        },
        [this](Results results) {
            takeProgress();
            if (results)
                m_results = std::move(*results);
            else
                m_error = results.error();
            emit finished();
        },
        [this](double, const QString &) { takeProgress(); });
}

void Publisher::takeProgress()
{
    std::vector<remote::ItemResult> results;
    int started = -1;
    int count = 0;
    {
        const std::scoped_lock lock(m_shared->mutex);
        results = m_shared->results;
        started = m_shared->started;
        count = m_shared->count;
    }
    const int before = int(m_results.size());
    m_results = std::move(results);
    if (started >= 0)
        emit itemStarted(started, count);
    for (int i = before; i < int(m_results.size()); ++i)
        emit itemFinished(i);
}

} // namespace gatehouse::ui::shell
