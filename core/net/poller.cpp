// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/poller.h"

#include <unistd.h>

namespace gatehouse::net {

Poller::Poller() : m_descriptor(epoll_create1(EPOLL_CLOEXEC)) { }

Poller::~Poller()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool Poller::add(int fd, Client &client)
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &client;
    return epoll_ctl(m_descriptor, EPOLL_CTL_ADD, fd, &event) == 0;
}

void Poller::remove(int fd, Client &client)
{
    epoll_ctl(m_descriptor, EPOLL_CTL_DEL, fd, nullptr);
    for (auto i = m_next; i < m_count; ++i) {
        if (m_events[i].data.ptr == &client)
            m_events[i].data.ptr = nullptr;
    }
}

std::size_t Poller::dispatch()
{
    const int ready = epoll_wait(m_descriptor, m_events.data(), static_cast<int>(m_events.size()), 0);
    if (ready <= 0)
        return 0;
    m_count = static_cast<std::size_t>(ready);
    for (m_next = 0; m_next < m_count;) {
        const auto event = m_events[m_next++];
        if (event.data.ptr)
            static_cast<Client *>(event.data.ptr)->onEvents(event.events);
    }
    m_next = m_count = 0;
    return static_cast<std::size_t>(ready);
}

} // namespace gatehouse::net
