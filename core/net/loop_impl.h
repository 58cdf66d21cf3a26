// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/http_date.h"
#include "core/net/loop.h"
#include "core/net/poller.h"
#include "core/net/timer_wheel.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace gatehouse::net {

//! Internal to net and gateway. The order of the members is the order of destruction in reverse: tasks that were never run go
//! first, with the sockets that they hold.
struct Loop::Impl
{
    Impl();
    ~Impl();

    //! On the loop's thread: runs after what is running now has returned, before new events are waited for.
    void defer(std::function<void()> task);
    void runDeferred();
    //! On the loop's thread: a slice of long work. Runs after every socket that has something to say was served, one slice between two
    //! such rounds.
    void yield(std::function<void()> slice);

    std::atomic<bool> stopped{false};
    std::atomic<std::thread::id> threadId{};
    std::vector<std::function<void()>> deferred;
    std::vector<std::function<void()>> running;
    std::deque<std::function<void()>> slices;
    std::vector<std::unique_ptr<char[]>> buffers; //!< free read buffers
    HttpDate date;
    Poller poller;
    TimerWheel wheel;
    boost::asio::io_context context;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
    boost::asio::posix::stream_descriptor pollable;
    boost::asio::steady_timer timer;
    std::thread thread;

private:
    void waitForEvents();
    void onEvents();
    void runSlice();
    void arm(SteadyTime time);
    bool m_dispatching = false;
};

//! A read buffer on loan from the loop: big, and none is kept by a connection that waits.
class ReadBuffer
{
public:
    static constexpr std::size_t size = 64U << 10;

    explicit ReadBuffer(Loop::Impl &loop);
    ~ReadBuffer();
    ReadBuffer(const ReadBuffer &) = delete;
    ReadBuffer &operator=(const ReadBuffer &) = delete;
    char *data() { return m_buffer.get(); }

private:
    Loop::Impl &m_loop;
    std::unique_ptr<char[]> m_buffer;
};

} // namespace gatehouse::net
