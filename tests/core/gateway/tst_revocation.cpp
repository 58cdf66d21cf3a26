// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/core/gateway/tls_peer.h"
#include "tests/support/certificate_authority.h"

#include <QTest>

#include <map>

using namespace gatehouse;
using namespace gatehouse::test;
using std::chrono::hours;

//! validate-client-certificate with lists of revoked certificates, which an authority publishes on loopback.
class TestRevocation : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_server = TlsIdentity::make("localhost");
        m_web = std::make_unique<Backend>(std::vector<net::ServerCertificate>(), [this](const std::shared_ptr<net::ServerExchange> &exchange) {
            const std::scoped_lock lock(m_mutex);
            const auto found = m_files.find(exchange->request().target);
            http::Response response;
            response.head.status = found == m_files.end() ? 404 : 200;
            response.body = found == m_files.end() ? std::string() : found->second;
            exchange->respond(std::move(response));
            return true;
        });
    }
    void init()
    {
        const std::scoped_lock lock(m_mutex);
        m_files.clear();
        m_seen = m_web->count();
    }

    void asksTheAuthority_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<int>("status");
        QTest::newRow("not revoked") << QByteArray("good") << 200;
        QTest::newRow("revoked") << QByteArray("revoked") << 403;
        QTest::newRow("signed by another") << QByteArray("foreign") << 403;
        QTest::newRow("old") << QByteArray("old") << 403;
        QTest::newRow("of tomorrow") << QByteArray("early") << 403;
        QTest::newRow("no list") << QByteArray("garbage") << 403;
        QTest::newRow("nothing") << QByteArray("absent") << 403;
    }
    void asksTheAuthority()
    {
        QFETCH(QByteArray, list);
        QFETCH(int, status);
        const auto now = m_clock.utc();
        const std::map<QByteArray, std::string> lists{{"good", m_authority.list({5}, now - hours(1), now + hours(24))},
                                                      {"revoked", m_authority.list({5, 7}, now - hours(1), now + hours(24))},
                                                      {"foreign", m_stranger.list({}, now - hours(1), now + hours(24))},
                                                      {"old", m_authority.list({}, now - hours(48), now - hours(1))},
                                                      {"early", m_authority.list({}, now + hours(1), now + hours(24))},
                                                      {"garbage", "no list"}};
        if (const auto found = lists.find(list); found != lists.end())
            publish("/ca.crl", found->second);
        const auto client = m_authority.issue("client.test", 7, "URI:" + url("/ca.crl"));
        const auto gateway = start();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(call(*gateway, &client), status);
        QCOMPARE(asked(), std::size_t(1)); // and then not for a while
    }
    void followsTheListAndOutlivesItsAbsence()
    {
        const auto now = m_clock.utc();
        publish("/ca.crl", m_authority.list({}, now - hours(1), now + hours(24)));
        const auto client = m_authority.issue("client.test", 7, "URI:" + url("/ca.crl"));
        const auto gateway = start();
        QCOMPARE(call(*gateway, &client), 200);
        publish("/ca.crl", {});
        gateway->clock.advance(hours(2));
        QCOMPARE(call(*gateway, &client), 200); // the old one is in force still
        QCOMPARE(asked(), std::size_t(2));
        publish("/ca.crl", m_authority.list({7}, now + hours(1), now + hours(24)));
        gateway->clock.advance(hours(2));
        QCOMPARE(call(*gateway, &client), 403);
        publish("/ca.crl", {});
        gateway->clock.advance(hours(22));
        const auto other = m_authority.issue("other.test", 8, "URI:" + url("/ca.crl"));
        QCOMPARE(call(*gateway, &other), 403); // no list is in force
    }
    void asksTheNextPlace()
    {
        const auto now = m_clock.utc();
        publish("/second.crl", m_authority.list({}, now - hours(1), now + hours(24)));
        const auto client = m_authority.issue("client.test", 7, "URI:" + url("/first.crl") + ",URI:" + url("/second.crl"));
        QCOMPARE(call(*start(), &client), 200);
        QCOMPARE(asked(), std::size_t(2));
    }
    void asksOnlyWhenItMay_data()
    {
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("attributes");
        QTest::addColumn<bool>("known"); // to the service
        QTest::addColumn<int>("status");
        const auto list = QByteArray::fromStdString("URI:" + url("/ca.crl"));
        QTest::newRow("told not to") << list << QByteArray("validate-revocation=\"false\"") << true << 200;
        QTest::newRow("names no place") << QByteArray() << QByteArray() << true << 200;
        QTest::newRow("OCSP alone") << QByteArray("OCSP;URI:http://127.0.0.1:1/") << QByteArray() << true << 403;
        QTest::newRow("not trusted") << list << QByteArray() << false << 403;
        QTest::newRow("trust is not asked for") << list << QByteArray("validate-trust=\"false\"") << false << 403;
        QTest::newRow("another identity") << list << QByteArray("identity") << true << 403;
        QTest::newRow("not http") << QByteArray("URI:ldap://127.0.0.1/") << QByteArray() << true << 403;
        QTest::newRow("ignored") << QByteArray("OCSP;URI:http://127.0.0.1:1/") << QByteArray("ignore-error=\"true\"") << true << 200;
    }
    void asksOnlyWhenItMay()
    {
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, attributes);
        QFETCH(bool, known);
        QFETCH(int, status);
        const auto now = m_clock.utc();
        publish("/ca.crl", m_authority.list({}, now - hours(1), now + hours(24)));
        const auto &authority = known ? m_authority : m_stranger;
        const auto client = authority.issue("client.test", 7, place.toStdString());
        const bool other = attributes == "identity";
        const auto gateway = start(other ? std::string() : attributes.toStdString(), other ? "<identities><identity common-name=\"x\"/></identities>" : "");
        QCOMPARE(call(*gateway, &client), status);
        QCOMPARE(asked(), std::size_t(0));
    }

