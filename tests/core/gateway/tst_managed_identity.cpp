// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

void answer(const std::shared_ptr<net::ServerExchange> &exchange, int status, std::string body)
{
    http::Response response;
    response.head.status = status;
    response.head.headers.add("Content-Type", "application/json");
    response.body = std::move(body);
    exchange->respond(std::move(response));
}

std::string inbound(const std::string &policies)
{
    return "<policies><inbound><base/>" + policies + "</inbound><backend><base/></backend><outbound><base/></outbound><on-error><base/></on-error></policies>";
}

} // namespace

//! Tokens that the gateway gets for its own calls.
class TestManagedIdentity : public QObject
{
    Q_OBJECT

private slots:
    void managedIdentityPutsATokenOnTheBackendsCall_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::newRow("metadata service") << QByteArray("metadata");
        QTest::newRow("client credentials") << QByteArray("client_credentials");
    }
    void managedIdentityPutsATokenOnTheBackendsCall()
    {
        QFETCH(QByteArray, kind);
        std::atomic<int> serial{0};
        Backend issuer({}, [&serial](const std::shared_ptr<net::ServerExchange> &exchange) {
            exchange->readAll(4096, [&serial, exchange](const Result<std::string> &) {
                answer(exchange, 200, "{\"access_token\":\"t" + std::to_string(++serial) + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
            });
            return true;
        });
        Backend backend;
        gateway::GatewayOptions options;
        auto sources = identity::parseTokenSources("{\"managed-identity\":{\"kind\":\"" + kind.toStdString() + "\",\"url\":\"" + issuer.url()
                                                   + "/token\",\"clientId\":\"me\",\"clientSecret\":\"s3cret\"}}");
        QVERIFY2(sources.has_value(), sources ? "" : sources.error().debugText().c_str());
        options.tokenSources = std::move(*sources);
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", inbound("<authentication-managed-identity resource=\"https://vault.test\"/>"));
        gateway.publish();
        const auto token = [&] { return std::string(backend.seen().back().head.headers.get("Authorization").value_or("")); };
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(statusOf(gateway.get("/a/x")), 200);
            QCOMPARE(token(), std::string("Bearer t1"));
        }
        QCOMPARE(issuer.count(), std::size_t(1));
        const auto target = issuer.seen().front().head.target;
        QVERIFY2((kind == "metadata") == (target.find("resource=https%3A%2F%2Fvault.test") != std::string::npos), target.c_str());
        gateway.clock.advance(std::chrono::seconds(3600));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(token(), std::string("Bearer t2"));
    }
    void aSourceThatIsDownOrMissingFailsTheRequest_data()
    {
        QTest::addColumn<bool>("configured");
        QTest::newRow("down") << true;
        QTest::newRow("not configured") << false;
    }
    void aSourceThatIsDownOrMissingFailsTheRequest()
    {
        QFETCH(bool, configured);
        Backend backend;
        gateway::GatewayOptions options;
        if (configured)
            options.tokenSources = identity::parseTokenSources("{\"managed-identity\":{\"kind\":\"metadata\",\"url\":\"http://127.0.0.1:9/token\"}}").value();
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", inbound("<authentication-managed-identity resource=\"https://vault.test\"/>"));
        gateway.publish();
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        QCOMPARE(backend.count(), std::size_t(0));
        QCOMPARE(gateway.records(1).at(0).reason, std::string(configured ? "TokenAcquisitionFailed" : "TokenSourceNotConfigured"));
    }
};

QTEST_GUILESS_MAIN(TestManagedIdentity)
#include "tst_managed_identity.moc"
