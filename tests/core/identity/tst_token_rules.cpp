// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_cache.h"
#include "core/identity/token_rules.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::identity;
using std::chrono::seconds;

namespace {

const UtcTime now{seconds(1'795'478'400)}; // 2026-11-24T00:00:00Z

json::object objectOf(const QByteArray &text)
{
    auto value = parseJson(text.toStdString());
    return value && value->is_object() ? value->get_object() : json::object();
}

} // namespace

class TestTokenRules : public QObject
{
    Q_OBJECT

private slots:
    void judges_data()
    {
        QTest::addColumn<QByteArray>("claims");
        QTest::addColumn<int>("skew");
        QTest::addColumn<QString>("reason"); // "" : good
        const QString expired = "TokenExpired", invalid = "JwtInvalid", audience = "TokenAudienceNotAllowed", issuer = "TokenIssuerNotAllowed",
                      lacking = "TokenClaimNotFound", value = "TokenClaimValueNotAllowed";
        const auto row = [](const char *name, const char *claims, const QString &reason, int skew = 0) {
            QTest::newRow(name) << QByteArray(claims) << skew << reason;
        };
        row("good", R"({"exp":1795478401,"aud":"api","iss":"me","scp":"a b","roles":["x","y"]})", "");
        row("audience among several", R"({"exp":1795478401,"aud":["other","api"],"iss":"me","scp":"a b","roles":["x"]})", "");
        row("audience with a slash", R"({"exp":1795478401,"aud":"api/","iss":"me","scp":"a b","roles":["x"]})", "");
        row("expires now", R"({"exp":1795478400,"aud":"api","iss":"me","scp":"a b","roles":["x"]})", expired);
        row("expired within the skew", R"({"exp":1795478400,"aud":"api","iss":"me","scp":"a b","roles":["x"]})", "", 1);
        row("exp lacking", R"({"aud":"api","iss":"me","scp":"a b","roles":["x"]})", invalid);
        row("exp is a text", R"({"exp":"1795478401","aud":"api","iss":"me","scp":"a b","roles":["x"]})", invalid);
        row("exp is negative", R"({"exp":-1,"aud":"api","iss":"me","scp":"a b","roles":["x"]})", invalid);
        row("exp is beyond calendars", R"({"exp":1e30,"aud":"api","iss":"me","scp":"a b","roles":["x"]})", invalid);
        row("not yet", R"({"nbf":1795478401,"exp":1795478500,"aud":"api","iss":"me","scp":"a b","roles":["x"]})", invalid);
        row("not yet, within the skew", R"({"nbf":1795478401,"exp":1795478500,"aud":"api","iss":"me","scp":"a b","roles":["x"]})", "", 1);
        row("begins after its end", R"({"nbf":1795478600,"exp":1795478500,"aud":"api","iss":"me","scp":"a b","roles":["x"]})", invalid);
        row("another audience", R"({"exp":1795478401,"aud":"apis","iss":"me","scp":"a b","roles":["x"]})", audience);
        row("audience of another case", R"({"exp":1795478401,"aud":"API","iss":"me","scp":"a b","roles":["x"]})", audience);
        row("audience is a number", R"({"exp":1795478401,"aud":1,"iss":"me","scp":"a b","roles":["x"]})", audience);
        row("no audience", R"({"exp":1795478401,"iss":"me","scp":"a b","roles":["x"]})", audience);
        row("another issuer", R"({"exp":1795478401,"aud":"api","iss":"me2","scp":"a b","roles":["x"]})", issuer);
        row("no issuer", R"({"exp":1795478401,"aud":"api","scp":"a b","roles":["x"]})", issuer);
        row("claim lacking", R"({"exp":1795478401,"aud":"api","iss":"me","scp":"a b"})", lacking);
        row("one of all values lacking", R"({"exp":1795478401,"aud":"api","iss":"me","scp":"a","roles":["x"]})", value);
        row("none of any values", R"({"exp":1795478401,"aud":"api","iss":"me","scp":"a b","roles":["z"]})", value);
        row("a part of a value", R"({"exp":1795478401,"aud":"api","iss":"me","scp":"ab b","roles":["x"]})", value);
    }
    void judges()
    {
        QFETCH(QByteArray, claims);
        QFETCH(int, skew);
        QFETCH(QString, reason);
        TokenRules rules;
        rules.audiences = {"api"};
        rules.issuers = {"me"};
        rules.clockSkew = seconds(skew);
        rules.claims = {{"scp", false, " ", {"a", "b"}}, {"roles", true, "", {"x", "q"}}};
        const auto judged = judge(objectOf(claims), rules, now);
        QCOMPARE(judged ? QString() : QString::fromStdString(std::string(reasonOf(judged.error().fault))), reason);
    }
    void saysWhatIsWrongInAzuresWords()
    {
        TokenRules rules;
        rules.requireExpiration = false;
        rules.claims = {{"a", false, "", {}}, {"b", false, "", {}}};
        const auto lacking = judge({}, rules, now);
        QCOMPARE(QString::fromStdString(lacking.error().message), QString("JWT token is missing the following claims: a, b. Access denied."));
        rules.claims = {{"a", false, "", {"1"}}};
        const auto wrong = judge(objectOf(R"({"a":true})"), rules, now);
        QCOMPARE(QString::fromStdString(wrong.error().message), QString("Claim a value of true is not allowed. Access denied."));
        const auto expired = judge(objectOf(R"({"exp":1795435200})"), rules, now);
        QCOMPARE(QString::fromStdString(expired.error().message),
                 QString("IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '11/23/2026 12:00:00 PM', Current time (UTC): "
                         "'11/24/2026 12:00:00 AM'. Access denied."));
    }
    void theCacheForgetsWhatIsOverAndWhatIsTooMuch()
    {
        TokenCache cache(16 * 4096);
        const auto token = std::make_shared<const Token>(Token{std::string(100, 'x'), {}, {}});
        cache.store("name", token, now + seconds(10));
        QCOMPARE(cache.find("name", now), token);
        QVERIFY(!cache.find("other", now));
        QVERIFY(!cache.find("name", now + seconds(10)));
        QCOMPARE(cache.size(), std::size_t(0));
        for (int i = 0; i < 1000; ++i)
            cache.store("n" + std::to_string(i), token, now + seconds(10)); // one shard: 4096 bytes
        QVERIFY(cache.size() >= 2 && cache.size() <= 4);
        QVERIFY(cache.find("n999", now));
        QVERIFY(!cache.find("n0", now));
    }
};

QTEST_GUILESS_MAIN(TestTokenRules)
#include "tst_token_rules.moc"
