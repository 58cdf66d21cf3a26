// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "tests/core/policy/policy_bench.h"
#include "tests/support/token_maker.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::TokenMaker;

namespace {

const std::string secret = "0123456789abcdef0123456789abcdef";
const std::int64_t later = 1'795'490'000; // after the test clock's now

json::object claims(std::initializer_list<std::pair<json::string_view, json::value_ref>> more = {})
{
    json::object object{{"exp", later}, {"iss", "https://issuer.test"}, {"aud", "api"}};
    for (const auto &[name, value] : json::object(more))
        object[name] = value;
    return object;
}

std::string withSecret(const std::string &attributes, const std::string &rest = {})
{
    return "<validate-jwt " + attributes + "><issuer-signing-keys><key id=\"k\">" + crypto::base64(secret) + "</key></issuer-signing-keys>" + rest
        + "</validate-jwt>";
}

const std::string documentUrl = "https://login.test.example/.well-known/openid-configuration";
std::string discovering(const std::string &rest = {})
{
    return "<validate-jwt header-name=\"Authorization\"><openid-config url=\"" + documentUrl + "\"/>" + rest + "</validate-jwt>";
}

std::string documentOf(const std::string &issuer, const std::string &keysUrl)
{
    return toJson(json::object{{"issuer", issuer}, {"jwks_uri", keysUrl}});
}

void answerDocument(Call &call, const std::string &issuer = "https://issuer.test")
{
    call.services.sendAnswers.push_back(test::FakeServices::response(200, documentOf(issuer, "https://login.test.example/keys")));
}

std::string refusal(int status, const std::string &message)
{
    return "{ \"statusCode\": " + std::to_string(status) + ", \"message\": \"" + message + "\" }";
}

//! One request with a token; what went before in `call` stays known.
std::string outcome(Call &call, const std::string &policies, const std::string &token)
{
    call.exchange.lastError.reset();
    call.exchange.response = {};
    call.exchange.hasResponse = false;
    call.exchange.request.headers.set("Authorization", "Bearer " + token);
    call.inbound(policies);
    return call.reason();
}

std::size_t fetches(const Call &call)
{
    return call.services.count(test::FakeServices::Pending::Send);
}

} // namespace

