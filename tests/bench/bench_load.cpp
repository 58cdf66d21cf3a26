// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench_load PORT --path P [--host H] [--keys FILE] [--header NAME] [--tokens FILE] [--field "NAME: VALUE"] [--connections N] [--seconds S] [--rate R] [--expect 200]
//
// Without --rate a closed loop: each connection sends its next request when the answer came. With --rate an open loop: requests are due at
// fixed times and a late one counts from when it was due, so that a stall is not left out of the figures (coordinated omission).
// Prints one line: requests per second, errors, p50, p99 and p99.9 in microseconds.

#include "core/telemetry/histogram.h"
#include "tests/bench/sockets.h"

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <cstring>
#include <deque>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

using namespace gatehouse::bench;
using SteadyClock = std::chrono::steady_clock;

namespace {

struct Options
{
    std::uint16_t port = 0;
    std::string path = "/";
    std::string host = "127.0.0.1";
    std::string header = "Ocp-Apim-Subscription-Key";
    std::string field; //!< one more, as it stands on the wire
    std::vector<std::string> keys;
    std::vector<std::string> tokens; //!< bearer tokens, in rotation as the keys
    std::size_t connections = 64;
    double seconds = 3;
    double rate = 0;
    std::string expect = "200";
};

struct Connection
{
    int fd = -1;
    bool busy = false;
    SteadyClock::time_point due;
    std::string in;
};

std::vector<std::string> linesOf(const char *path)
{
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

Options parse(int argc, char **argv)
{
    Options options;
    if (argc < 2 || argc % 2 != 0) {
        std::fputs("usage: bench_load PORT [--path P] [--host H] [--keys FILE] [--header NAME] [--tokens FILE] [--field 'NAME: VALUE'] [--connections N] [--seconds S] [--rate R] [--expect 200]\n", stderr);
        std::exit(2);
    }
    options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const char *value = argv[i + 1];
        if (name == "--path")
            options.path = value;
        else if (name == "--host")
            options.host = value;
        else if (name == "--header")
            options.header = value;
        else if (name == "--field")
            options.field = std::string(value) + "\r\n";
        else if (name == "--connections")
            options.connections = static_cast<std::size_t>(std::atoi(value));
        else if (name == "--seconds")
            options.seconds = std::atof(value);
        else if (name == "--rate")
            options.rate = std::atof(value);
        else if (name == "--expect")
            options.expect = value;
        else if (name == "--keys")
            options.keys = linesOf(value);
        else if (name == "--tokens")
            options.tokens = linesOf(value);
    }
    return options;
}

//! Whether a whole answer with Content-Length stands in `in`; its length, or 0.
std::size_t answerLength(std::string_view in)
{
    const auto end = in.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return 0;
    std::size_t body = 0;
    for (std::size_t at = in.find("\r\n"); at < end; at = in.find("\r\n", at + 2)) {
        if (strncasecmp(in.data() + at + 2, "content-length:", 15) == 0)
            body = static_cast<std::size_t>(std::atol(in.data() + at + 17));
    }
    return in.size() >= end + 4 + body ? end + 4 + body : 0;
}

class Load
{
public:
    explicit Load(const Options &options) : m_options(options), m_poll(epoll_create1(0)), m_connections(options.connections)
    {
        for (std::size_t i = 0; i < m_connections.size(); ++i) {
            m_connections[i].fd = connectTo(m_options.port);
            epoll_event event{EPOLLIN, {.u64 = i}};
            epoll_ctl(m_poll, EPOLL_CTL_ADD, m_connections[i].fd, &event);
            m_idle.push_back(i);
        }
    }

    int run()
    {
        const auto begin = SteadyClock::now();
        const auto warm = begin + std::chrono::milliseconds(300);
        const auto end = warm + std::chrono::microseconds(static_cast<std::int64_t>(m_options.seconds * 1e6));
        bool counting = false;
        while (SteadyClock::now() < end) {
            if (!counting && SteadyClock::now() >= warm) {
                counting = true;
                m_histogram.clear();
                m_errors = 0;
            }
            startDue(begin);
            receive(m_options.rate > 0 ? 0 : 100);
        }
        const double seconds = std::chrono::duration<double>(SteadyClock::now() - warm).count();
        std::printf("requests/s %.0f errors %zu p50 %lld p99 %lld p999 %lld\n", static_cast<double>(m_histogram.count()) / seconds,
                    m_errors, static_cast<long long>(m_histogram.quantile(0.5)),
                    static_cast<long long>(m_histogram.quantile(0.99)), static_cast<long long>(m_histogram.quantile(0.999)));
        return 0;
    }

private:
    void startDue(SteadyClock::time_point begin)
    {
        if (m_options.rate <= 0) {
            while (!m_idle.empty())
                send(SteadyClock::now());
            return;
        }
        for (;;) {
            const auto due = begin + std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(m_sent) / m_options.rate * 1e9));
            if (due > SteadyClock::now() || m_idle.empty())
                return;
            send(due);
        }
    }

    void send(SteadyClock::time_point due)
    {
        auto &connection = m_connections[m_idle.front()];
        m_idle.pop_front();
        m_request.assign("GET ").append(m_options.path).append(" HTTP/1.1\r\nHost: ").append(m_options.host).append("\r\n").append(m_options.field);
        if (!m_options.keys.empty())
            m_request.append(m_options.header).append(": ").append(m_options.keys[m_sent % m_options.keys.size()]).append("\r\n");
        if (!m_options.tokens.empty())
            m_request.append("Authorization: Bearer ").append(m_options.tokens[m_sent % m_options.tokens.size()]).append("\r\n");
        m_request.append("Accept: application/json\r\nUser-Agent: bench\r\n\r\n");
        connection.due = due;
        connection.busy = true;
        ++m_sent;
        if (write(connection.fd, m_request.data(), m_request.size()) != static_cast<ssize_t>(m_request.size()))
            fatal("write");
    }

    void receive(int timeout)
    {
        std::array<epoll_event, 256> events{};
        const int count = epoll_wait(m_poll, events.data(), events.size(), timeout);
        for (int i = 0; i < count; ++i) {
            const auto index = events[static_cast<std::size_t>(i)].data.u64;
            auto &connection = m_connections[index];
            std::array<char, 16384> buffer{};
            const auto got = read(connection.fd, buffer.data(), buffer.size());
            if (got <= 0)
                fatal("the server closed a connection");
            connection.in.append(buffer.data(), static_cast<std::size_t>(got));
            const auto length = answerLength(connection.in);
            if (length == 0)
                continue;
            if (connection.in.compare(9, 3, m_options.expect) != 0)
                ++m_errors;
            connection.in.erase(0, length);
            connection.busy = false;
            m_histogram.record(std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - connection.due).count());
            m_idle.push_back(index);
        }
    }

    [[noreturn]] static void fatal(const char *what)
    {
        std::fprintf(stderr, "bench_load: %s\n", what);
        std::exit(1);
    }

    const Options &m_options;
    int m_poll;
    std::vector<Connection> m_connections;
    std::deque<std::size_t> m_idle;
    std::string m_request;
    gatehouse::telemetry::Histogram m_histogram;
    std::size_t m_sent = 0;
    std::size_t m_errors = 0;
};

} // namespace

int main(int argc, char **argv)
{
    const auto options = parse(argc, argv);
    return Load(options).run();
}
