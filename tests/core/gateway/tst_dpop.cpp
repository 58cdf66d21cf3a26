// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate_file.h"
#include "core/crypto/jwk.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/core/gateway/tls_peer.h"
#include "tests/support/redis_server.h"
#include "tests/support/token_maker.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

const std::string signingSecret = "0123456789abcdef0123456789abcdef";

std::string guarded(const std::string &attributes, const std::string &more = {}, const std::string &place = "header-name=\"Authorization\"")
{
    return "<policies><inbound><validate-jwt " + place + " " + attributes + "><issuer-signing-keys><key>" + crypto::base64(signingSecret)
        + "</key></issuer-signing-keys></validate-jwt>" + more + "</inbound><backend><forward-request/></backend><outbound/><on-error/></policies>";
}

gateway::GatewayOptions dpopSharing(const RedisServer &server, bool failOpen = true)
{
    gateway::GatewayOptions options;
    options.sharedLimits = gateway::SharedLimits{*net::parseRedisTarget(server.address()), failOpen};
    options.sharedLimits->redis.commandTimeout = std::chrono::seconds(10);
    return options;
}

void guard(TestGateway &gateway, const Backend &backend, const std::string &policy)
{
    gateway.api("a", "a", backend.url());
    gateway.policy("apis/a", policy);
    QVERIFY(!hasErrors(gateway.publish()));
}

std::string fieldOf(const std::string &answer, const std::string &name)
{
    const auto at = answer.find("\r\n" + name + ": ");
    return at == std::string::npos ? std::string() : answer.substr(at + name.size() + 4, answer.find("\r\n", at + 2) - at - name.size() - 4);
}

} // namespace

