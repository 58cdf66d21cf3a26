// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench_backend PORT: answers each request head (no bodies) with 200 bytes of JSON, pipelined or not, at the least cost.

#include "tests/bench/sockets.h"

#include <sys/epoll.h>

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

using namespace gatehouse::bench;

namespace {

std::string answer()
{
    std::string body = R"({"id":"42","status":"open","items":[)";
    body += std::string(200 - body.size() - 2, ' ') + "]}";
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n" + body;
}

//! Requests in what came, counted by empty lines; `matched` of the last one's four bytes are kept between reads.
std::size_t countRequests(std::string_view data, int &matched)
{
    static constexpr std::string_view end = "\r\n\r\n";
    std::size_t count = 0;
    for (const char c : data) {
        matched = c == end[static_cast<std::size_t>(matched)] ? matched + 1 : c == '\r' ? 1 : 0;
        if (matched == 4) {
            ++count;
            matched = 0;
        }
    }
    return count;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2)
        return std::fputs("usage: bench_backend PORT\n", stderr), 2;
    const int listener = listenOn(static_cast<std::uint16_t>(std::atoi(argv[1])));
    const int poll = epoll_create1(0);
    epoll_event listening{EPOLLIN, {.fd = listener}};
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &listening);

    const auto one = answer();
    std::unordered_map<int, int> matched;
    std::array<epoll_event, 256> events{};
    std::array<char, 65536> buffer{};
    std::string out;
    for (;;) {
        const int count = epoll_wait(poll, events.data(), events.size(), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listener) {
                for (int client; (client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
                    prepare(client);
                    epoll_event event{EPOLLIN, {.fd = client}};
                    epoll_ctl(poll, EPOLL_CTL_ADD, client, &event);
                    matched[client] = 0;
                }
                continue;
            }
            const auto got = read(fd, buffer.data(), buffer.size());
            if (got <= 0) {
                close(fd);
                continue;
            }
            const auto requests = countRequests({buffer.data(), static_cast<std::size_t>(got)}, matched[fd]);
            out.clear();
            for (std::size_t k = 0; k < requests; ++k)
                out += one;
            // A loopback socket takes these few bytes; one that does not is a client that never reads.
            if (!out.empty() && write(fd, out.data(), out.size()) != static_cast<ssize_t>(out.size()))
                close(fd);
        }
    }
}