private:
    std::string url(const std::string &path) const { return m_web->url() + path; }
    std::size_t asked() const { return m_web->count() - m_seen; }
    //! "" : there is none.
    void publish(const std::string &path, const std::string &bytes)
    {
        const std::scoped_lock lock(m_mutex);
        if (bytes.empty())
            m_files.erase(path);
        else
            m_files[path] = bytes;
    }
    std::unique_ptr<TestGateway> start(const std::string &attributes = {}, const std::string &children = {})
    {
        gateway::GatewayOptions options;
        options.listenTls.push_back({});
        options.certificates.push_back({"", m_server.certificatePem, m_server.keyPem});
        options.clientCertificates = true;
        auto gateway = std::make_unique<TestGateway>(std::move(options));
        if (!gateway->plane)
            qFatal("no gateway");
        resource::Resource service;
        service.properties["certificates"] = json::array{json::object{{"encodedCertificate", crypto::base64(m_authority.der())}, {"storeName", "Root"}}};
        gateway->configuration.put(std::move(service));
        gateway->api("a", "a", "http://127.0.0.1:9");
        gateway->policy("apis/a", "<policies><inbound><validate-client-certificate " + attributes + ">" + children
                                      + "</validate-client-certificate><return-response/></inbound><backend/><outbound/><on-error/></policies>");
        if (hasErrors(gateway->publish()))
            qFatal("the policy is at fault");
        return gateway;
    }
    static int call(TestGateway &gateway, const TlsIdentity *identity)
    {
        return statusOf(TlsClient(gateway.plane->endpointsTls().front().port, identity).get("/a/x"));
    }

    ManualClock m_clock; // stands where each gateway's begins
    CertificateAuthority m_authority{"authority.test", m_clock.utc() - hours(72)}, m_stranger{"authority.test", m_clock.utc() - hours(72)};
    TlsIdentity m_server;
    std::mutex m_mutex;
    std::map<std::string, std::string> m_files;
    std::size_t m_seen = 0;
    std::unique_ptr<Backend> m_web; // last: its thread uses the others
};

QTEST_GUILESS_MAIN(TestRevocation)
#include "tst_revocation.moc"
