// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/debug_client.h"

#include "core/http/url.h"

#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocket>

#include <array>

namespace gatehouse::remote {

namespace {

constexpr quint64 longestMessage = 32U << 20;

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isLoopback(const std::string &host)
{
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

//! ws or wss with the key in the query, as the protocol has it.
Result<QUrl> addressOf(const DebugTarget &target)
{
    const auto url = http::Url::parse(target.gatewayUrl);
    if (!url || (url->scheme != "http" && url->scheme != "https"))
        return fail(ErrorKind::Invalid, "remote.badUrl", {{"url", target.gatewayUrl}});
    if (url->scheme == "http" && !isLoopback(url->host))
        return fail(ErrorKind::Invalid, "remote.plainHttp", {{"url", target.gatewayUrl}});
    QUrl address;
    address.setScheme(url->scheme == "https" ? QStringLiteral("wss") : QStringLiteral("ws"));
    address.setHost(fromUtf8(url->host));
    address.setPort(url->effectivePort());
    address.setPath(QStringLiteral("/debug"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("key"), QString::fromLatin1(QUrl::toPercentEncoding(fromUtf8(target.masterKey.reveal()))));
    address.setQuery(query);
    return address;
}

//! Of a handshake that was answered with something else than 101; 0: it was not answered. Qt says it in words alone.
int statusIn(const QString &reason)
{
    static const QRegularExpression pattern(QStringLiteral("status code:? *(\\d{3})"), QRegularExpression::CaseInsensitiveOption);
    const auto found = pattern.match(reason);
    return found.hasMatch() ? found.captured(1).toInt() : 0;
}

Error handshakeError(int status)
{
    const std::vector<Error::Arg> args{{"status", std::to_string(status)}};
    if (status == 401 || status == 403)
        return {ErrorKind::Forbidden, "debug.forbidden", args};
    if (status == 409)
        return {ErrorKind::Conflict, "debug.busy", args};
    return {ErrorKind::Unsupported, "debug.unsupported", args};
}

std::string_view commandOf(DebugClient::Go how)
{
    static constexpr std::array<std::string_view, 5> names{"continue", "stepOver", "stepIn", "stepOut", "pause"};
    return names[static_cast<std::size_t>(how)];
}

} // namespace

DebugClient::DebugClient(QObject *parent, std::chrono::milliseconds connectTimeout)
    : QObject(parent), m_connectTimeout(connectTimeout), m_patience(new QTimer(this))
{
    m_patience->setSingleShot(true);
    connect(m_patience, &QTimer::timeout, this, &DebugClient::timedOut);
}

DebugClient::~DebugClient()
{
    dropSocket();
}

void DebugClient::open(const DebugTarget &target)
{
    dropSocket();
    m_error.reset();
    m_target = target;
    const auto address = addressOf(target);
    if (!address) {
        failWith(address.error());
        return;
    }
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingMessageSize(longestMessage);
    m_socket->setMaxAllowedIncomingFrameSize(longestMessage);
    if (!target.caPem.empty()) {
        const auto anchors = QSslCertificate::fromData(QByteArray::fromStdString(target.caPem), QSsl::Pem);
        if (anchors.isEmpty()) {
            failWith({ErrorKind::Invalid, "remote.badCertificate", {}});
            return;
        }
        auto tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(anchors);
        m_socket->setSslConfiguration(tls);
    }
    connect(m_socket, &QWebSocket::connected, this, &DebugClient::opened);
    connect(m_socket, &QWebSocket::disconnected, this, &DebugClient::broken);
    // A handshake that is refused leaves the connection open.
    const auto refused = [this] {
        if (m_state == State::Connecting)
            broken();
    };
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_socket, &QWebSocket::errorOccurred, this, refused);
#else
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, refused);
#endif
    connect(m_socket, &QWebSocket::textMessageReceived, this, &DebugClient::received);
    m_patience->start(m_connectTimeout);
    setState(State::Connecting);
    if (m_socket)
        m_socket->open(*address);
}

void DebugClient::close()
{
    dropSocket();
    m_error.reset();
    setState(State::Closed);
}

void DebugClient::dropSocket()
{
    m_patience->stop();
    m_waiting.clear();
    m_target = {};
    if (!m_socket)
        return;
    auto *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->close();
    socket->deleteLater();
}

void DebugClient::opened()
{
    m_patience->stop();
    m_state = State::Attached; // so that it is sent
    send("attach", {{"break", m_target.stopsOnEntry}});
    Q_EMIT stateChanged();
}

void DebugClient::broken()
{
    if (!m_socket)
        return;
    const auto reason = m_socket->closeReason().isEmpty() ? m_socket->errorString() : m_socket->closeReason();
    if (m_state == State::Attached) {
        failWith({ErrorKind::Unavailable, "debug.lost", {{"reason", reason.toStdString()}}});
        return;
    }
    if (const auto status = statusIn(m_socket->errorString()); status != 0) {
        failWith(handshakeError(status));
        return;
    }
    const auto host = m_socket->requestUrl().host() + QLatin1Char(':') + QString::number(m_socket->requestUrl().port());
    failWith({ErrorKind::Unavailable, "remote.connect", {{"host", host.toStdString()}, {"reason", reason.toStdString()}}});
}

void DebugClient::timedOut()
{
    failWith({ErrorKind::Timeout, "remote.timeout", {{"host", m_socket ? m_socket->requestUrl().host().toStdString() : std::string()}}});
}

void DebugClient::failWith(Error error)
{
    dropSocket();
    m_error = std::move(error);
    setState(State::Failed);
}

void DebugClient::setState(State state)
{
    if (m_state == state && state != State::Failed)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

void DebugClient::received(const QString &text)
{
    const auto message = debugMessageFrom(text.toStdString());
    if (!message) {
        failWith(message.error());
        return;
    }
    if (const auto *stop = std::get_if<DebugStop>(&message->body))
        Q_EMIT stopped(*stop);
    else if (const auto *end = std::get_if<DebugEnd>(&message->body))
        Q_EMIT ended(end->place);
    else
        answer(*message);
}

//! A gateway that does not give ids back answers in order.
void DebugClient::answer(const DebugMessage &message)
{
    const auto found = message.id ? m_waiting.find(*message.id) : m_waiting.begin();
    if (found == m_waiting.end())
        return;
    const auto done = std::move(found->second);
    m_waiting.erase(found);
    done(message.body);
}

void DebugClient::send(std::string_view name, json::object arguments, long long id)
{
    if (m_socket && m_state == State::Attached)
        m_socket->sendTextMessage(fromUtf8(debugCommand(name, std::move(arguments), id)));
}

long long DebugClient::ask(std::function<void(const DebugBody &)> done)
{
    m_waiting.emplace(++m_lastId, std::move(done));
    return m_lastId;
}

void DebugClient::setBreakpoints(const std::string &scopeId, const std::vector<std::string> &paths)
{
    json::array all;
    for (const auto &path : paths)
        all.push_back(json::object{{"path", path}, {"scopeId", scopeId}});
    send("setBreakpoints", {{"scopeId", scopeId}, {"breakpoints", std::move(all)}});
}

void DebugClient::go(Go how, const DebugPlace &place)
{
    send(commandOf(how), debugPlaceJson(place));
}

void DebugClient::terminate(const std::string &requestId)
{
    send("terminateRequests", {{"requests", json::array{json::value(requestId)}}});
}

void DebugClient::stack(const DebugPlace &place, std::function<void(std::vector<DebugFrame>)> done)
{
    if (m_state != State::Attached)
        return;
    send("getStackTrace", debugPlaceJson(place), ask([done = std::move(done)](const DebugBody &body) {
        const auto *stack = std::get_if<DebugStack>(&body);
        done(stack ? stack->frames : std::vector<DebugFrame>());
    }));
}

void DebugClient::variables(const DebugPlace &place, const std::string &path, std::function<void(std::vector<DebugVariable>)> done)
{
    if (m_state != State::Attached)
        return;
    auto arguments = debugPlaceJson(place);
    arguments["path"] = path;
    send("getVariables", std::move(arguments), ask([done = std::move(done)](const DebugBody &body) {
        const auto *found = std::get_if<DebugVariables>(&body);
        done(found ? found->variables : std::vector<DebugVariable>());
    }));
}

} // namespace gatehouse::remote
