// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/http_server.h"
#include "core/net/loop_impl.h"

#include <functional>
#include <memory>
#include <string>

namespace gatehouse::net {

//! A listening socket. It listens from the moment it is made; accepting begins with start().
class Listener final : private Poller::Client, private TimerWheel::Entry
{
public:
    //! Takes the descriptor. `accepted` says whether more may be accepted now; resume() goes on after a no.
    using Accepted = std::function<bool(int fd, std::string remoteAddress)>;

    //! Any thread. Fails with Unavailable "net.listen" (args: endpoint, reason).
    static Result<std::unique_ptr<Listener>> open(Loop::Impl &loop, const Endpoint &endpoint, bool reusePort);
    ~Listener() override;

    const Endpoint &endpoint() const { return m_endpoint; } //!< with the real port
    void start(Accepted accepted);
    void resume();
    void close();

private:
    Listener(Loop::Impl &loop, int fd, Endpoint endpoint) : m_loop(loop), m_fd(fd), m_endpoint(std::move(endpoint)) { }
    void onEvents(std::uint32_t events) override;
    void onDeadline() override;
    void acceptAll();

    Loop::Impl &m_loop;
    int m_fd = -1;
    bool m_registered = false;
    bool m_full = false;
    bool m_waiting = true; //!< an edge is needed before accept can find something
    Endpoint m_endpoint;
    Accepted m_accepted;
};

} // namespace gatehouse::net
