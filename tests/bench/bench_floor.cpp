// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench_floor LISTEN BACKEND: passes bytes both ways and parses nothing: the most that any proxy with these system calls can do.

#include "tests/bench/sockets.h"

#include <sys/epoll.h>

#include <array>
#include <vector>

using namespace gatehouse::bench;

int main(int argc, char **argv)
{
    if (argc != 3)
        return std::fputs("usage: bench_floor LISTEN-PORT BACKEND-PORT\n", stderr), 2;
    const int listener = listenOn(static_cast<std::uint16_t>(std::atoi(argv[1])));
    const auto backend = static_cast<std::uint16_t>(std::atoi(argv[2]));
    const int poll = epoll_create1(0);
    epoll_event listening{EPOLLIN, {.fd = listener}};
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &listening);

    std::vector<int> peer(65536, -1);
    std::array<epoll_event, 256> events{};
    std::array<char, 65536> buffer{};
    const auto add = [&](int fd) {
        epoll_event event{EPOLLIN, {.fd = fd}};
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    };
    const auto drop = [&](int fd) {
        const int other = peer[static_cast<std::size_t>(fd)];
        peer[static_cast<std::size_t>(fd)] = -1;
        close(fd);
        if (other >= 0) {
            peer[static_cast<std::size_t>(other)] = -1;
            close(other);
        }
    };
    for (;;) {
        const int count = epoll_wait(poll, events.data(), events.size(), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listener) {
                for (int client; (client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
                    prepare(client);
                    const int upstream = connectTo(backend);
                    peer[static_cast<std::size_t>(client)] = upstream;
                    peer[static_cast<std::size_t>(upstream)] = client;
                    add(client);
                    add(upstream);
                }
                continue;
            }
            const int other = peer[static_cast<std::size_t>(fd)];
            if (other < 0)
                continue;
            const auto got = read(fd, buffer.data(), buffer.size());
            if (got <= 0 || write(other, buffer.data(), static_cast<std::size_t>(got)) != got)
                drop(fd);
        }
    }
}
