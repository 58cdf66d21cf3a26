// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/core/gateway/tls_peer.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;

//! What `context` tells of the configuration: who calls, with which subscription, through which product.
class TestContext : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhoCalls_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *expression, const char *value) { QTest::newRow(expression) << QByteArray(expression) << QByteArray(value); };
        row("context.User.Id", "ada");
        row("context.User.Email", "ada@example.com");
        row("context.User.FirstName + \" \" + context.User.LastName", "Ada Lovelace");
        row("context.User.Note", "first");
        row("context.User.RegistrationDate.ToString(\"yyyy-MM-dd\")", "2024-02-29");
        row("string.Join(\",\", context.User.Groups.Select(g => g.Id + \"=\" + g.Name))", "developers=Developers,partners=Our partners");
        row("string.Join(\",\", context.User.Identities.Select(i => i.Provider + \":\" + i.Id))", "Aad:ada-oid");
        row("context.Product.Name", "Gold");
        row("context.Product.State.ToString() + context.Product.ApprovalRequired + context.Product.SubscriptionsLimit", "PublishedTrue7");
        row("string.Join(\",\", context.Product.Groups.Select(g => g.Name))", "Our partners,Guests");
        row("context.Subscription.Key + \" \" + context.Subscription.PrimaryKey + \" \" + context.Subscription.SecondaryKey", "key-2 key-1 key-2");
        row("context.Subscription.CreatedDate.ToString(\"yyyy-MM-dd\")", "2024-03-01");
        row("context.Subscription.EndDate.HasValue.ToString() + context.Subscription.StartDate.HasValue", "TrueFalse");
        row("context.Api.SubscriptionKeyParameterNames.Header + \" \" + context.Api.SubscriptionKeyParameterNames.Query", "X-Key subscription-key");
        row("string.Join(\",\", context.Api.Protocols)", "https,http");
    }
    void tellsWhoCalls()
    {
        QFETCH(QByteArray, expression);
        QFETCH(QByteArray, value);
        TestGateway gateway({.expressions = &m_expressions});
        configure(gateway, expression);
        const auto answer = gateway.get("/told/x", "X-Key: key-2\r\n");
        QVERIFY2(answer.ends_with("\r\n\r\n" + value.toStdString()), answer.c_str());
    }
    void aRenamedGroupIsToldAtOnce()
    {
        TestGateway gateway({.expressions = &m_expressions});
        configure(gateway, "context.Product.Groups.First().Name + context.User.Groups.Last().Name");
        QVERIFY(gateway.get("/told/x", "X-Key: key-2\r\n").ends_with("Our partnersOur partners"));
        gateway.put("groups/partners", json::object{{"displayName", "Friends"}});
        gateway.publish();
        QVERIFY(gateway.get("/told/x", "X-Key: key-2\r\n").ends_with("FriendsFriends"));
    }
    void nobodyKnownIsNull()
    {
        TestGateway gateway({.expressions = &m_expressions});
        configure(gateway, "context.User == null ? \"nobody\" : context.User.Id + context.User.Groups.Count()");
        gateway.put("subscriptions/gold", json::object{{"ownerId", "/users/gone"}}, goldSubscription);
        gateway.publish();
        QVERIFY(gateway.get("/told/x", "X-Key: key-2\r\n").ends_with("gone0"));
        gateway.put("subscriptions/gold", json::object{{"ownerId", ""}}, goldSubscription);
        gateway.publish();
        QVERIFY(gateway.get("/told/x", "X-Key: key-2\r\n").ends_with("nobody"));
    }
    void givesTheServicesCertificates()
    {
        const auto identity = TlsIdentity::make("service.test");
        TestGateway gateway({.expressions = &m_expressions});
        configure(gateway, "context.Deployment.Certificates[\"own\"].Thumbprint + context.Deployment.Certificates.ContainsKey(\"other\")");
        gateway.put("certificates/Own", json::object{{"data", base64(identity.certificatePem)}});
        gateway.publish();
        const auto answer = gateway.get("/told/x", "X-Key: key-2\r\n");
        QVERIFY2(answer.ends_with("\r\n\r\n" + identity.thumbprint().toStdString() + "False"), answer.c_str());
    }
    void verifyAsksTheServicesAuthorities_data()
    {
        QTest::addColumn<bool>("trusted");
        QTest::newRow("no authority") << false;
        QTest::newRow("its own authority") << true;
    }
    void verifyAsksTheServicesAuthorities()
    {
        QFETCH(bool, trusted);
        const auto server = TlsIdentity::make("localhost");
        const auto client = TlsIdentity::make("client.test");
        gateway::GatewayOptions options;
        options.listenTls.push_back({});
        options.certificates.push_back({"", server.certificatePem, server.keyPem});
        options.clientCertificates = true;
        options.expressions = &m_expressions;
        TestGateway gateway(std::move(options));
        gateway.clock.advance(std::chrono::duration_cast<std::chrono::microseconds>(SystemClock().utc() - gateway.clock.utc()) + std::chrono::seconds(1));
        configure(gateway, "context.Request.Certificate.Verify() + \"\" + context.Request.Certificate.VerifyNoRevocation()", false);
        if (trusted)
            gateway.put("", json::object{{"certificates", json::array{json::object{{"encodedCertificate", base64(client.certificatePem)}, {"storeName", "Root"}}}}});
        gateway.publish();
        TlsClient caller(gateway.plane->endpointsTls().front().port, &client);
        const auto answer = caller.get("/told/x");
        QVERIFY2(answer.ends_with(trusted ? "TrueTrue" : "FalseFalse"), answer.c_str());
    }

private:
    static constexpr const char *goldSubscription =
        R"({"displayName":"Gold","scope":"/products/gold","primaryKey":"key-1","secondaryKey":"key-2","createdDate":"2024-03-01T00:00:00Z","expirationDate":"2034-03-01T00:00:00Z"})";

    static std::string base64(const std::string &text) { return crypto::base64(text); }
    static void configure(TestGateway &gateway, const QByteArray &expression, bool keyed = true)
    {
        gateway.api("told", "told", "http://127.0.0.1:9", keyed ? R"({"subscriptionRequired":true,"protocols":["https","http"],"subscriptionKeyParameterNames":{"header":"X-Key"}})" : "{}");
        gateway.policy("apis/told", "<policies><inbound><base/><return-response><set-body>@((" + expression.toStdString()
                           + ").ToString())</set-body></return-response></inbound><backend><base/></backend><outbound><base/></outbound><on-error><base/></on-error></policies>");
        gateway.put("products/gold", R"({"displayName":"Gold","state":"published","approvalRequired":true,"subscriptionsLimit":7})");
        gateway.put("products/gold/apis/told", "{}");
        gateway.put("groups/partners", R"({"displayName":"Our partners"})");
        gateway.put("groups/partners/users/Ada", "{}");
        gateway.put("products/gold/groups/partners", "{}");
        gateway.put("products/gold/groupLinks/g", R"({"groupId":"/groups/guests"})");
        gateway.put("users/ada", R"({"email":"ada@example.com","firstName":"Ada","lastName":"Lovelace","note":"first",
            "registrationDate":"2024-02-29T10:00:00Z","identities":[{"provider":"Aad","id":"ada-oid"}]})");
        gateway.put("subscriptions/gold", json::object{{"ownerId", "/users/ada"}}, goldSubscription);
        gateway.publish();
    }

    policy::Expressions m_expressions;
};

QTEST_GUILESS_MAIN(TestContext)
#include "tst_context.moc"
