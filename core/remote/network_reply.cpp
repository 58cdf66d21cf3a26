// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/network_reply.h"

#include "core/base/text.h"
#include "core/http/message.h"

#include <QIODevice>
#include <QNetworkAccessManager>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QUrl>

#include <algorithm>

namespace gatehouse::remote {

namespace {

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

Result<QSslConfiguration> tlsOf(const std::string &caPem)
{
    auto tls = QSslConfiguration::defaultConfiguration();
    if (caPem.empty())
        return tls;
    const auto anchors = QSslCertificate::fromData(bytesOf(caPem), QSsl::Pem);
    if (anchors.isEmpty())
        return fail(ErrorKind::Invalid, "remote.badCertificate");
    tls.setCaCertificates(anchors);
    return tls;
}

void setAttributes(QNetworkRequest &request, bool encrypted)
{
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, encrypted);
    // Qt refuses answers that unpack to more than 10 MB; a large list is one. `maxBody` bounds them instead.
    request.setDecompressedSafetyCheckThreshold(-1);
}

//! A body that can be read once. Qt sends a request again by itself when its connection breaks, unless its body can't
//! be rewound; a POST must not go twice.
class OneWayBody final : public QIODevice
{
public:
    OneWayBody(std::string_view text, QObject *parent) : QIODevice(parent), m_text(text)
    {
        open(ReadOnly | Unbuffered);
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override
    {
        return static_cast<qint64>(m_text.size() - m_at) + QIODevice::bytesAvailable();
    }
    bool atEnd() const override { return m_at == m_text.size(); }
    bool seek(qint64) override { return false; }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const auto count = std::min(static_cast<std::size_t>(size), m_text.size() - m_at);
        if (count == 0)
            return -1;
        m_text.copy(data, count, m_at);
        m_at += count;
        return static_cast<qint64>(count);
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    std::string m_text;
    std::size_t m_at = 0;
};

//! Errors below 200 are of the connection; from there on the server has spoken.
bool isAnswer(QNetworkReply::NetworkError error, int status)
{
    return status > 0
        && (error == QNetworkReply::NoError || (error >= QNetworkReply::ContentAccessDenied && status >= 400));
}

std::string codeOf(QNetworkReply::NetworkError error, bool hasHead)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError: return "remote.connect";
    case QNetworkReply::HostNotFoundError: return "remote.resolve";
    case QNetworkReply::SslHandshakeFailedError: return "remote.tls";
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError: return "remote.timeout";
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::TemporaryNetworkFailureError: return hasHead ? "remote.broken" : "remote.connect";
    default: return "remote.broken";
    }
}

} // namespace

Result<QNetworkRequest> requestOf(const HttpCall &call)
{
    const QUrl url = QUrl::fromEncoded(bytesOf(call.url), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http" && url.scheme() != u"https")
        || !url.userInfo().isEmpty())
        return fail(ErrorKind::Invalid, "remote.badUrl", {{"url", call.url}});
    QNetworkRequest request(url);
    const bool encrypted = url.scheme() == u"https";
    setAttributes(request, encrypted);
    request.setTransferTimeout(static_cast<int>(call.idleTimeout.count()));
    if (encrypted) {
        auto tls = tlsOf(call.caPem);
        if (!tls)
            return tl::unexpected(tls.error());
        request.setSslConfiguration(*tls);
    }
    request.setRawHeader("User-Agent", "gatehouse/0.1");
    for (const auto &[name, value] : call.headers)
        request.setRawHeader(bytesOf(name), bytesOf(value));
    if (!call.bearer.empty())
        request.setRawHeader("Authorization", "Bearer " + bytesOf(call.bearer.reveal()));
    return request;
}

