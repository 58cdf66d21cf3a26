// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace gatehouse::net {

//! One thread with one Asio io_context (concurrency hint 1). Everything that is made on a loop lives and calls back there.
class Loop
{
public:
    Loop();
    ~Loop(); //!< stops and joins
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    void start(std::string threadName);
    //! From any thread; runs soon on the loop's thread. After stop() it is dropped.
    void post(std::function<void()> task);
    //! Runs it on the loop's thread and waits for that: from another thread, between start() and stop().
    void run(const std::function<void()> &task);
    void stop();
    bool onLoopThread() const;

    struct Impl; //!< holds the io_context; net's and gateway's .cpp files see it
    Impl &impl() { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::net