class TestValidateJwt : public QObject
{
    Q_OBJECT

private slots:
    void judgesTokens_data()
    {
        QTest::addColumn<QByteArray>("header"); // "-": none
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("wire");
        const auto good = TokenMaker::mac(secret, claims());
        const auto row = [](const char *name, const std::string &header, const char *reason, const char *wire) {
            QTest::newRow(name) << QByteArray::fromStdString(header) << QString(reason) << QString(wire);
        };
        row("good", "Bearer " + good, "none", "");
        row("scheme of another case", "bearer " + good, "none", "");
        row("none", "-", "TokenNotPresent", "JWT not present.");
        row("empty", "Bearer ", "TokenNotPresent", "JWT not present.");
        row("another scheme", "DPoP " + good, "TokenNotPresent", "JWT not present.");
        row("without the scheme", good, "TokenNotPresent", "JWT not present.");
        row("no token", "Bearer abc", "JwtInvalid", "Invalid JWT.");
        row("another key", "Bearer " + TokenMaker::mac("another secret that is long enough", claims(), "k"), "TokenSignatureInvalid", "Invalid JWT.");
        row("another key's id", "Bearer " + TokenMaker::mac("another secret that is long enough", claims(), "z"), "TokenSignatureKeyNotFound", "Invalid JWT.");
        row("another key's id, right key", "Bearer " + TokenMaker::mac(secret, claims(), "z"), "none", "");
        row("unsigned", "Bearer " + TokenMaker::unsignedToken(claims()), "TokenSignatureInvalid", "Invalid JWT.");
        row("expired", "Bearer " + TokenMaker::mac(secret, claims({{"exp", 1'700'000'000}})), "TokenExpired", "Invalid JWT.");
        row("another audience", "Bearer " + TokenMaker::mac(secret, claims({{"aud", "b"}})), "TokenAudienceNotAllowed", "Invalid JWT.");
        row("another issuer", "Bearer " + TokenMaker::mac(secret, claims({{"iss", "b"}})), "TokenIssuerNotAllowed", "Invalid JWT.");
        row("cut", "Bearer " + good.substr(0, good.size() - 1), "JwtInvalid", "Invalid JWT.");
    }
    void judgesTokens()
    {
        QFETCH(QByteArray, header);
        QFETCH(QString, reason);
        QFETCH(QString, wire);
        Call call;
        if (header != "-")
            call.exchange.request.headers.set("Authorization", header.toStdString());
        call.inbound(withSecret("header-name=\"Authorization\" require-scheme=\"Bearer\"",
                                "<audiences><audience>api</audience></audiences><issuers><issuer>https://issuer.test</issuer></issuers>"));
        COMPARE_TEXT(call.reason(), reason.toStdString());
        if (reason == "none")
            return;
        QCOMPARE(call.exchange.response.status, 401);
        COMPARE_TEXT(call.body(), refusal(401, wire.toStdString()));
        COMPARE_TEXT(call.exchange.lastError->source, "validate-jwt");
    }
    void answersAsThePolicySays()
    {
        Call call;
        call.inbound(withSecret("header-name=\"Authorization\" failed-validation-httpcode=\"403\" failed-validation-error-message=\"Go away.\""));
        QCOMPARE(call.exchange.response.status, 403);
        COMPARE_TEXT(call.body(), refusal(403, "Go away."));
        COMPARE_TEXT(call.exchange.lastError->message, "JWT not present.");
    }
    void takesTheTokenFromElsewhere()
    {
        const auto token = TokenMaker::mac(secret, claims());
        Call query;
        query.exchange.request.url.query = "t=" + token;
        query.inbound(withSecret("query-parameter-name=\"t\""));
        COMPARE_TEXT(query.reason(), "none");
        Call value;
        value.inbound(withSecret("token-value=\"" + token + "\""));
        COMPARE_TEXT(value.reason(), "none");
        Call twice;
        twice.exchange.request.headers.add("Authorization", "Bearer " + token);
        twice.exchange.request.headers.add("Authorization", "Bearer " + token);
        twice.inbound(withSecret("header-name=\"Authorization\""));
        COMPARE_TEXT(twice.reason(), "JwtInvalid");
    }
    void leavesTheTokenInAVariable()
    {
        const Expressions engine;
        Call call;
        call.bindings.expressions = &engine;
        const auto policies = withSecret("header-name=\"Authorization\" output-token-variable-name=\"jwt\"")
            + R"(<set-header name="X-Sub" exists-action="override"><value>@(((Jwt)context.Variables["jwt"]).Claims["roles"][1])</value></set-header>)";
        COMPARE_TEXT(outcome(call, policies, TokenMaker::mac(secret, claims({{"roles", {"a", "b"}}}))), "none");
        COMPARE_TEXT(call.sent("X-Sub"), "b");
    }
    void acceptsUnsignedTokensOnlyWhenToldTo()
    {
        Call call;
        const auto token = TokenMaker::unsignedToken(claims());
        COMPARE_TEXT(outcome(call, withSecret("header-name=\"Authorization\" require-signed-tokens=\"false\""), token), "none");
        const auto forged = TokenMaker::mac("another secret that is long enough", claims(), "k");
        COMPARE_TEXT(outcome(call, withSecret("header-name=\"Authorization\" require-signed-tokens=\"false\""), forged), "TokenSignatureInvalid");
    }
    void requiresClaims()
    {
        Call call;
        const auto policies = withSecret("header-name=\"Authorization\"", R"(<required-claims><claim name="scp" match="any" separator=" "><value>read</value></claim></required-claims>)");
        COMPARE_TEXT(outcome(call, policies, TokenMaker::mac(secret, claims({{"scp", "write read"}}))), "none");
        COMPARE_TEXT(outcome(call, policies, TokenMaker::mac(secret, claims({{"scp", "write"}}))), "TokenClaimValueNotAllowed");
        COMPARE_TEXT(call.body(), refusal(401, "Claim scp value of write is not allowed. Access denied."));
        COMPARE_TEXT(outcome(call, policies, TokenMaker::mac(secret, claims())), "TokenClaimNotFound");
    }
    void aPublicKeyIsNoSecret()
    {
        // The classic confusion: an HMAC by the bytes of the public key.
        const auto maker = TokenMaker::rsa("a");
        const auto key = maker.publicKey();
        const auto modulus = std::string(key.at("n").as_string());
        Call call;
        const auto policies = "<validate-jwt header-name=\"Authorization\"><issuer-signing-keys><key id=\"a\" n=\"" + modulus
            + "\" e=\"AQAB\"/></issuer-signing-keys></validate-jwt>";
        COMPARE_TEXT(outcome(call, policies, maker.sign(claims())), "none");
        COMPARE_TEXT(outcome(call, policies, TokenMaker::mac(modulus, claims(), "a")), "TokenSignatureInvalid");
    }
    void findsKeysByDiscovery()
    {
        const auto maker = TokenMaker::ec("a");
        Call call;
        answerDocument(call);
        call.services.sendAnswers.push_back(test::FakeServices::response(200, TokenMaker::keySet({&maker})));
        COMPARE_TEXT(outcome(call, discovering(), maker.sign(claims())), "none");
        QCOMPARE(fetches(call), std::size_t(2));
        COMPARE_TEXT(outcome(call, discovering(), maker.sign(claims())), "none");
        QCOMPARE(fetches(call), std::size_t(2));
        COMPARE_TEXT(outcome(call, discovering(), maker.sign(claims({{"iss", "https://else.test"}}))), "TokenIssuerNotAllowed");
        COMPARE_TEXT(outcome(call, discovering("<issuers><issuer>https://else.test</issuer></issuers>"), maker.sign(claims({{"iss", "https://else.test"}}))),
                     "none");
    }
    void losesNoTokenInARotation()
    {
        const auto first = TokenMaker::ec("a"), second = TokenMaker::ed("b"), third = TokenMaker::rsa("c");
        Call call;
        const auto provide = [&](const std::vector<const TokenMaker *> &makers) {
            answerDocument(call);
            call.services.sendAnswers.push_back(test::FakeServices::response(200, TokenMaker::keySet(makers)));
        };
        provide({&first});
        COMPARE_TEXT(outcome(call, discovering(), first.sign(claims())), "none");
        provide({&first, &second}); // soft
        COMPARE_TEXT(outcome(call, discovering(), second.sign(claims())), "none");
        COMPARE_TEXT(outcome(call, discovering(), first.sign(claims())), "none");
        provide({&third}); // hard
        COMPARE_TEXT(outcome(call, discovering(), third.sign(claims())), "none");
        QCOMPARE(fetches(call), std::size_t(6));
        provide({&third});
        COMPARE_TEXT(outcome(call, discovering(), first.sign(claims())), "TokenSignatureKeyNotFound");
    }
    void aForgedTokenWithAKnownKidAsksNobody()
    {
        const auto maker = TokenMaker::ec("a"), forger = TokenMaker::ec("a");
        Call call;
        answerDocument(call);
        call.services.sendAnswers.push_back(test::FakeServices::response(200, TokenMaker::keySet({&maker})));
        COMPARE_TEXT(outcome(call, discovering(), maker.sign(claims())), "none");
        COMPARE_TEXT(outcome(call, discovering(), forger.sign(claims())), "TokenSignatureInvalid");
        QCOMPARE(fetches(call), std::size_t(2));
    }
    void failsWhenTheProviderIsDown()
    {
        const auto maker = TokenMaker::ec("a");
        Call call;
        call.services.sendAnswers.push_back(fail(ErrorKind::Unavailable, "test.down"));
        COMPARE_TEXT(outcome(call, discovering(), maker.sign(claims())), "JwtInvalid");
        QCOMPARE(call.exchange.response.status, 500);
        QVERIFY(call.exchange.lastError->message.find("Unable to obtain configuration") != std::string::npos);
        COMPARE_TEXT(outcome(call, discovering(), maker.sign(claims())), "JwtInvalid");
        QCOMPARE(fetches(call), std::size_t(1)); // it waits before it asks again
    }
    void aProvidersKeysVouchForItsOwnIssuerAlone()
    {
        const auto one = TokenMaker::ec("one"), two = TokenMaker::ec("two");
        Call call;
        const std::string policies = "<validate-jwt header-name=\"Authorization\"><openid-config url=\"https://one.example/c\"/>"
                                     "<openid-config url=\"https://two.example/c\"/></validate-jwt>";
        const auto provide = [&](const std::string &name, const TokenMaker &maker) {
            call.services.sendAnswers.push_back(
                test::FakeServices::response(200, documentOf("https://" + name + ".example", "https://" + name + ".example/k")));
            call.services.sendAnswers.push_back(test::FakeServices::response(200, TokenMaker::keySet({&maker})));
        };
        provide("one", one);
        provide("two", two);
        COMPARE_TEXT(outcome(call, policies, one.sign(claims({{"iss", "https://one.example"}}))), "none");
        COMPARE_TEXT(outcome(call, policies, two.sign(claims({{"iss", "https://two.example"}}))), "none");
        COMPARE_TEXT(outcome(call, policies, two.sign(claims({{"iss", "https://one.example"}}))), "TokenIssuerNotAllowed");
    }
    void entraTokens_data()
    {
        QTest::addColumn<QByteArray>("tenant");
        QTest::addColumn<QByteArray>("claims");
        QTest::addColumn<QString>("reason");
        const QByteArray id = "11111111-2222-3333-4444-555555555555";
        const QByteArray second = R"({"exp":1795490000,"tid":"11111111-2222-3333-4444-555555555555","iss":"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0","azp":"app","aud":"api"})";
        const QByteArray first = R"({"exp":1795490000,"tid":"11111111-2222-3333-4444-555555555555","iss":"https://sts.windows.net/11111111-2222-3333-4444-555555555555/","appid":"app","aud":"api"})";
        QTest::newRow("v2") << id << second << QString("none");
        QTest::newRow("v1") << id << first << QString("none");
        QTest::newRow("any organization") << QByteArray("organizations") << second << QString("none");
        QTest::newRow("another tenant") << QByteArray("99999999-2222-3333-4444-555555555555") << second << QString("TokenIssuerNotAllowed");
        auto other = second;
        QTest::newRow("another client") << id << other.replace("\"app\"", "\"bad\"") << QString("TokenClaimValueNotAllowed");
        other = second;
        QTest::newRow("tid of another tenant") << id << other.replace(R"("tid":"1)", R"("tid":"2)") << QString("TokenIssuerNotAllowed");
        other = second;
        QTest::newRow("no tid") << QByteArray("organizations") << other.replace(R"("tid")", R"("x")") << QString("TokenIssuerNotAllowed");
    }
    void entraTokens()
    {
        QFETCH(QByteArray, tenant);
        QFETCH(QByteArray, claims);
        QFETCH(QString, reason);
        const auto maker = TokenMaker::rsa("a");
        Call call;
        const auto issuer = tenant == "organizations" ? std::string("{tenantid}") : tenant.toStdString();
        call.services.sendAnswers.push_back(test::FakeServices::response(
            200, documentOf("https://login.microsoftonline.com/" + issuer + "/v2.0", "https://login.microsoftonline.com/k")));
        call.services.sendAnswers.push_back(test::FakeServices::response(200, TokenMaker::keySet({&maker})));
        const auto policies = "<validate-azure-ad-token tenant-id=\"" + tenant.toStdString()
            + "\"><client-application-ids><application-id>app</application-id></client-application-ids></validate-azure-ad-token>";
        COMPARE_TEXT(outcome(call, policies, maker.sign(parseJson(claims.toStdString())->get_object())), reason.toStdString());
        COMPARE_TEXT(call.services.all.front()->request.url,
                     "https://login.microsoftonline.com/" + tenant.toStdString() + "/v2.0/.well-known/openid-configuration");
    }
};

QTEST_GUILESS_MAIN(TestValidateJwt)
#include "tst_validate_jwt.moc"
