// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/core/gateway/tls_peer.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;

//! What clients show to the gateway in their TLS handshake.
class TestClientCertificates : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_server = TlsIdentity::make("localhost");
        m_client = TlsIdentity::make("client.test");
        m_other = TlsIdentity::make("other.test");
    }

    void policiesJudgeTheClientsCertificate_data()
    {
        QTest::addColumn<bool>("asked");
        QTest::addColumn<QByteArray>("shown"); // "": none
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("seen");
        QTest::newRow("expected") << true << QByteArray("client") << 200 << m_client.thumbprint();
        QTest::newRow("another") << true << QByteArray("other") << 403 << m_other.thumbprint();
        QTest::newRow("none") << true << QByteArray() << 403 << QByteArray("none");
        QTest::newRow("not asked for") << false << QByteArray("client") << 403 << QByteArray("none");
    }
    void policiesJudgeTheClientsCertificate()
    {
        QFETCH(bool, asked);
        QFETCH(QByteArray, shown);
        QFETCH(int, status);
        QFETCH(QByteArray, seen);
        auto gateway = tlsGateway(asked);
        QVERIFY2(gateway->plane, gateway->error.debugText().c_str());
        const auto *identity = shown == "client" ? &m_client : shown == "other" ? &m_other : nullptr;
        const auto port = gateway->plane->endpointsTls().front().port;
        TlsClient client(port, identity);
        // The second request of the connection knows it too.
        for (int i = 0; i < 2; ++i) {
            const auto answer = client.get("/checked/x");
            QCOMPARE(statusOf(answer), status);
            if (status == 403)
                QVERIFY2(answer.find("Invalid client certificate") != std::string::npos, answer.c_str());
        }
        const auto answer = client.get("/told/x");
        QVERIFY2(answer.find("X-Thumb: " + seen.toStdString() + "\r\n") != std::string::npos, answer.c_str());
    }
    void anUntrustedCertificateIsRefusedUnlessTold()
    {
        auto gateway = tlsGateway(true);
        TlsClient client(gateway->plane->endpointsTls().front().port, &m_client);
        QCOMPARE(statusOf(client.get("/trusting/x")), 403);
    }

private:
    static std::string inbound(const std::string &policies)
    {
        return "<policies><inbound><base/>" + policies + "</inbound><backend><base/></backend><outbound><base/></outbound><on-error><base/></on-error></policies>";
    }
    std::unique_ptr<TestGateway> tlsGateway(bool asks)
    {
        gateway::GatewayOptions options;
        options.listen.push_back({});
        options.listenTls.push_back({});
        options.certificates.push_back({"", m_server.certificatePem, m_server.keyPem});
        options.clientCertificates = asks;
        options.expressions = &m_expressions;
        auto gateway = std::make_unique<TestGateway>(std::move(options));
        const std::string told = "<return-response><set-header name=\"X-Thumb\"><value>@(context.Request.Certificate == null ? \"none\" : "
                                 "context.Request.Certificate.Thumbprint)</value></set-header></return-response>";
        const auto checking = [&](const std::string &trust) {
            return "<validate-client-certificate validate-revocation=\"false\" validate-trust=\"" + trust + "\"><identities><identity thumbprint=\""
                + m_client.thumbprint().toStdString() + "\"/></identities></validate-client-certificate>" + told;
        };
        for (const auto &[name, policies] : {std::pair{"checked", checking("false")}, {"trusting", checking("true")}, {"told", told}}) {
            gateway->api(name, name, "http://127.0.0.1:9");
            gateway->policy(std::string("apis/") + name, inbound(policies));
        }
        gateway->publish();
        return gateway;
    }

    policy::Expressions m_expressions;
    TlsIdentity m_server, m_client, m_other;
};

QTEST_GUILESS_MAIN(TestClientCertificates)
#include "tst_client_certificates.moc"
