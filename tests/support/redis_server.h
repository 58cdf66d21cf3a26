// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::test {

//! A TCP socket on loopback: bound to `port` (0: a free one) and listening, or connected to it.
class LoopbackSocket
{
public:
    explicit LoopbackSocket(std::uint16_t port, bool connects = false) : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto *raw = reinterpret_cast<sockaddr *>(&address);
        m_works = connects ? ::connect(m_fd, raw, sizeof address) == 0 : ::bind(m_fd, raw, sizeof address) == 0 && ::listen(m_fd, 8) == 0;
        socklen_t size = sizeof address;
        getsockname(m_fd, raw, &size);
        m_port = ntohs(address.sin_port);
    }
    ~LoopbackSocket() { ::close(m_fd); }
    LoopbackSocket(const LoopbackSocket &) = delete;
    LoopbackSocket &operator=(const LoopbackSocket &) = delete;
    bool works() const { return m_works; }
    int descriptor() const { return m_fd; }
    std::uint16_t port() const { return m_port; }

private:
    int m_fd;
    bool m_works = false;
    std::uint16_t m_port = 0;
};

//! Debian's redis-server on a free loopback port, without persistence. A password is asked for when one is given.
class RedisServer
{
public:
    explicit RedisServer(const QString &password = {}) : m_password(password)
    {
        m_port = LoopbackSocket(0).port();
        start();
    }
    ~RedisServer() { stop(); }

    void start()
    {
        QStringList arguments{"--port", QString::number(m_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
                              "--dir", m_directory.path()};
        if (!m_password.isEmpty())
            arguments << "--requirepass" << m_password;
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start("redis-server", arguments);
        if (!m_process.waitForStarted(10'000))
            qFatal("redis-server does not start: is it installed?");
        QElapsedTimer time;
        for (time.start(); time.elapsed() < 20'000;) {
            if (LoopbackSocket(m_port, true).works())
                return;
            m_process.waitForReadyRead(20);
        }
        qFatal("redis-server does not listen: %s", m_process.readAll().constData());
    }
    void stop()
    {
        resume();
        m_process.kill();
        m_process.waitForFinished(10'000);
    }
    //! It keeps its connections and answers nothing.
    void pause() { ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP), m_paused = true; }
    void resume()
    {
        if (m_paused && m_process.processId() > 0)
            ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT);
        m_paused = false;
    }

    std::uint16_t port() const { return m_port; }
    std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
    //! In the form of Azure.
    std::string connectionString() const { return address() + ",password=" + m_password.toStdString() + ",ssl=False,abortConnect=False"; }

private:
    QString m_password;
    QTemporaryDir m_directory;
    QProcess m_process;
    std::uint16_t m_port = 0;
    bool m_paused = false;
};

} // namespace gatehouse::test
