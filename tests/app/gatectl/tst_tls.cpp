// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "core/base/json.h"
#include "core/crypto/certificate.h"
#include "tests/app/gatectl/program.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::gatectl;
using test::Program;
using test::RunningGateway;

namespace {

std::string first(const json::object &ready, std::string_view name)
{
    const auto *value = ready.if_contains(name);
    if (const auto *text = value ? value->if_string() : nullptr)
        return std::string(*text);
    const auto *array = value ? value->if_array() : nullptr;
    return array && !array->empty() ? std::string(array->front().as_string()) : std::string();
}

} // namespace

//! The TLS listeners of `gatectl run`, and a client that trusts one authority alone.
class TestTls : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto now = SystemClock{}.utc();
        const auto given = crypto::makeSelfSigned({"127.0.0.1"}, 2, now);
        const auto other = crypto::makeSelfSigned({"127.0.0.1"}, 2, now);
        VERIFY_RESULT(given);
        VERIFY_RESULT(other);
        test::writeFile(path("given.pem"), given->certificatePem);
        test::writeFile(path("given-key.pem"), std::string(given->keyPem.reveal()));
        test::writeFile(path("other.pem"), other->certificatePem);
        test::writeFile(path("other-key.pem"), std::string(other->keyPem.reveal()));
        m_gateway = std::make_unique<RunningGateway>(
            std::vector<std::string>{"--listen-tls", "127.0.0.1:0", "--management-tls", "127.0.0.1:0", "--certificate",
                                     path("given.pem"), "--key", path("given-key.pem")});
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->isReady() || m_gateway->hasEnded(), 30'000);
        QVERIFY2(!m_gateway->hasEnded(), m_gateway->program().err.c_str());
        const auto ready = parseJson(test::textOfFile(m_gateway->ready()));
        VERIFY_RESULT(ready);
        m_ready = ready->as_object();
        QVERIFY(first(m_ready, "managementTls").starts_with("https://127.0.0.1:"));
        QVERIFY(first(m_ready, "gatewayTls").starts_with("https://127.0.0.1:"));
    }
    void cleanupTestCase() { QCOMPARE(m_gateway->stop(), 0); }

    void theManagementEndpointShowsItsOwnCertificate()
    {
        QCOMPARE(manage(m_gateway->data() + "/management-cert.pem"), 0);
    }
    void aCertificateOfNobodyThatIsTrustedIsRefused_data()
    {
        QTest::addColumn<QByteArray>("trusted");
        QTest::newRow("the system's") << QByteArray();
        QTest::newRow("another one") << QByteArray::fromStdString(path("other.pem"));
        QTest::newRow("the data plane's") << QByteArray::fromStdString(path("given.pem"));
    }
    void aCertificateOfNobodyThatIsTrustedIsRefused()
    {
        QFETCH(QByteArray, trusted);
        QCOMPARE(manage(trusted.toStdString()), static_cast<int>(ExitConnection));
        QVERIFY2(m_program.err.find("certificate of 127.0.0.1") != std::string::npos, m_program.err.c_str());
    }
    void aFileWithoutCertificatesIsNamed()
    {
        test::writeFile(path("empty.pem"), "nothing here");
        QVERIFY(manage(path("empty.pem")) != 0);
        QVERIFY2(m_program.err.find("holds none in PEM form") != std::string::npos, m_program.err.c_str());
    }
    void theDataPlaneShowsTheGivenCertificate()
    {
        QCOMPARE(callGateway(path("given.pem")), 0);
        QVERIFY2(m_program.out.find("404") != std::string::npos, m_program.out.c_str());
        QVERIFY(callGateway(path("other.pem")) != 0);
    }
    void aCertificateNeedsItsOwnKey()
    {
        Program program;
        const int code = program.run({"run", "--data", path("elsewhere"), "--listen-tls", "127.0.0.1:0", "--certificate",
                                      path("given.pem"), "--key", path("other-key.pem")});
        QVERIFY(code != 0);
        QVERIFY2(program.err.find("key") != std::string::npos, program.err.c_str());
    }
    void aCertificateFileThatIsMissingIsNamed()
    {
        Program program;
        QVERIFY(program.run({"run", "--data", path("elsewhere"), "--listen-tls", "127.0.0.1:0", "--certificate", path("none.pem"),
                             "--key", path("given-key.pem")})
                != 0);
        QVERIFY2(program.err.find("none.pem") != std::string::npos, program.err.c_str());
    }

private:
    std::string path(const std::string &name) const { return m_folder.path().toStdString() + "/" + name; }
    int manage(const std::string &caFile)
    {
        std::vector<std::string> arguments{"list", "apis", "--url", first(m_ready, "managementTls"), "--scope", first(m_ready, "scope"),
                                           "--token-file", first(m_ready, "tokenFile")};
        if (!caFile.empty())
            arguments.insert(arguments.end(), {"--ca-file", caFile});
        return m_program.run(arguments);
    }
    int callGateway(const std::string &caFile)
    {
        return m_program.run({"call", "GET", "/nothing/here", "--url", first(m_ready, "managementTls"), "--scope",
                              first(m_ready, "scope"), "--token-file", first(m_ready, "tokenFile"), "--gateway-url",
                              first(m_ready, "gatewayTls"), "--ca-file", caFile});
    }

    QTemporaryDir m_folder;
    Program m_program;
    std::unique_ptr<RunningGateway> m_gateway;
    json::object m_ready;
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