QNetworkReply *sendOn(QNetworkAccessManager &manager, const QNetworkRequest &request, const HttpCall &call)
{
    if (call.method == "GET" && call.body.empty())
        return manager.get(request);
    if (call.method == "HEAD")
        return manager.head(request);
    if (http::isIdempotent(call.method))
        return manager.sendCustomRequest(request, bytesOf(call.method), bytesOf(call.body));
    auto once = request;
    once.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    once.setHeader(QNetworkRequest::ContentLengthHeader, static_cast<qulonglong>(call.body.size()));
    auto *body = new OneWayBody(call.body, nullptr);
    auto *reply = manager.sendCustomRequest(once, bytesOf(call.method), body);
    body->setParent(reply);
    return reply;
}

ReplyReader::ReplyReader(QNetworkReply *reply, std::shared_ptr<CallState> state, std::size_t maxBody)
    : QObject(reply), m_reply(reply), m_state(std::move(state)), m_maxBody(maxBody)
{
    m_clock.start();
    connect(reply, &QNetworkReply::metaDataChanged, this, [this] { readHead(); });
    connect(reply, &QNetworkReply::readyRead, this, [this] { read(); });
    connect(reply, &QNetworkReply::finished, this, [this] { finish(); });
    connect(reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const auto &error : errors)
            m_tlsErrors += error.errorString();
    });
}

void ReplyReader::drop()
{
    disconnect(m_reply, nullptr, this, nullptr);
    m_reply->abort();
    m_reply->deleteLater();
}

void ReplyReader::readHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_hasHead || status < 200)
        return;
    m_hasHead = true;
    m_answer.status = status;
    m_answer.reason = m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString().toStdString();
    m_answer.firstByte = std::chrono::microseconds{m_clock.nsecsElapsed() / 1000};
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        m_answer.headers.emplace_back(name.toStdString(), value.toStdString());
    std::scoped_lock lock(m_state->mutex);
    if (m_state->isStream && !m_state->dropped && m_state->stream.head)
        m_state->stream.head(status, m_answer.headers);
}

void ReplyReader::read()
{
    readHead();
    const auto piece = m_reply->readAll();
    if (m_state->isStream && m_answer.status < 400) {
        std::scoped_lock lock(m_state->mutex);
        if (!m_state->dropped && m_state->stream.piece)
            m_state->stream.piece({piece.constData(), static_cast<std::size_t>(piece.size())});
        return;
    }
    if (m_tooLarge)
        return;
    if (m_answer.body.size() + static_cast<std::size_t>(piece.size()) > m_maxBody) {
        m_tooLarge = true;
        m_reply->abort();
        return;
    }
    m_answer.body.append(piece.constData(), static_cast<std::size_t>(piece.size()));
}

void ReplyReader::finish()
{
    if (m_reply->isOpen() && m_reply->bytesAvailable() > 0)
        read();
    readHead();
    m_answer.elapsed = std::chrono::microseconds{m_clock.nsecsElapsed() / 1000};
    if (m_tooLarge)
        deliver(fail(ErrorKind::TooLarge, "remote.answerTooLarge", {{"limit", std::to_string(m_maxBody)}}));
    else if (m_hasHead && isAnswer(m_reply->error(), m_answer.status))
        deliver(std::move(m_answer));
    else
        deliver(tl::unexpected(errorOf()));
    m_reply->deleteLater();
}

Error ReplyReader::errorOf() const
{
    const auto url = m_reply->url();
    const auto host = url.authority(QUrl::PrettyDecoded).toStdString();
    auto reason = m_tlsErrors.isEmpty() ? m_reply->errorString() : m_tlsErrors.join(QStringLiteral("; "));
    const auto code = codeOf(m_reply->error(), m_hasHead);
    const auto kind = code == "remote.timeout" ? ErrorKind::Timeout : ErrorKind::Unavailable;
    return {kind, code, {{"host", host}, {"reason", reason.toStdString()}}, {}};
}

void ReplyReader::deliver(Result<HttpAnswer> result)
{
    std::scoped_lock lock(m_state->mutex);
    if (m_state->dropped)
        return;
    m_state->dropped = true;
    if (!m_state->isStream) {
        m_state->done(std::move(result));
        return;
    }
    std::optional<Error> error;
    if (!result)
        error = result.error();
    m_state->stream.end(std::move(error));
}

} // namespace gatehouse::remote
