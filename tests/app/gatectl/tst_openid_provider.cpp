// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/gatectl/program.h"
#include "tests/support/npm_package.h"

#include <QTcpServer>

using namespace gatehouse;

//! `gatectl run` behind a certified OpenID provider: tests/e2e/oidc.
class TestOpenIdProvider : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto missing = m_package.install(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }
    void agreesWithTheProvidersLibrary()
    {
        // Its provider comes later, on this port.
        const auto port = freePort();
        test::RunningGateway gateway({"--sign-in-issuer", "http://127.0.0.1:" + port, "--sign-in-audience", "https://manage.test", "--vault", "127.0.0.1:0"});
        QTRY_VERIFY_WITH_TIMEOUT(gateway.isReady() || gateway.hasEnded(), 60'000);
        QVERIFY2(!gateway.hasEnded(), gateway.program().err.c_str());
        QProcessEnvironment environment;
        environment.insert("NODE_EXTRA_CA_CERTS", QString::fromStdString(gateway.data() + "/management-cert.pem"));
        QString output;
        const bool passed = m_package.runTests({QString::fromStdString(gateway.ready()), QString::fromStdString(port)}, environment, output);
        qInfo("%s", qPrintable(output.section('\n', -2).trimmed()));
        auto wrong = output.split('\n');
        wrong.removeIf([](const QString &line) { return line.startsWith(QLatin1String("ok ")); }); // QVERIFY2 cuts what is long
        QVERIFY2(passed, qPrintable(wrong.join('\n')));
        QVERIFY(output.contains(", 0 failed"));
        QCOMPARE(gateway.stop(), 0);
    }

private:
    static std::string freePort()
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        return std::to_string(server.serverPort());
    }

    test::NpmPackage m_package{QStringLiteral(GATEHOUSE_SOURCE_DIR "/tests/e2e/oidc"), QStringLiteral(GATEHOUSE_BIN_DIR "/../e2e-oidc")};
};

QTEST_GUILESS_MAIN(TestOpenIdProvider)
#include "tst_openid_provider.moc"
