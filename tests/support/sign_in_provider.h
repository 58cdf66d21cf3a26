// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QTcpServer>

namespace gatehouse::test {

//! tests/e2e/oidc/sign_in.mjs: an OpenID provider for people and the browser that they sign in with.
class SignInProvider
{
public:
    //! `folder` is where its packages are installed. False: it did not start.
    bool start(const QString &folder)
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        const auto port = server.serverPort();
        server.close();
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto *name : {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"})
            environment.remove(name);
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(folder);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start("node", {"sign_in.mjs", QString::number(port)});
        m_issuer = answer().value("issuer").toString();
        return !m_issuer.isEmpty();
    }
    ~SignInProvider()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
    }

    QString issuer() const { return m_issuer; }
    QJsonObject command(const QJsonObject &command)
    {
        m_process.write(QJsonDocument(command).toJson(QJsonDocument::Compact) + '\n');
        m_process.waitForBytesWritten(60'000);
        return answer();
    }

private:
    QJsonObject answer()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(60'000)) { }
        return QJsonDocument::fromJson(m_process.readLine()).object();
    }

    QProcess m_process;
    QString m_issuer;
};

} // namespace gatehouse::test
