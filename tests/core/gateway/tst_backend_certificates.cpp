// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/core/gateway/tls_peer.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::test;

//! What the gateway shows to backends in TLS, and what it asks of theirs.
class TestBackendCertificates : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_server = TlsIdentity::make("localhost");
        m_client = TlsIdentity::make("client.test");
        m_other = TlsIdentity::make("other.test");
        m_elsewhere = TlsIdentity::make("elsewhere.test");
    }

    void policiesChooseTheCertificate_data()
    {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<int>("status");
        const auto base64 = QByteArray::fromStdString(crypto::base64(m_client.pkcs12("pw")));
        const auto row = [](const char *name, const QByteArray &attributes, int status) {
            QTest::newRow(name) << "<authentication-certificate " + attributes + "/>" << status;
        };
        const auto body = "body=\"@(Convert.FromBase64String(&quot;" + base64 + "&quot;))\"";
        row("thumbprint", "thumbprint=\"" + m_client.thumbprint() + "\"", 200);
        row("thumbprint of a dialog", "thumbprint=\"" + spaced(m_client.thumbprint()) + "\"", 200);
        row("certificate-id", "certificate-id=\"Mine\"", 200);
        row("id of an expression", "certificate-id=\"@(&quot;mi&quot; + context.Request.Method.Replace(&quot;GET&quot;, &quot;ne&quot;))\"", 200);
        row("bytes", body + " password=\"pw\"", 200);
        row("base64 text", "body=\"" + base64 + "\" password=\"pw\"", 200);
        row("password of a named value", body + " password=\"{{pfx-password}}\"", 200);
        row("wrong password", body + " password=\"x\"", 500);
        row("no bytes", "body=\"@(new byte[0])\"", 500);
        row("unknown thumbprint", "thumbprint=\"00\"", 500);
        row("unknown id of an expression", "certificate-id=\"@(context.Request.Method)\"", 500);
        row("without a key", "certificate-id=\"keyless\"", 500);
        row("unreadable", "certificate-id=\"broken\"", 500);
        QTest::newRow("none") << QByteArray() << 500;
    }
    void policiesChooseTheCertificate()
    {
        QFETCH(QByteArray, policy);
        QFETCH(int, status);
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", backend.url());
        gateway->policy("apis/a", inbound(policy.toStdString()));
        QVERIFY(!hasErrors(gateway->publish()));
        for (int i = 0; i < 2; ++i) { // the second on the same connection
            const auto answer = gateway->get("/a/x");
            QVERIFY2(statusOf(answer) == status, answer.c_str());
            if (status == 200)
                QCOMPARE(QByteArray::fromStdString(bodyOf(answer)), m_client.thumbprint());
        }
        QCOMPARE(backend.requests(), status == 200 ? 2 : 0);
        QCOMPARE(backend.connections(), status == 200 ? 1 : 0);
    }

    void aPolicyThatNamesNoneIsAtFault()
    {
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", backend.url());
        gateway->policy("apis/a", inbound("<authentication-certificate password=\"x\"/>"));
        const auto findings = gateway->publish();
        QVERIFY(std::any_of(findings.begin(), findings.end(), [](const auto &finding) { return finding.code == "policy.oneOfAttributes"; }));
        QCOMPARE(statusOf(gateway->get("/a/x")), 500);
        QCOMPARE(backend.requests(), 0);
    }

    void onErrorLearnsWhy()
    {
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", backend.url());
        gateway->policy("apis/a", "<policies><inbound><authentication-certificate certificate-id=\"nobody\"/></inbound><backend><forward-request/></backend><outbound/>"
                                  "<on-error><return-response><set-body>@(context.LastError.Source + \" \" + context.LastError.Reason)</set-body>"
                                  "</return-response></on-error></policies>");
        QVERIFY(!hasErrors(gateway->publish()));
        QCOMPARE(bodyOf(gateway->get("/a/x")), std::string("authentication-certificate CertificateNotFound"));
    }

    void aTicketLeavesAnIdleConnectionInUse()
    {
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", backend.url());
        gateway->policy("apis/a", inbound("<authentication-certificate certificate-id=\"mine\"/>"));
        QVERIFY(!hasErrors(gateway->publish()));
        for (int i = 0; i < 10; ++i)
            QCOMPARE(statusOf(gateway->get("/a/x")), 200);
        QCOMPARE(backend.requests(), 10);
        QCOMPARE(backend.connections(), 1);
    }
    void whoShowsAnotherCertificateSharesNoConnection()
    {
        TlsBackend backend(m_server);
        auto gateway = start();
        for (const auto *id : {"mine", "second"}) {
            gateway->api(id, id, backend.url());
            gateway->policy(std::string("apis/") + id, inbound(std::string("<authentication-certificate certificate-id=\"") + id + "\"/>"));
        }
        gateway->api("nobody", "nobody", backend.url());
        QVERIFY(!hasErrors(gateway->publish()));
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(QByteArray::fromStdString(bodyOf(gateway->get("/mine/1"))), m_client.thumbprint());
            QCOMPARE(QByteArray::fromStdString(bodyOf(gateway->get("/second/1"))), m_other.thumbprint());
            QCOMPARE(statusOf(gateway->get("/nobody/1")), 500);
        }
        QCOMPARE(backend.connections(), 2);
    }

    void anotherFileUnderTheSameIdIsShownAtOnce()
    {
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", backend.url());
        gateway->policy("apis/a", inbound("<authentication-certificate certificate-id=\"mine\"/>"));
        gateway->publish();
        QCOMPARE(QByteArray::fromStdString(bodyOf(gateway->get("/a/1"))), m_client.thumbprint());
        gateway->put("certificates/mine", json::object{{"data", crypto::base64(m_other.pkcs12(""))}});
        gateway->publish();
        QCOMPARE(QByteArray::fromStdString(bodyOf(gateway->get("/a/2"))), m_other.thumbprint());
    }

    void sendRequestShowsItsOwn()
    {
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", "http://127.0.0.1:9");
        gateway->policy("apis/a", inbound(asking(backend.url(), "<authentication-certificate certificate-id=\"mine\"/>")));
        gateway->publish();
        QCOMPARE(QByteArray::fromStdString(bodyOf(gateway->get("/a/x"))), m_client.thumbprint());
    }
    void theRequestsCertificateIsNotThatOfSendRequest()
    {
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", "http://127.0.0.1:9");
        gateway->policy("apis/a", inbound("<authentication-certificate certificate-id=\"mine\"/>" + asking(backend.url(), {})));
        gateway->publish();
        QCOMPARE(statusOf(gateway->get("/a/x")), 500);
        QCOMPARE(backend.requests(), 0);
    }

    void backendsNameTheirOwn_data()
    {
        QTest::addColumn<QByteArray>("credentials");
        QTest::addColumn<QByteArray>("shown"); // "": the call fails
        const auto mine = m_client.thumbprint();
        QTest::newRow("thumbprint") << "\"certificate\":[\"" + mine + "\"]" << mine;
        QTest::newRow("id") << QByteArray("\"certificateIds\":[\"certificates/Mine\"]") << mine;
        QTest::newRow("absolute id") << QByteArray("\"certificateIds\":[\"/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x/certificates/mine\"]") << mine;
        QTest::newRow("the first that can be used") << QByteArray("\"certificateIds\":[\"gone\",\"keyless\",\"mine\",\"second\"]") << mine;
        QTest::newRow("unknown") << QByteArray("\"certificate\":[\"00\"]") << QByteArray();
        QTest::newRow("without a key") << QByteArray("\"certificateIds\":[\"keyless\"]") << QByteArray();
    }
    void backendsNameTheirOwn()
    {
        QFETCH(QByteArray, credentials);
        QFETCH(QByteArray, shown);
        TlsBackend backend(m_server);
        auto gateway = start();
        gateway->api("a", "a", "http://127.0.0.1:9");
        gateway->put("backends/b", "{\"url\":\"" + backend.url() + "\",\"protocol\":\"http\",\"credentials\":{" + credentials.toStdString() + "}}");
        gateway->policy("apis/a", inbound("<set-backend-service backend-id=\"b\"/><authentication-certificate certificate-id=\"second\"/>"));
        const auto findings = gateway->publish();
        const bool found = std::any_of(findings.begin(), findings.end(), [](const auto &finding) { return finding.code == "gateway.backendCertificate"; });
        QCOMPARE(found, shown.isEmpty());
        const auto answer = gateway->get("/a/x");
        QCOMPARE(statusOf(answer), shown.isEmpty() ? 500 : 200);
        if (shown.isEmpty())
            QCOMPARE(backend.requests(), 0);
        else
            QCOMPARE(QByteArray::fromStdString(bodyOf(answer)), shown); // not the policy's
    }

    void aBackendsOwnChecksDecide_data()
    {
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<bool>("named");
        QTest::addColumn<bool>("checksChain");
        QTest::addColumn<bool>("checksName");
        QTest::addColumn<bool>("passes");
        QTest::newRow("good") << true << true << true << true << true;
        QTest::newRow("untrusted") << false << true << true << true << false;
        QTest::newRow("untrusted, name alone") << false << true << false << true << true;
        QTest::newRow("untrusted, chain alone") << false << true << true << false << false;
        QTest::newRow("wrong name") << true << false << true << true << false;
        QTest::newRow("wrong name, chain alone") << true << false << true << false << true;
        QTest::newRow("wrong name, name alone") << true << false << false << true << false;
        QTest::newRow("neither good, neither checked") << false << false << false << false << true;
    }
    void aBackendsOwnChecksDecide()
    {
        QFETCH(bool, trusted);
        QFETCH(bool, named);
        QFETCH(bool, checksChain);
        QFETCH(bool, checksName);
        QFETCH(bool, passes);
        const auto &identity = named ? m_server : m_elsewhere;
        TlsBackend backend(identity);
        auto gateway = start(trusted ? identity.certificatePem : std::string());
        gateway->api("a", "a", "http://127.0.0.1:9");
        const auto text = [](bool on) { return on ? std::string("true") : std::string("false"); };
        gateway->put("backends/b", "{\"url\":\"" + backend.url() + "\",\"protocol\":\"http\",\"tls\":{\"validateCertificateChain\":" + text(checksChain)
                                       + ",\"validateCertificateName\":" + text(checksName) + "},\"credentials\":{\"certificateIds\":[\"mine\"]}}");
        gateway->policy("apis/a", inbound("<set-backend-service backend-id=\"b\"/>"));
        gateway->publish();
        QCOMPARE(statusOf(gateway->get("/a/x")), passes ? 200 : 500);
        QCOMPARE(backend.requests(), passes ? 1 : 0);
    }
    void uncheckedConnectionsServeNobodyElse()
    {
        TlsBackend backend(m_elsewhere);
        auto gateway = start(std::string());
        gateway->api("lax", "lax", "http://127.0.0.1:9");
        gateway->api("strict", "strict", backend.url());
        gateway->put("backends/b", "{\"url\":\"" + backend.url()
                                       + "\",\"tls\":{\"validateCertificateChain\":false,\"validateCertificateName\":false},\"credentials\":{\"certificateIds\":[\"mine\"]}}");
        gateway->policy("apis/lax", inbound("<set-backend-service backend-id=\"b\"/>"));
        gateway->policy("apis/strict", inbound("<authentication-certificate certificate-id=\"mine\"/>"));
        gateway->publish();
        QCOMPARE(statusOf(gateway->get("/lax/x")), 200);
        QCOMPARE(statusOf(gateway->get("/strict/x")), 500);
        QCOMPARE(backend.requests(), 1);
    }
    void aRedirectElsewhereTakesNothingAlong()
    {
        TlsBackend target(m_server); // refuses who shows none
        Backend origin({{"", m_server.certificatePem, m_server.keyPem}}, [&](const std::shared_ptr<net::ServerExchange> &exchange) {
            http::Response response;
            response.head.status = 307;
            response.head.headers.add("Location", target.url() + "/there");
            exchange->respond(std::move(response));
            return true;
        });
        auto gateway = start();
        gateway->api("a", "a", "https://localhost:" + std::to_string(origin.port()));
        gateway->policy("apis/a", "<policies><inbound><authentication-certificate certificate-id=\"mine\"/></inbound><backend><forward-request follow-redirects=\"true\"/>"
                                  "</backend><outbound/><on-error/></policies>");
        gateway->publish();
        QCOMPARE(statusOf(gateway->get("/a/x")), 500);
        QCOMPARE(origin.count(), std::size_t(1));
        QCOMPARE(target.requests(), 0);
    }

