// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_service.h"

#include "tests/support/result_test.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

using namespace gatehouse;
using test::RunningService;

//! Microsoft's own client in tests/e2e/arm against the real service.
class TstNpmClient : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void passesEveryCall();

private:
    QDir m_directory{QStringLiteral(GATEHOUSE_BIN_DIR "/../e2e-arm")};
};

namespace {

bool run(const QString &program, const QStringList &arguments, const QString &directory, QString &output,
         const QProcessEnvironment &environment)
{
    QProcess process;
    process.setWorkingDirectory(directory);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(240'000);
    output = QString::fromUtf8(process.readAll());
    return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

void TstNpmClient::initTestCase()
{
    const auto npm = QStandardPaths::findExecutable("npm");
    if (npm.isEmpty() || QStandardPaths::findExecutable("node").isEmpty())
        QSKIP("node and npm are not installed");
    QVERIFY(m_directory.mkpath("."));
    const QDir source(QStringLiteral(GATEHOUSE_SOURCE_DIR "/tests/e2e/arm"));
    bool same = QFile::exists(m_directory.filePath("node_modules/.package-lock.json"));
    for (const auto *name : {"package.json", "package-lock.json", ".npmrc", "run.mjs"}) {
        QFile from(source.filePath(name)), to(m_directory.filePath(name));
        QVERIFY(from.open(QIODevice::ReadOnly));
        const auto content = from.readAll();
        const bool unchanged = to.open(QIODevice::ReadOnly) && to.readAll() == content;
        to.close();
        same = same && (unchanged || QByteArray{name} == "run.mjs");
        QVERIFY(to.open(QIODevice::WriteOnly | QIODevice::Truncate));
        to.write(content);
    }
    if (same)
        return;
    QString output;
    if (!run(npm, {"ci"}, m_directory.path(), output, QProcessEnvironment::systemEnvironment()))
        QSKIP(qPrintable("npm ci could not fetch the client: " + output.right(500)));
}

void TstNpmClient::passesEveryCall()
{
    RunningService running;
    VERIFY_RESULT(running.start());
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("NODE_EXTRA_CA_CERTS", QString::fromStdString(running.file("data/management-cert.pem")));
    for (const auto *name : {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"})
        environment.remove(name);
    QString output;
    const bool passed = run("node",
                            {"run.mjs", QString::fromStdString(running.url("managementTls")),
                             QString::fromStdString(running.file("data/token"))},
                            m_directory.path(), output, environment);
    qInfo("%s", qPrintable(output.section('\n', -2).trimmed()));
    QVERIFY2(passed, qPrintable(output));
    QVERIFY(output.contains(", 0 failed"));
    running.stop();
}

QTEST_GUILESS_MAIN(TstNpmClient)
#include "tst_npm_client.moc"
