// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/jws.h"
#include "core/crypto/key_file.h"
#include "core/http/url.h"
#include "core/remote/permissions_client.h"
#include "core/remote/sign_in_client.h"
#include "core/remote/sign_in_store.h"
#include "tests/core/remote/fake_server.h"
#include "tests/support/result_test.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::remote;

namespace {

const SignInSettings signInSettings{"https://id.test", "gatehouse", "", "https://manage.test"};

OpenIdMetadata signInMetadata(bool namesIssuer = true)
{
    return {"https://id.test", "https://id.test/jwks", "https://id.test/auth", "https://id.test/token", "", "", namesIssuer, false};
}

std::string signInDocument(const std::string &issuer, json::object more = {})
{
    json::object object{{"issuer", issuer}, {"jwks_uri", issuer + "/jwks"}, {"token_endpoint", issuer + "/token"}, {"authorization_endpoint", issuer + "/auth"}};
    for (const auto &[name, text] : more)
        object[name] = text;
    return toJson(object);
}

const UtcTime signInTime = fromIso("2026-11-25T12:00:00Z").value();

} // namespace

//! What the window and gatectl believe of a provider, and what not.
class TestSignIn : public QObject
{
    Q_OBJECT

private slots:
    void asksByPkce()
    {
        SystemRandom random;
        const auto request = makeCodeRequest(signInSettings, signInMetadata(), "http://127.0.0.1:4711/callback", random);
        VERIFY_RESULT(request);
        const auto url = http::Url::parse(request->url);
        VERIFY_RESULT(url);
        const auto at = [&](const char *name) { return http::queryValue(url->query, name).value_or(""); };
        QCOMPARE(at("response_type"), std::string("code"));
        QCOMPARE(at("code_challenge_method"), std::string("S256"));
        QCOMPARE(at("code_challenge").size(), std::size_t(43));
        QVERIFY(at("code_challenge") != request->verifier.reveal());
        QCOMPARE(at("scope"), std::string("openid profile offline_access"));
        QCOMPARE(at("resource"), std::string("https://manage.test"));
        const auto other = makeCodeRequest(signInSettings, signInMetadata(), "http://127.0.0.1:4711/callback", random);
        VERIFY_RESULT(other);
        QVERIFY(other->state != request->state && other->nonce != request->nonce && other->verifier.reveal() != request->verifier.reveal());
        auto weak = signInMetadata();
        weak.refusesS256 = true;
        QCOMPARE(makeCodeRequest(signInSettings, weak, "http://127.0.0.1:4711/callback", random).error().code, std::string("signIn.noPkce"));
    }
    void takesTheAnswerToItsOwnQuestionAlone_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("namesIssuer");
        QTest::addColumn<QString>("verdict");
        const QString own = "state=own&";
        QTest::newRow("good") << own + "code=c&iss=https%3A%2F%2Fid.test" << true << "";
        QTest::newRow("good, of one that does not name itself") << own + "code=c" << false << "";
        QTest::newRow("another state") << "state=other&code=c&iss=https%3A%2F%2Fid.test" << true << "signIn.wrongState";
        QTest::newRow("no state") << "code=c&iss=https%3A%2F%2Fid.test" << true << "signIn.wrongState";
        QTest::newRow("two states") << "state=other&state=own&code=c&iss=https%3A%2F%2Fid.test" << true << "signIn.badAnswer";
        QTest::newRow("another issuer") << own + "code=c&iss=https%3A%2F%2Fevil.test" << true << "signIn.mixUp";
        QTest::newRow("another issuer of one that need not say") << own + "code=c&iss=https%3A%2F%2Fevil.test" << false << "signIn.mixUp";
        QTest::newRow("no issuer") << own + "code=c" << true << "signIn.mixUp";
        QTest::newRow("denied") << own + "error=access_denied&iss=https%3A%2F%2Fid.test" << true << "signIn.denied";
        QTest::newRow("an error of another sign-in") << "state=other&error=access_denied&iss=https%3A%2F%2Fid.test" << true << "signIn.wrongState";
        QTest::newRow("refused") << own + "error=invalid_scope&iss=https%3A%2F%2Fid.test" << true << "signIn.refused";
        QTest::newRow("no code") << own + "iss=https%3A%2F%2Fid.test" << true << "signIn.badAnswer";
        QTest::newRow("nothing") << "" << true << "signIn.wrongState";
    }
    void takesTheAnswerToItsOwnQuestionAlone()
    {
        QFETCH(QString, query);
        QFETCH(bool, namesIssuer);
        QFETCH(QString, verdict);
        const CodeRequest request{"own", "nonce", SecretString("verifier"), "http://127.0.0.1:1/callback", ""};
        const auto code = codeOf(query.toStdString(), request, signInMetadata(namesIssuer));
        QCOMPARE(QString::fromStdString(code ? "" : code.error().code), verdict);
        if (code)
            QCOMPARE(std::string(code->reveal()), std::string("c"));
    }
    void believesGoodIdTokensAlone_data()
    {
        QTest::addColumn<QString>("claim");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("verdict");
        QTest::newRow("good") << "" << "" << "";
        QTest::newRow("another nonce") << "nonce" << "\"other\"" << "signIn.wrongNonce";
        QTest::newRow("no nonce") << "nonce" << "" << "signIn.wrongNonce";
        QTest::newRow("another audience") << "aud" << "\"other\"" << "signIn.idToken";
        QTest::newRow("another issuer") << "iss" << "\"https://evil.test\"" << "signIn.idToken";
        QTest::newRow("another party") << "azp" << "\"other\"" << "signIn.idToken";
        QTest::newRow("nobody") << "sub" << "" << "signIn.idToken";
        QTest::newRow("no end") << "exp" << "" << "signIn.idToken";
        QTest::newRow("ended") << "exp" << "1700000000" << "signIn.idToken";
        QTest::newRow("a clock that is slow") << "clock" << "-3600" << "signIn.clock";
        QTest::newRow("a clock that is fast") << "clock" << "3600" << "signIn.clock";
        QTest::newRow("a clock that is a little slow") << "clock" << "-50" << "";
    }
    void believesGoodIdTokensAlone()
    {
        QFETCH(QString, claim);
        QFETCH(QString, value);
        QFETCH(QString, verdict);
        const auto key = crypto::generateKey("ES256");
        VERIFY_RESULT(key);
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(signInTime.time_since_epoch()).count();
        const auto ahead = claim == "clock" ? value.toLongLong() : 0;
        json::object claims{{"iss", "https://id.test"}, {"aud", "gatehouse"}, {"sub", "ada"}, {"nonce", "own"}, {"iat", now + ahead}, {"nbf", now + ahead}, {"exp", now + ahead + 300}};
        if (!claim.isEmpty() && value.isEmpty())
            claims.erase(claim.toStdString());
        else if (!claim.isEmpty() && ahead == 0)
            claims[claim.toStdString()] = parseJson(value.toStdString()).value();
        const auto token = crypto::sign({{"alg", "ES256"}, {"kid", key->kid}}, toJson(claims), *key);
        VERIFY_RESULT(token);
        const auto judged = judgeIdToken(SecretString(*token), signInMetadata(), {*key}, "gatehouse", "own", signInTime);
        QCOMPARE(QString::fromStdString(judged ? "" : judged.error().code), verdict);
        const auto other = crypto::generateKey("ES256");
        VERIFY_RESULT(other);
        QVERIFY(!judgeIdToken(SecretString(*token), signInMetadata(), {*other}, "gatehouse", "own", signInTime));
    }
    void readsDocumentsOfTheAskedIssuerAlone()
    {
        const auto good = parseOpenIdMetadata(signInDocument("https://id.test"), "https://id.test/");
        VERIFY_RESULT(good);
        QCOMPARE(good->tokenUrl, std::string("https://id.test/token"));
        QVERIFY(!good->namesIssuer && !good->refusesS256);
        QCOMPARE(parseOpenIdMetadata(signInDocument("https://evil.test"), "https://id.test").error().code, std::string("identity.discovery")); // its keys stand elsewhere
        const auto plain = parseOpenIdMetadata(signInDocument("https://id.test", {{"token_endpoint", "http://id.test/token"}}), "https://id.test");
        QCOMPARE(plain.error().code, std::string("identity.discovery"));
        const auto inner = parseOpenIdMetadata(signInDocument("https://id.test", {{"authorization_endpoint", "https://10.0.0.1/auth"}}), "https://id.test");
        QCOMPARE(inner.error().code, std::string("identity.discovery"));
        QVERIFY(!parseOpenIdMetadata("<html>", "https://id.test"));
    }
    void saysHowADeviceCodeStands_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::addColumn<QString>("verdict");
        QTest::newRow("pending") << 400 << "authorization_pending" << "signIn.pending";
        QTest::newRow("slow down") << 400 << "slow_down" << "signIn.slowDown";
        QTest::newRow("expired") << 400 << "expired_token" << "signIn.codeExpired";
        QTest::newRow("denied") << 400 << "access_denied" << "signIn.denied";
        QTest::newRow("down") << 503 << "" << "signIn.providerDown";
        QTest::newRow("no answer of OAuth") << 404 << "" << "signIn.badAnswer";
    }
    void saysHowADeviceCodeStands()
    {
        QFETCH(int, status);
        QFETCH(QString, error);
        QFETCH(QString, verdict);
        HttpAnswer answer;
        answer.status = status;
        answer.body = error.isEmpty() ? "<html>" : toJson(json::object{{"error", error.toStdString()}});
        QCOMPARE(QString::fromStdString(grantOf(answer, signInTime).error().code), verdict);
    }
    void keepsPeopleSealed()
    {
        QTemporaryDir folder;
        const SignInStore store(folder.filePath("sign-in").toStdString());
        const SignedIn who{signInSettings, "https://id.test", "ada", "ada@id.test", SecretString("access-secret"), SecretString("refresh-secret"), signInTime, signInTime + std::chrono::hours(1)};
        {
            const auto lock = store.lock();
            VERIFY_RESULT(lock);
            VERIFY_RESULT(store.put("window/1", who));
        }
        const auto found = store.find("window/1");
        VERIFY_RESULT(found);
        QVERIFY(found->has_value());
        QCOMPARE(std::string((*found)->refreshToken.reveal()), std::string("refresh-secret"));
        QVERIFY((*found)->settings == signInSettings && (*found)->expires == who.expires);
        QFile file(folder.filePath("sign-in/people.sealed"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto sealed = file.readAll();
        QVERIFY(!sealed.contains("secret") && !sealed.contains("ada"));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
        QFile::remove(folder.filePath("sign-in/people.key"));
        QCOMPARE(store.find("window/1").error().code, std::string("signIn.store"));
    }
    void matchesRightsAsTheGatewayDoes()
    {
        const Permissions reader{{{{"Microsoft.ApiManagement/service/*/read", "Microsoft.ApiManagement/service/read"}, {"Microsoft.ApiManagement/service/users/keys/read"}}}};
        QVERIFY(reader.allows("microsoft.apimanagement/service/APIs/read"));
        QVERIFY(!reader.allows("Microsoft.ApiManagement/service/users/keys/read"));
        QVERIFY(!reader.allows("Microsoft.ApiManagement/service/apis/write"));
        auto both = reader; // roles add up: what one takes away, another may give
        both.all.push_back({{"*"}, {}});
        QVERIFY(both.allows("Microsoft.ApiManagement/service/users/keys/read"));
    }
};

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_sign_in.moc"