private:
    //! As a dialog shows it, with the mark that it puts in front.
    static QByteArray spaced(const QByteArray &thumbprint)
    {
        QByteArray text = "\xe2\x80\x8e";
        for (int i = 0; i < thumbprint.size(); i += 2)
            text += thumbprint.mid(i, 2).toLower() + ' ';
        return text;
    }
    static std::string inbound(const std::string &policies)
    {
        return "<policies><inbound><base/>" + policies + "</inbound><backend><base/></backend><outbound><base/></outbound><on-error><base/></on-error></policies>";
    }
    static std::string asking(const std::string &url, const std::string &more)
    {
        return "<send-request response-variable-name=\"r\"><set-url>" + url + "/s</set-url>" + more + "</send-request><return-response>"
                                                                                                     "<set-body>@(((IResponse)context.Variables[\"r\"]).Body.As<string>())</set-body></return-response>";
    }
    std::unique_ptr<TestGateway> start() { return start(m_server.certificatePem); }
    std::unique_ptr<TestGateway> start(const std::string &trusted)
    {
        gateway::GatewayOptions options;
        options.workers = 1; // the second request finds the first one's connection
        options.backendCaPem = trusted;
        options.expressions = &m_expressions;
        auto gateway = std::make_unique<TestGateway>(std::move(options));
        if (!gateway->plane)
            qFatal("no gateway");
        gateway->put("namedValues/p", R"({"displayName":"pfx-password","value":"pw","secret":true})");
        gateway->put("certificates/mine", json::object{{"data", crypto::base64(m_client.pkcs12("secret"))}, {"password", "secret"}});
        gateway->put("certificates/second", json::object{{"data", crypto::base64(m_other.pkcs12(""))}, {"password", ""}});
        gateway->put("certificates/keyless", json::object{{"data", crypto::base64(m_client.certificatePem)}});
        gateway->put("certificates/broken", json::object{{"data", "AAAA"}});
        return gateway;
    }

    policy::Expressions m_expressions;
    TlsIdentity m_server, m_client, m_other, m_elsewhere;
};

QTEST_GUILESS_MAIN(TestBackendCertificates)
#include "tst_backend_certificates.moc"
