// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/redis_connection.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gatehouse::net {

namespace {

constexpr std::chrono::milliseconds firstPause{100};
constexpr std::chrono::milliseconds longestPause{5'000};

std::chrono::milliseconds pauseAfter(int failures)
{
    return std::min(longestPause, firstPause * (1 << std::min(failures - 1, 10)));
}

} // namespace

RedisConnection::RedisConnection(Loop::Impl &loop, const RedisClientOptions &options, SSL_CTX *tls)
    : m_loop(loop), m_options(options), m_tls(tls), m_socket(loop, *this)
{
}

RedisConnection::~RedisConnection()
{
    m_socket.close();
}

Error RedisConnection::unavailable(std::string reason)
{
    return {ErrorKind::Unavailable, "net.redisUnavailable", {{"reason", std::move(reason)}}, {}};
}

void RedisConnection::send(std::string_view commands, std::size_t replies, std::shared_ptr<Waiter> waiter)
{
    const auto now = std::chrono::steady_clock::now();
    const bool pausing = m_state == State::Down && now < m_notBefore;
    if (pausing || m_pending.size() >= m_options.maxPending) {
        m_loop.defer([waiter = std::move(waiter), pausing] {
            if (const auto done = std::exchange(waiter->done, nullptr))
                done(tl::unexpected(pausing ? unavailable("connecting failed a moment ago") : Error{ErrorKind::TooMany, "net.redisBusy", {}, {}}));
        });
        return;
    }
    if (m_state == State::Down)
        connect();
    m_out.bytes().append(commands);
    m_pending.push_back({std::move(waiter), replies, {}, now + m_options.target.commandTimeout});
    if (m_state == State::Up)
        flushSoon();
    updateDeadline();
}

void RedisConnection::connect()
{
    m_state = State::Connecting;
    m_connectDeadline = std::chrono::steady_clock::now() + m_options.target.connectTimeout;
    m_addresses.clear();
    m_nextAddress = 0;
    greet();
    const auto serial = ++m_serial;
    resolve(m_loop, m_options.target.host, m_options.target.port,
            [this, serial, alive = std::weak_ptr<bool>(m_alive)](std::vector<Address> addresses, const std::string &reason) {
                if (alive.expired() || serial != m_serial || m_state != State::Connecting)
                    return;
                m_addresses = std::move(addresses);
                tryNext(reason);
            });
}

//! What stands before the first command.
void RedisConnection::greet()
{
    const auto &target = m_options.target;
    std::size_t replies = 0;
    if (!target.password.empty()) {
        std::vector<std::string_view> words{"AUTH"};
        if (!target.user.empty())
            words.push_back(target.user);
        words.push_back(target.password.reveal());
        appendCommand(m_out.bytes(), words);
        ++replies;
    }
    if (target.database != 0) {
        appendCommand(m_out.bytes(), {"SELECT", std::to_string(target.database)});
        ++replies;
    }
    if (replies > 0)
        m_pending.push_back({nullptr, replies, {}, SteadyTime::max()});
}

void RedisConnection::tryNext(const std::string &lastReason)
{
    std::string reason = lastReason;
    while (m_nextAddress < m_addresses.size()) {
        const int fd = connectTo(m_addresses[m_nextAddress++]);
        if (fd >= 0 && m_socket.open(fd))
            return;
        reason = strerror(errno);
    }
    fail(unavailable(std::move(reason)));
}

void RedisConnection::onSocketReady()
{
    switch (m_state) {
    case State::Connecting:
        connecting();
        break;
    case State::Handshake:
        handshaking();
        break;
    case State::Up:
        if (!m_out.empty())
            flush();
        if (m_state == State::Up)
            read();
        break;
    case State::Down:
        break;
    }
}

void RedisConnection::connecting()
{
    if (!m_socket.isWritable())
        return;
    if (const int error = m_socket.connectError(); error != 0) {
        m_socket.close();
        tryNext(strerror(error));
        return;
    }
    if (!m_options.target.tls) {
        m_state = State::Up;
        m_connectDeadline = SteadyTime::max();
        updateDeadline();
        flush();
        return;
    }
    m_state = State::Handshake;
    if (!m_tls || !m_socket.startTls(m_tls, false)) {
        fail(unavailable("no TLS session"));
        return;
    }
    m_socket.verifyHost(m_options.target.host);
    handshaking();
}

void RedisConnection::handshaking()
{
    const auto state = m_socket.handshake();
    if (state == Io::WouldBlock)
        return;
    if (state != Io::Done) {
        fail(unavailable(m_socket.tlsError().empty() ? "closed during the handshake" : m_socket.tlsError()));
        return;
    }
    m_state = State::Up;
    m_connectDeadline = SteadyTime::max();
    updateDeadline();
    flush();
}

//! Commands of one round of the loop leave together.
void RedisConnection::flushSoon()
{
    if (std::exchange(m_flushQueued, true))
        return;
    m_loop.defer([this, alive = std::weak_ptr<bool>(m_alive)] {
        if (alive.expired())
            return;
        m_flushQueued = false;
        if (m_state == State::Up)
            flush();
    });
}

void RedisConnection::flush()
{
    std::size_t moved = 0;
    const auto state = m_out.flush(m_socket, moved);
    if (state != Io::Done && state != Io::WouldBlock)
        fail(unavailable("closed while writing"));
}

void RedisConnection::read()
{
    while (m_state == State::Up) {
        ReadBuffer buffer(m_loop);
        const auto [state, bytes] = m_socket.read(buffer.data(), ReadBuffer::size);
        if (state == Io::WouldBlock)
            return;
        if (state != Io::Done) {
            fail(unavailable("closed by the server"));
            return;
        }
        m_in.append(buffer.data(), bytes);
        if (!take())
            return;
    }
}

//! Callbacks run in it. False: this is gone, or the connection is.
bool RedisConnection::take()
{
    std::size_t used = 0;
    while (used < m_in.size()) {
        auto parsed = parseResp(std::string_view(m_in).substr(used));
        if (!parsed) {
            fail(unavailable("not a reply of Redis"));
            return false;
        }
        if (parsed->consumed == 0)
            break;
        used += parsed->consumed;
        if (m_pending.empty()) {
            fail(unavailable("a reply that nobody asked for"));
            return false;
        }
        if (!takeOne(std::move(parsed->value)))
            return false;
    }
    m_in.erase(0, used);
    if (m_in.empty() && m_in.capacity() > ReadBuffer::size)
        m_in.shrink_to_fit();
    updateDeadline();
    return true;
}

bool RedisConnection::takeOne(RespValue value)
{
    auto &front = m_pending.front();
    if (!front.waiter && value.isError()) {
        fail(unavailable("the server refused AUTH or SELECT"));
        return false;
    }
    front.values.push_back(std::move(value));
    if (front.values.size() < front.replies)
        return true;
    const auto batch = std::move(front);
    m_pending.pop_front();
    if (!batch.waiter)
        return true;
    m_failures = 0;
    const std::weak_ptr<bool> alive = m_alive;
    if (const auto done = std::exchange(batch.waiter->done, nullptr))
        done(std::move(batch.values));
    return !alive.expired() && m_state == State::Up;
}

void RedisConnection::onDeadline()
{
    if (m_state == State::Up) {
        fail(Error{ErrorKind::Timeout, "net.redisTimeout", {}, {}});
    } else if (std::chrono::steady_clock::now() >= m_connectDeadline) {
        fail(unavailable("connecting took too long"));
    } else {
        // Who waits gives up; nothing has been sent yet, and connecting goes on.
        tellAll(Error{ErrorKind::Timeout, "net.redisTimeout", {}, {}});
        m_out.clear();
        greet();
        updateDeadline();
    }
}

//! All who wait learn it after this has returned.
void RedisConnection::fail(Error error)
{
    // A server that closes an idle connection is not in trouble.
    if (m_state != State::Up || !m_pending.empty())
        m_notBefore = std::chrono::steady_clock::now() + pauseAfter(++m_failures);
    m_state = State::Down;
    m_socket.close();
    m_out.clear();
    m_in.clear();
    m_connectDeadline = SteadyTime::max();
    m_loop.wheel.set(*this, SteadyTime::max());
    tellAll(std::move(error));
}

void RedisConnection::tellAll(Error error)
{
    std::vector<std::shared_ptr<Waiter>> waiters;
    for (auto &batch : m_pending) {
        if (batch.waiter)
            waiters.push_back(std::move(batch.waiter));
    }
    m_pending.clear();
    if (waiters.empty())
        return;
    m_loop.defer([waiters = std::move(waiters), error = std::move(error)] {
        for (const auto &waiter : waiters) {
            if (const auto done = std::exchange(waiter->done, nullptr))
                done(tl::unexpected(error));
        }
    });
}

//! The first who waits is due first.
void RedisConnection::updateDeadline()
{
    auto deadline = m_connectDeadline;
    const std::size_t first = !m_pending.empty() && !m_pending.front().waiter ? 1 : 0;
    if (m_pending.size() > first)
        deadline = std::min(deadline, m_pending[first].deadline);
    m_loop.wheel.set(*this, deadline);
}

} // namespace gatehouse::net
