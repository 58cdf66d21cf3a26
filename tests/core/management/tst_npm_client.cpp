// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_service.h"

#include "tests/support/npm_package.h"
#include "tests/support/result_test.h"

using namespace gatehouse;
using test::RunningService;

//! Microsoft's own clients in tests/e2e/arm against the real service.
class TstNpmClient : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto missing = m_package.install(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }
    void passesEveryCall()
    {
        RunningService running;
        auto options = running.options();
        options.vault = net::Endpoint{"127.0.0.1", 0};
        VERIFY_RESULT(running.start(std::move(options)));
        QProcessEnvironment environment;
        environment.insert("VAULT", QString::fromStdString(running.url("vault")));
        environment.insert("NODE_EXTRA_CA_CERTS", QString::fromStdString(running.file("data/management-cert.pem")));
        QString output;
        const bool passed = m_package.runTests({QString::fromStdString(running.url("managementTls")), QString::fromStdString(running.file("data/token"))},
                                               environment, output);
        qInfo("%s", qPrintable(output.section('\n', -2).trimmed()));
        auto wrong = output.split('\n');
        wrong.removeIf([](const QString &line) { return line.startsWith(QLatin1String("ok ")); }); // QVERIFY2 cuts what is long
        QVERIFY2(passed, qPrintable(wrong.join('\n')));
        QVERIFY(output.contains(", 0 failed"));
        running.stop();
    }

private:
    test::NpmPackage m_package{QStringLiteral(GATEHOUSE_SOURCE_DIR "/tests/e2e/arm"), QStringLiteral(GATEHOUSE_BIN_DIR "/../e2e-arm")};
};

QTEST_GUILESS_MAIN(TstNpmClient)
#include "tst_npm_client.moc"
