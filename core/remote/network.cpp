// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/network.h"

#include "core/base/text.h"
#include "core/remote/network_reply.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QHostAddress>
#include <QPointer>
#include <QThread>
#include <QTimer>

#include <condition_variable>
#include <future>
#include <map>

namespace gatehouse::remote {

std::string_view HttpAnswer::header(std::string_view name) const
{
    for (const auto &[key, value] : headers) {
        if (equalsIgnoreCase(key, name))
            return value;
    }
    return {};
}

namespace {

//! The system's proxies, but never for this machine: a management endpoint on loopback must not leave it.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const auto host = query.peerHostName();
        if (host == u"localhost" || QHostAddress(host).isLoopback())
            return {QNetworkProxy::NoProxy};
        return systemProxyForQuery(query);
    }
};

//! Lives on the network thread.
class Worker final : public QObject
{
public:
    //! One manager a set of trust anchors: a pooled connection was checked against those of the request that made it.
    QNetworkAccessManager &managerFor(const std::string &caPem)
    {
        auto &manager = m_managers[caPem];
        if (!manager) {
            manager = std::make_unique<QNetworkAccessManager>();
            manager->setProxyFactory(new ProxyFactory);
            manager->setAutoDeleteReplies(false);
        }
        return *manager;
    }

private:
    std::map<std::string, std::unique_ptr<QNetworkAccessManager>> m_managers;
};

class NetworkThread final : public QThread
{
public:
    Worker *startAndWait()
    {
        auto ready = m_ready.get_future();
        start();
        return ready.get();
    }

private:
    void run() override
    {
        Worker worker;
        m_ready.set_value(&worker);
        exec();
    }

    std::promise<Worker *> m_ready;
};

class QtNetwork final : public Network
{
public:
    QtNetwork()
    {
        m_thread.setObjectName(QStringLiteral("network"));
        m_worker = m_thread.startAndWait();
    }
    ~QtNetwork() override
    {
        m_thread.quit();
        m_thread.wait();
    }

    Result<HttpAnswer> send(const HttpCall &call, std::stop_token stop) override;
    std::unique_ptr<PendingCall> start(HttpCall call, std::function<void(Result<HttpAnswer>)> done) override;
    std::unique_ptr<PendingCall> open(HttpCall call, Stream stream) override;
    std::unique_ptr<PendingCall> after(std::chrono::milliseconds delay, std::function<void()> task) override;

private:
    class Pending;
    std::unique_ptr<PendingCall> begin(HttpCall call, std::shared_ptr<CallState> state);

    NetworkThread m_thread;
    Worker *m_worker = nullptr;
};

//! What the owner holds. `reader` is touched on the network thread alone.
class QtNetwork::Pending final : public PendingCall
{
public:
    struct Shared
    {
        QPointer<ReplyReader> reader;
    };

    Pending(QtNetwork &network, std::shared_ptr<CallState> state) : m_network(network), m_state(std::move(state)) { }
    ~Pending() override
    {
        {
            std::scoped_lock lock(m_state->mutex);
            if (m_state->dropped)
                return;
            m_state->dropped = true;
        }
        QMetaObject::invokeMethod(m_network.m_worker, [shared = m_shared] {
            if (shared->reader)
                shared->reader->drop();
        }, Qt::QueuedConnection);
    }

    const std::shared_ptr<Shared> &shared() const { return m_shared; }

private:
    QtNetwork &m_network;
    std::shared_ptr<CallState> m_state;
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

std::unique_ptr<PendingCall> QtNetwork::begin(HttpCall call, std::shared_ptr<CallState> state)
{
    auto pending = std::make_unique<Pending>(*this, state);
    const auto task = [worker = m_worker, call = std::move(call), state, shared = pending->shared()] {
        const auto request = requestOf(call);
        std::scoped_lock lock(state->mutex);
        if (state->dropped)
            return;
        if (!request) {
            state->dropped = true;
            if (state->isStream)
                state->stream.end(request.error());
            else
                state->done(tl::unexpected(request.error()));
            return;
        }
        auto *reply = sendOn(worker->managerFor(call.caPem), *request, call);
        shared->reader = new ReplyReader(reply, state, call.maxBody);
    };
    QMetaObject::invokeMethod(m_worker, task, Qt::QueuedConnection);
    return pending;
}

std::unique_ptr<PendingCall> QtNetwork::start(HttpCall call, std::function<void(Result<HttpAnswer>)> done)
{
    auto state = std::make_shared<CallState>();
    state->done = std::move(done);
    return begin(std::move(call), std::move(state));
}

std::unique_ptr<PendingCall> QtNetwork::open(HttpCall call, Stream stream)
{
    auto state = std::make_shared<CallState>();
    state->isStream = true;
    state->stream = std::move(stream);
    return begin(std::move(call), std::move(state));
}

std::unique_ptr<PendingCall> QtNetwork::after(std::chrono::milliseconds delay, std::function<void()> task)
{
    auto state = std::make_shared<CallState>();
    auto pending = std::make_unique<Pending>(*this, state);
    const auto run = [state, task = std::move(task)] {
        std::scoped_lock lock(state->mutex);
        if (std::exchange(state->dropped, true))
            return;
        task();
    };
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, delay, run] {
        QTimer::singleShot(delay, worker, run);
    }, Qt::QueuedConnection);
    return pending;
}

Result<HttpAnswer> QtNetwork::send(const HttpCall &call, std::stop_token stop)
{
    Q_ASSERT(QThread::currentThread() != &m_thread);
    if (stop.stop_requested())
        return fail(ErrorKind::Cancelled, "remote.cancelled");
    std::mutex mutex;
    std::condition_variable_any changed;
    std::optional<Result<HttpAnswer>> result;
    auto pending = start(call, [&](Result<HttpAnswer> answer) {
        std::scoped_lock lock(mutex);
        result = std::move(answer);
        changed.notify_all();
    });
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, stop, [&result] { return result.has_value(); });
    }
    pending.reset(); // no callback after this, so the locals may go
    if (!result)
        return fail(ErrorKind::Cancelled, "remote.cancelled");
    return std::move(*result);
}

} // namespace

std::shared_ptr<Network> Network::create()
{
    return std::make_shared<QtNetwork>();
}

} // namespace gatehouse::remote
