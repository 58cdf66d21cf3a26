// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/loop.h"

#include "core/net/loop_impl.h"

#include <boost/asio/post.hpp>

#include <csignal>
#include <future>

#include <pthread.h>

namespace gatehouse::net {

namespace {

// While there is much to do, the socket set is asked again without going round by Asio.
constexpr int maxRounds = 16;
constexpr std::size_t busyBatch = 3;

//! OpenSSL writes with write(2): a gone peer must be an error, not a signal.
void blockPipeSignal()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

} // namespace

Loop::Impl::Impl()
    : wheel([this](SteadyTime time) { arm(time); })
    , context(1)
    , work(boost::asio::make_work_guard(context))
    , pollable(context, poller.descriptor())
    , timer(context)
{
    waitForEvents();
}

Loop::Impl::~Impl()
{
    pollable.release(); // the poller closes it
}

void Loop::Impl::defer(std::function<void()> task)
{
    if (deferred.empty() && !m_dispatching)
        boost::asio::post(context, [this] { runDeferred(); });
    deferred.push_back(std::move(task));
}

void Loop::Impl::runDeferred()
{
    const bool outer = std::exchange(m_dispatching, true);
    // A task that defers again waits for new events first if it goes on for long.
    for (int round = 0; round < maxRounds && !deferred.empty(); ++round) {
        running.swap(deferred);
        for (auto &task : running)
            task();
        running.clear();
    }
    m_dispatching = outer;
    if (!outer && !deferred.empty())
        boost::asio::post(context, [this] { runDeferred(); });
}

void Loop::Impl::yield(std::function<void()> slice)
{
    if (slices.empty())
        boost::asio::post(context, [this] { runSlice(); });
    slices.push_back(std::move(slice));
}

void Loop::Impl::runSlice()
{
    onEvents();
    const auto slice = std::move(slices.front());
    m_dispatching = true;
    slice();
    m_dispatching = false;
    slices.pop_front(); // only now: a slice that yields finds the next turn arranged
    if (!deferred.empty())
        runDeferred();
    if (!slices.empty())
        boost::asio::post(context, [this] { runSlice(); });
}

void Loop::Impl::waitForEvents()
{
    pollable.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code &error) {
        if (error)
            return;
        onEvents();
        waitForEvents();
    });
}

void Loop::Impl::onEvents()
{
    for (int round = 0; round < maxRounds; ++round) {
        m_dispatching = true;
        const auto events = poller.dispatch();
        m_dispatching = false;
        if (!deferred.empty())
            runDeferred();
        if (events < busyBatch)
            break;
    }
}

void Loop::Impl::arm(SteadyTime time)
{
    timer.expires_at(time);
    timer.async_wait([this](const boost::system::error_code &error) {
        if (!error)
            wheel.advance(std::chrono::steady_clock::now());
    });
}

Loop::Loop() : m_impl(std::make_unique<Impl>()) { }

Loop::~Loop()
{
    stop();
}

void Loop::start(std::string threadName)
{
    m_impl->thread = std::thread([this, name = threadName.substr(0, 15)] {
        pthread_setname_np(pthread_self(), name.c_str());
        blockPipeSignal();
        m_impl->threadId = std::this_thread::get_id();
        m_impl->context.run();
    });
}

void Loop::post(std::function<void()> task)
{
    if (!m_impl->stopped)
        boost::asio::post(m_impl->context, std::move(task));
}

void Loop::run(const std::function<void()> &task)
{
    std::promise<void> done;
    post([&] {
        task();
        done.set_value();
    });
    done.get_future().wait();
}

void Loop::stop()
{
    m_impl->stopped = true;
    m_impl->context.stop();
    if (m_impl->thread.joinable() && !onLoopThread())
        m_impl->thread.join();
}

bool Loop::onLoopThread() const
{
    return m_impl->threadId.load() == std::this_thread::get_id();
}

ReadBuffer::ReadBuffer(Loop::Impl &loop) : m_loop(loop)
{
    if (loop.buffers.empty()) {
        m_buffer.reset(new char[size]);
        return;
    }
    m_buffer = std::move(loop.buffers.back());
    loop.buffers.pop_back();
}

ReadBuffer::~ReadBuffer()
{
    if (m_loop.buffers.size() < 4)
        m_loop.buffers.push_back(std::move(m_buffer));
}

} // namespace gatehouse::net
