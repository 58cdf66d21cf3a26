// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/support/token_maker.h"

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

//! An OpenID provider on loopback.
class IdentityProvider
{
public:
    IdentityProvider() : m_server({}, [this](const std::shared_ptr<net::ServerExchange> &exchange) { return serve(exchange); }) { }
    std::string documentUrl() const { return m_server.url() + "/.well-known/openid-configuration"; }
    void sign(const std::vector<const TokenMaker *> &makers)
    {
        const std::scoped_lock lock(m_mutex);
        m_keys = TokenMaker::keySet(makers);
    }
    void fail(bool fails) { m_fails = fails; }
    std::size_t calls() const { return m_server.count(); }

private:
    bool serve(const std::shared_ptr<net::ServerExchange> &exchange)
    {
        if (m_fails) {
            answer(exchange, 503, {});
        } else if (exchange->request().target == "/keys") {
            const std::scoped_lock lock(m_mutex);
            answer(exchange, 200, m_keys);
        } else {
            answer(exchange, 200, toJson(json::object{{"issuer", "https://issuer.test"}, {"jwks_uri", m_server.url() + "/keys"}}));
        }
        return true;
    }
    std::mutex m_mutex;
    std::string m_keys;
    std::atomic<bool> m_fails{false};
    Backend m_server; // last: its thread uses the others
};

std::string inbound(const std::string &policies)
{
    return "<policies><inbound><base/>" + policies + "</inbound><backend><base/></backend><outbound><base/></outbound><on-error><base/></on-error></policies>";
}

std::string bearer(const std::string &token)
{
    return "Authorization: Bearer " + token + "\r\n";
}

} // namespace

//! validate-jwt in a running gateway, with a provider that answers, changes and fails.
class TestTokenValidation : public QObject
{
    Q_OBJECT

private slots:
    void judgesTokensWithTheProvidersKeys_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const std::string &token, int status) { QTest::newRow(name) << QByteArray::fromStdString(token) << status; };
        row("good", m_first.sign(claims()), 200);
        row("another key under its name", TokenMaker::rsa("first").sign(claims()), 401);
        row("an unknown key", m_second.sign(claims()), 401);
        row("another audience", m_first.sign(claims({{"aud", "other"}})), 401);
        row("another issuer", m_first.sign(claims({{"iss", "https://evil.test"}})), 401);
        row("expired", m_first.sign(claims({{"exp", now - 3600}})), 401);
        row("unsigned", TokenMaker::unsignedToken(claims()), 401);
        row("the public key as a secret", TokenMaker::mac(toJson(m_first.publicKey()), claims(), "first"), 401);
        row("its modulus as a secret", TokenMaker::mac(*crypto::decodeBase64(m_first.publicKey()["n"].as_string(), crypto::Base64Form::Url), claims(), "first"), 401);
        row("none", {}, 401);
    }
    void judgesTokensWithTheProvidersKeys()
    {
        QFETCH(QByteArray, token);
        QFETCH(int, status);
        IdentityProvider provider;
        provider.sign({&m_first});
        Backend backend;
        TestGateway gateway;
        protect(gateway, provider, backend);
        const auto response = gateway.get("/a/x", token.isEmpty() ? std::string() : bearer(token.toStdString()));
        QVERIFY2(statusOf(response) == status, response.c_str());
        QCOMPARE(backend.count(), std::size_t(status == 200 ? 1 : 0));
        if (status == 401)
            QVERIFY2(bodyOf(response).find("\"statusCode\": 401") != std::string::npos, response.c_str());
    }
    void fetchesTheKeysOnce()
    {
        IdentityProvider provider;
        provider.sign({&m_first});
        Backend backend;
        TestGateway gateway;
        protect(gateway, provider, backend);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_first.sign(claims({{"jti", i}}))))), 200);
        QCOMPARE(provider.calls(), std::size_t(2)); // document and keys
    }
    void followsARotation()
    {
        IdentityProvider provider;
        provider.sign({&m_first});
        Backend backend;
        TestGateway gateway;
        protect(gateway, provider, backend);
        QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_first.sign(claims())))), 200);
        provider.sign({&m_second});
        QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_second.sign(claims())))), 200);
        QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_first.sign(claims({{"jti", "new"}}))))), 401);
    }
    void keepsTheLastKeysWhileTheProviderIsDown()
    {
        IdentityProvider provider;
        provider.sign({&m_first});
        Backend backend;
        TestGateway gateway;
        protect(gateway, provider, backend);
        QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_first.sign(claims())))), 200);
        provider.fail(true);
        gateway.clock.advance(std::chrono::hours(2));
        const auto before = provider.calls();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_first.sign(claims({{"jti", i}}))))), 200);
        QTRY_VERIFY(provider.calls() > before); // it did ask
        QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_second.sign(claims())))), 401);
        gateway.clock.advance(std::chrono::hours(23)); // too old now
        QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_first.sign(claims({{"jti", "late"}}))))), 500); // nobody can say whether it is good
    }
    void aProviderThatNeverAnsweredRefuses()
    {
        IdentityProvider provider;
        provider.fail(true);
        Backend backend;
        TestGateway gateway;
        protect(gateway, provider, backend);
        QCOMPARE(statusOf(gateway.get("/a/x", bearer(m_first.sign(claims())))), 500);
        QCOMPARE(backend.count(), std::size_t(0));
    }

private:
    static constexpr std::int64_t now = 1'795'479'400; // the clock's
    static json::object claims(std::initializer_list<std::pair<json::string_view, json::value_ref>> more = {})
    {
        json::object object{{"exp", now + 10 * 24 * 3600}, {"iss", "https://issuer.test"}, {"aud", "api"}};
        for (const auto &[name, value] : json::object(more))
            object[name] = value;
        return object;
    }
    static void protect(TestGateway &gateway, const IdentityProvider &provider, const Backend &backend)
    {
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a",
                       inbound("<validate-jwt header-name=\"Authorization\" require-scheme=\"Bearer\"><openid-config url=\"" + provider.documentUrl()
                               + "\"/><audiences><audience>api</audience></audiences></validate-jwt>"));
        gateway.publish();
    }

    TokenMaker m_first = TokenMaker::rsa("first"), m_second = TokenMaker::ec("second");
};

QTEST_GUILESS_MAIN(TestTokenValidation)
#include "tst_token_validation.moc"
