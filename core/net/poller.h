// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <sys/epoll.h>

namespace gatehouse::net {

//! Readiness of sockets, edge-triggered: a socket is registered once, so that a request costs no epoll_ctl and no read that finds
//! nothing (Asio's own reads cost one or the other). Asio's loop watches this set as one descriptor. Belongs to one loop.
class Poller
{
public:
    class Client
    {
    public:
        //! EPOLLIN, EPOLLOUT, EPOLLRDHUP ...; may add and remove clients, itself too.
        virtual void onEvents(std::uint32_t events) = 0;

    protected:
        ~Client() = default;
    };

    Poller();
    ~Poller();
    Poller(const Poller &) = delete;
    Poller &operator=(const Poller &) = delete;

    int descriptor() const { return m_descriptor; }
    bool add(int fd, Client &client);
    void remove(int fd, Client &client);
    //! One batch of what is ready now; how many events there were.
    std::size_t dispatch();

private:
    int m_descriptor = -1;
    std::array<epoll_event, 256> m_events;
    std::size_t m_next = 0; //!< of the batch under way
    std::size_t m_count = 0;
};

} // namespace gatehouse::net