//! DPoP and tokens bound to certificates in running gateways.
class TestGatewayDpop : public QObject
{
    Q_OBJECT

private slots:
    void recordsAndAnswersARefusal()
    {
        Backend backend;
        TestGateway gateway;
        guard(gateway, backend, guarded("dpop=\"required\""));
        const auto fields = signedFields(gateway);
        QCOMPARE(statusOf(gateway.get("/a/x", fields)), 200);
        const auto refused = gateway.get("/a/x", fields);
        QCOMPARE(statusOf(refused), 401);
        QVERIFY(fieldOf(refused, "WWW-Authenticate").starts_with("DPoP error=\"invalid_dpop_proof\", error_description=\"The DPoP proof was used before.\", algs=\"ES256 "));
        QCOMPARE(QString::fromStdString(bodyOf(refused)), QString("{ \"statusCode\": 401, \"message\": \"The DPoP proof was used before.\" }"));
        const auto records = gateway.records(2);
        QCOMPARE(records.size(), std::size_t(2));
        QCOMPARE(QString::fromStdString(records[1].reason), QString("DpopProofReplayed"));
        QCOMPARE(QString::fromStdString(records[1].source), QString("validate-jwt"));
        QVERIFY(records[1].outcome == telemetry::Outcome::Refused && records[1].owner == telemetry::FailureOwner::Client);
        QCOMPARE(backend.count(), std::size_t(1));
    }
    void twoFieldsAreRefused()
    {
        Backend backend;
        TestGateway gateway;
        guard(gateway, backend, guarded("dpop=\"required\""));
        const auto fields = signedFields(gateway);
        const auto again = fields.substr(fields.find("DPoP: "));
        QCOMPARE(statusOf(gateway.get("/a/x", fields + again)), 401);
        QCOMPARE(QString::fromStdString(gateway.records(1).front().reason), QString("DpopProofRepeated"));
        QCOMPARE(statusOf(gateway.get("/a/x", fields)), 200); // it was not used up
    }
    void theMethodAndTargetOfTheRequestCount()
    {
        Backend backend;
        TestGateway gateway;
        guard(gateway, backend, guarded("dpop=\"required\"", "<set-method>POST</set-method><rewrite-uri template=\"/elsewhere\"/>"));
        QCOMPARE(statusOf(gateway.get("/a/x?y=z", signedFields(gateway))), 200);
        QCOMPARE(statusOf(gateway.get("/a/y", signedFields(gateway))), 401);
        QCOMPARE(statusOf(gateway.call("POST", "/a/x", signedFields(gateway) + "Content-Length: 0\r\n")), 401);
        RawClient absolute(gateway.port());
        absolute.send("GET http://gw.example:80/a/./x HTTP/1.1\r\nHost: gw.example:80\r\nConnection: close\r\n" + signedFields(gateway) + "\r\n");
        QCOMPARE(statusOf(absolute.toEnd()), 200);
    }
    void gatewaysShareWhatTheyHaveSeen_data()
    {
        QTest::addColumn<bool>("byCache");
        QTest::newRow("by the Redis of limits") << false;
        QTest::newRow("by the external cache") << true;
    }
    void gatewaysShareWhatTheyHaveSeen()
    {
        QFETCH(bool, byCache);
        RedisServer server;
        Backend backend;
        TestGateway one(byCache ? gateway::GatewayOptions() : dpopSharing(server)), two(byCache ? gateway::GatewayOptions() : dpopSharing(server));
        for (auto *gateway : {&one, &two}) {
            if (byCache)
                gateway->put("caches/default", json::object{{"connectionString", server.connectionString()}, {"useFromLocation", "default"}});
            guard(*gateway, backend, guarded("dpop=\"required\""));
        }
        const auto fields = signedFields(one);
        QCOMPARE(statusOf(one.get("/a/x", fields)), 200);
        QCOMPARE(statusOf(two.get("/a/x", fields)), 401);
        QCOMPARE(QString::fromStdString(two.records(1).front().reason), QString("DpopProofReplayed"));
        QCOMPARE(statusOf(two.get("/a/x", signedFields(one))), 200);
    }
    void anOutageOfTheSharedMemory_data()
    {
        QTest::addColumn<bool>("open");
        QTest::newRow("open") << true;
        QTest::newRow("closed") << false;
    }
    void anOutageOfTheSharedMemory()
    {
        QFETCH(bool, open);
        RedisServer server;
        Backend backend;
        TestGateway gateway(dpopSharing(server, open));
        guard(gateway, backend, guarded("dpop=\"required\""));
        QCOMPARE(statusOf(gateway.get("/a/x", signedFields(gateway))), 200);
        server.stop();
        const auto fields = signedFields(gateway);
        QCOMPARE(statusOf(gateway.get("/a/x", fields)), open ? 200 : 503);
        QCOMPARE(QString::fromStdString(gateway.records(2).back().reason), QString(open ? "" : "DpopReplayStoreUnavailable"));
        QCOMPARE(statusOf(gateway.get("/a/x", fields)), 401); // its own memory is there
    }
    void gatewaysTakeEachOthersNonces()
    {
        RedisServer server;
        Backend backend;
        TestGateway one(dpopSharing(server)), two(dpopSharing(server)), stranger;
        for (auto *gateway : {&one, &two, &stranger})
            guard(*gateway, backend, guarded("", "<validate-dpop require-nonce=\"true\"/>"));
        const auto nonceOf = [&](TestGateway &gateway) {
            const auto refused = gateway.get("/a/x", signedFields(gateway));
            return fieldOf(refused, "WWW-Authenticate").starts_with("DPoP error=\"use_dpop_nonce\"") ? fieldOf(refused, "DPoP-Nonce") : std::string();
        };
        QVERIFY(waitFor([&] { return nonceOf(one) == nonceOf(two); })); // agreed by now
        const auto nonce = nonceOf(one);
        QVERIFY(!nonce.empty());
        QCOMPARE(statusOf(two.get("/a/x", signedFields(two, {{"nonce", nonce}}))), 200);
        const auto foreign = stranger.get("/a/x", signedFields(stranger, {{"nonce", nonce}}));
        QCOMPARE(statusOf(foreign), 401);
        QVERIFY(!fieldOf(foreign, "DPoP-Nonce").empty() && fieldOf(foreign, "DPoP-Nonce") != nonce);
        QCOMPARE(QString::fromStdString(fieldOf(foreign, "Cache-Control")), QString("no-store"));
    }
    void tokensAreBoundToTheConnectionsCertificate()
    {
        const auto server = TlsIdentity::make("localhost"), own = TlsIdentity::make("client.test"), other = TlsIdentity::make("other.test");
        gateway::GatewayOptions options;
        options.listen.push_back({});
        options.listenTls.push_back({});
        options.certificates.push_back({"", server.certificatePem, server.keyPem});
        options.clientCertificates = true;
        Backend backend;
        TestGateway gateway(std::move(options));
        QVERIFY2(gateway.plane, gateway.error.debugText().c_str());
        guard(gateway, backend, guarded("certificate-bound=\"required\"", {}, "query-parameter-name=\"t\""));
        const auto file = crypto::readCertificateFile(own.certificatePem, {});
        QVERIFY(file);
        const auto thumbprint = crypto::base64Url(crypto::sha256(crypto::derOf(file->certificate.get())));
        const auto bound = "/a/x?t=" + TokenMaker::mac(signingSecret, {{"exp", laterThan(gateway)}, {"cnf", {{"x5t#S256", thumbprint}}}});
        const auto unbound = "/a/x?t=" + TokenMaker::mac(signingSecret, {{"exp", laterThan(gateway)}});
        const auto port = gateway.plane->endpointsTls().front().port;
        QCOMPARE(statusOf(TlsClient(port, &own).get(bound)), 200);
        const auto stolen = TlsClient(port, &other).get(bound);
        QCOMPARE(statusOf(stolen), 401);
        QVERIFY(fieldOf(stolen, "WWW-Authenticate").starts_with("Bearer error=\"invalid_token\", error_description=\"The access token is bound to another"));
        QCOMPARE(statusOf(TlsClient(port, nullptr).get(bound)), 401);
        QCOMPARE(statusOf(TlsClient(port, &own).get(unbound)), 401);
        QCOMPARE(statusOf(gateway.get(bound)), 401); // not even over TLS
        QStringList reasons;
        for (const auto &record : gateway.records(5))
            reasons += QString::fromStdString(record.reason);
        reasons.sort();
        QCOMPARE(reasons, QStringList({"", "TokenCertificateMismatch", "TokenCertificateNotPresent", "TokenCertificateNotPresent", "TokenNotBoundToCertificate"}));
    }

private:
    static std::int64_t secondsOf(const TestGateway &gateway)
    {
        return std::chrono::floor<std::chrono::seconds>(gateway.clock.utc()).time_since_epoch().count();
    }
    static std::int64_t laterThan(const TestGateway &gateway) { return secondsOf(gateway) + 600; }

    //! Authorization and DPoP of GET http://gw.example/a/x.
    std::string signedFields(const TestGateway &gateway, const json::object &more = {})
    {
        auto key = m_maker.publicKey();
        key.erase("kid");
        const auto token = TokenMaker::mac(signingSecret, {{"exp", laterThan(gateway)}, {"cnf", {{"jkt", crypto::Jwk::parse(key)->thumbprint()}}}});
        json::object claims{{"jti", "proof " + std::to_string(++m_proofs)}, {"htm", "GET"}, {"htu", "http://gw.example/a/x"}, {"iat", secondsOf(gateway)},
                            {"ath", crypto::base64Url(crypto::sha256(token))}};
        for (const auto &[name, value] : more)
            claims[name] = value;
        return "Authorization: DPoP " + token + "\r\nDPoP: " + m_maker.sign(claims, {{"typ", "dpop+jwt"}, {"jwk", key}}) + "\r\n";
    }

    TokenMaker m_maker = TokenMaker::ec("");
    int m_proofs = 0;
};

QTEST_GUILESS_MAIN(TestGatewayDpop)
#include "tst_dpop.moc"
