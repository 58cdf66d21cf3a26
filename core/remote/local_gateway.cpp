// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/local_gateway.h"

#include "core/remote/arm_client.h"

#include <QProcess>
#include <QTimer>

#include <algorithm>
#include <csignal>

namespace gatehouse::remote {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t keptLines = 1000;
constexpr auto pollInterval = milliseconds{30};
constexpr auto watchInterval = milliseconds{2'000};
constexpr auto longestBackOff = milliseconds{30'000};
constexpr auto calmRun = std::chrono::minutes{1};

QString qtText(const std::string &text)
{
    return QString::fromStdString(text);
}

//! Whoever answers at the address in the file with its token is that gateway; a left-over file finds nobody, or
//! somebody else's 401.
HttpCall probeCall(const Connection &connection)
{
    HttpCall call;
    call.url = ArmClient(connection, nullptr).urlOf(std::string(localProviderPath) + "/status");
    call.bearer = connection.token;
    call.caPem = connection.caPem;
    call.idleTimeout = milliseconds{3'000};
    return call;
}

} // namespace

LocalGateway::LocalGateway(LocalGatewayOptions options, std::shared_ptr<Network> network, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_network(std::move(network)), m_timer(new QTimer(this))
{
    if (m_options.dataDirectory.empty())
        m_options.dataDirectory = defaultDataDirectory();
    m_timer->setSingleShot(true);
}

LocalGateway::~LocalGateway()
{
    m_probe.reset();
    if (!m_process)
        return;
    disconnect(m_process.get(), nullptr, this, nullptr);
    m_process->terminate();
    if (!m_process->waitForFinished(static_cast<int>(m_options.drain.count()))) {
        m_process->kill();
        m_process->waitForFinished(1'000);
    }
}

QStringList LocalGateway::log() const
{
    return {m_log.begin(), m_log.end()};
}

void LocalGateway::setState(State state, std::optional<Error> error)
{
    m_error = std::move(error);
    if (state != State::Running && state != State::Attached) {
        m_connection.reset();
        m_endpoint.reset();
    }
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void LocalGateway::addLog(const QString &line)
{
    m_log.push_back(line);
    if (m_log.size() > keptLines)
        m_log.pop_front();
    Q_EMIT logAdded(line);
}

//! One timer, one purpose at a time.
void LocalGateway::wait(milliseconds delay, void (LocalGateway::*then)())
{
    m_timer->disconnect(this);
    connect(m_timer, &QTimer::timeout, this, then);
    m_timer->start(delay);
}

void LocalGateway::start()
{
    if (m_state == State::Stopping) {
        m_startAgain = true;
        return;
    }
    if (isUp() || m_state == State::Starting)
        return;
    m_crashes = 0;
    setState(State::Starting);
    probe();
}

void LocalGateway::probe()
{
    const auto file = readEndpointFile(m_options.dataDirectory / "endpoint.json");
    if (!file || !isAlive(*file)) {
        launch();
        return;
    }
    auto connection = connectionOf(*file);
    if (!connection) {
        launch();
        return;
    }
    m_probe = m_network->start(probeCall(*connection), [this, file = *file](Result<HttpAnswer> answer) {
        QMetaObject::invokeMethod(
            this, [this, file, answer = std::move(answer)] { probed(file, answer); }, Qt::QueuedConnection);
    });
}

void LocalGateway::probed(const EndpointFile &file, const Result<HttpAnswer> &answer)
{
    if (m_state != State::Starting && m_state != State::Attached)
        return;
    const bool answered = answer && answer->status == 200;
    if (m_state == State::Attached) {
        if (answered) {
            wait(watchInterval, &LocalGateway::probe);
        } else {
            addLog(QStringLiteral("the gateway of process %1 is gone").arg(file.pid));
            setState(State::Stopped);
        }
        return;
    }
    if (!answered) {
        launch();
        return;
    }
    auto connection = connectionOf(file);
    if (!connection) {
        giveUpOrRetry(connection.error());
        return;
    }
    addLog(QStringLiteral("attached to the gateway of process %1").arg(file.pid));
    becomeUp(State::Attached, file, std::move(*connection));
    wait(watchInterval, &LocalGateway::probe);
}

void LocalGateway::becomeUp(State state, const EndpointFile &file, Connection connection)
{
    m_endpoint = file;
    m_connection = std::move(connection);
    setState(state);
}

std::filesystem::path LocalGateway::readyFile() const
{
    return m_options.dataDirectory / "ready.json";
}

void LocalGateway::launch()
{
    if (m_state == State::Attached) {
        setState(State::Stopped);
        return;
    }
    std::error_code ignored;
    std::filesystem::create_directories(m_options.dataDirectory, ignored);
    std::filesystem::remove(readyFile(), ignored);
    QStringList arguments{QStringLiteral("run"), QStringLiteral("--data"), qtText(m_options.dataDirectory.string()),
                          QStringLiteral("--management"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--ready-file"),
                          qtText(readyFile().string())};
    for (const auto &argument : m_options.arguments)
        arguments += qtText(argument);
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::readyRead, this, [this] {
        while (m_process->canReadLine())
            addLog(QString::fromUtf8(m_process->readLine()).trimmed());
    });
    connect(m_process.get(), &QProcess::finished, this,
            [this](int code, QProcess::ExitStatus status) { finished(code, status == QProcess::CrashExit); });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finished(-1, false);
    });
    m_startedAt = std::chrono::steady_clock::now();
    m_process->start(qtText(m_options.program.string()), arguments);
    wait(pollInterval, &LocalGateway::pollReady);
}

void LocalGateway::pollReady()
{
    if (m_state != State::Starting || !m_process)
        return;
    auto file = readEndpointFile(readyFile());
    auto connection = file ? connectionOf(*file) : Result<Connection>(tl::unexpected(file.error()));
    if (connection && file->pid == m_process->processId()) {
        becomeUp(State::Running, *file, std::move(*connection));
        return;
    }
    if (std::chrono::steady_clock::now() - m_startedAt > m_options.startTimeout) {
        disconnect(m_process.get(), nullptr, this, nullptr);
        m_process->kill();
        m_process->waitForFinished(1'000);
        m_process.reset();
        setState(State::Failed,
                 Error{ErrorKind::Timeout, "remote.gatewayNotStarted", {{"reason", "it did not become ready"}}, {}});
        return;
    }
    wait(pollInterval, &LocalGateway::pollReady);
}

void LocalGateway::finished(int exitCode, bool crashed)
{
    if (!m_process)
        return;
    for (const auto &line : QString::fromUtf8(m_process->readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        addLog(line.trimmed());
    const auto reason = m_process->errorString().toStdString();
    const bool notStarted = exitCode == -1 && !crashed;
    m_process.release()->deleteLater();
    m_timer->stop();
    if (m_state == State::Stopping) {
        setState(State::Stopped);
        if (std::exchange(m_startAgain, false))
            start();
        return;
    }
    if (notStarted) {
        setState(State::Failed, Error{ErrorKind::Unavailable, "remote.gatewayNotStarted", {{"reason", reason}}, {}});
        return;
    }
    addLog(QStringLiteral("the gateway ended: %1 %2")
               .arg(crashed ? QStringLiteral("signal") : QStringLiteral("exit code"))
               .arg(exitCode));
    giveUpOrRetry({ErrorKind::Unavailable, "remote.gatewayCrashed", {{"exit", std::to_string(exitCode)}}, {}});
}

void LocalGateway::giveUpOrRetry(Error error)
{
    if (std::chrono::steady_clock::now() - m_startedAt > calmRun)
        m_crashes = 0;
    if (++m_crashes > m_options.restarts) {
        setState(State::Failed, std::move(error));
        return;
    }
    const auto delay =
        std::min<milliseconds>(m_options.firstBackOff * (1 << std::min(m_crashes - 1, 10)), longestBackOff);
    setState(State::Starting, std::move(error));
    wait(delay, &LocalGateway::probe);
}

void LocalGateway::stop()
{
    m_probe.reset();
    m_timer->stop();
    m_startAgain = false;
    if (!m_process) {
        setState(State::Stopped);
        return;
    }
    setState(State::Stopping);
    m_process->terminate();
    wait(m_options.drain, &LocalGateway::killChild);
}

void LocalGateway::killChild()
{
    if (m_state == State::Stopping && m_process)
        m_process->kill();
}

void LocalGateway::restart()
{
    stop();
    if (m_state == State::Stopping)
        m_startAgain = true;
    else
        start();
}

} // namespace gatehouse::remote
