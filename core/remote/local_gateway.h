// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/connection.h"
#include "core/remote/endpoint_file.h"
#include "core/remote/network.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <chrono>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QProcess;
class QTimer;

namespace gatehouse::remote {

struct LocalGatewayOptions
{
    std::filesystem::path program; //!< gatectl
    std::filesystem::path dataDirectory; //!< "" : defaultDataDirectory()
    std::vector<std::string>
        arguments; //!< further flags of `gatectl run`: --listen ...; management is always a free loopback port
    std::chrono::milliseconds startTimeout{20'000};
    std::chrono::milliseconds drain{10'000}; //!< SIGTERM, then SIGKILL
    std::chrono::milliseconds firstBackOff{500}; //!< after a crash, doubled to 30 s
    int restarts = 5; //!< crashes in a row before it gives up; a run of a minute forgets them
};

//! The local gateway of this machine: starts `gatectl run` as a child process, or attaches to one that holds the data
//! directory. Lives on a thread with an event loop. Destroying it stops a child (drains, blocking up to `drain`) and
//! leaves an attached gateway alone.
class LocalGateway final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Stopped,
        Starting,
        Running /*!< our child */,
        Attached /*!< somebody else's */,
        Stopping,
        Failed
    };
    Q_ENUM(State)

    explicit LocalGateway(LocalGatewayOptions options, std::shared_ptr<Network> network, QObject *parent = nullptr);
    ~LocalGateway() override;

    State state() const { return m_state; }
    bool isUp() const { return m_state == State::Running || m_state == State::Attached; }
    //! Present while it is up.
    const std::optional<Connection> &connection() const { return m_connection; }
    const std::optional<EndpointFile> &endpoint() const { return m_endpoint; }
    //! Of State::Failed: codes "remote.gatewayNotStarted" (args: reason), "remote.gatewayCrashed" (args: exit).
    const std::optional<Error> &error() const { return m_error; }
    //! The last 1000 lines of its log, oldest first.
    QStringList log() const;
    const std::filesystem::path &dataDirectory() const { return m_options.dataDirectory; }

    //! Attaches when a live one holds the directory, starts a child otherwise. Does nothing when it is up or starting.
    void start();
    //! Our child: SIGTERM and drain; attached: lets go. Asynchronous, see stateChanged.
    void stop();
    //! stop and start; of an attached one: lets go and looks again.
    void restart();

Q_SIGNALS:
    void stateChanged(gatehouse::remote::LocalGateway::State state);
    void logAdded(const QString &line);

private:
    void setState(State state, std::optional<Error> error = {});
    void addLog(const QString &line);
    void probe();
    void probed(const EndpointFile &file, const Result<HttpAnswer> &answer);
    void launch();
    void pollReady();
    void finished(int exitCode, bool crashed);
    void giveUpOrRetry(Error error);
    void becomeUp(State state, const EndpointFile &file, Connection connection);
    void wait(std::chrono::milliseconds delay, void (LocalGateway::*then)());
    void killChild();
    std::filesystem::path readyFile() const;

    LocalGatewayOptions m_options;
    std::shared_ptr<Network> m_network;
    State m_state = State::Stopped;
    std::optional<Connection> m_connection;
    std::optional<EndpointFile> m_endpoint;
    std::optional<Error> m_error;
    std::deque<QString> m_log;
    std::unique_ptr<PendingCall> m_probe;
    std::unique_ptr<QProcess> m_process;
    QTimer *m_timer; //!< polls the ready file, waits out a back-off, watches an attached gateway
    std::chrono::steady_clock::time_point m_startedAt{};
    int m_crashes = 0;
    bool m_startAgain = false;
};

} // namespace gatehouse::remote
