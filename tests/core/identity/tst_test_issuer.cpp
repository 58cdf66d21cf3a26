// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/test_issuer.h"

#include "core/crypto/jws.h"
#include "core/crypto/key_file.h"
#include "core/identity/token_rules.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::identity;

namespace {

const UtcTime now{std::chrono::seconds(1'795'478'400)};
const std::string issuerUrl = "http://127.0.0.1:8081/gatehouse/issuer";

struct Judged
{
    std::string signature; //!< "good", "bad", "no key", "unreadable"
    std::string claims; //!< "good" or the fault's name
    json::object payload;
};

} // namespace

class TestTestIssuer final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        crypto::JwkSet keys;
        for (const auto *alg : {"ES256", "RS256"})
            keys.push_back(*crypto::generateKey(alg));
        m_issuer = std::make_unique<TestIssuer>(issuerUrl, keys);
    }

    void publishesItsPublicKeysAlone()
    {
        const auto text = toJson(m_issuer->keySet());
        const auto keys = crypto::parseJwkSet(text);
        QVERIFY(keys);
        QCOMPARE(keys->size(), 2U);
        QVERIFY(!keys->at(0).isPrivate && !keys->at(1).isPrivate);
        QVERIFY(text.find("\"d\"") == std::string::npos);
        QCOMPARE(std::string(stringMember(m_issuer->discovery(), "issuer")), issuerUrl);
        QCOMPARE(std::string(stringMember(m_issuer->discovery(), "jwks_uri")), issuerUrl + "/keys");
    }

    void signsWhatIsWished()
    {
        for (const auto *alg : {"ES256", "RS256"}) {
            TokenWish wish{{{"sub", "ada"}, {"roles", json::array{"Orders.Read"}}, {"aud", "api://orders"}}, alg, std::chrono::seconds(60), {}, "thumb"};
            const auto judged = judgedToken(wish);
            QCOMPARE(judged.signature, std::string("good"));
            QCOMPARE(judged.claims, std::string("good"));
            QCOMPARE(std::string(stringMember(judged.payload, "sub")), std::string("ada"));
            QCOMPARE(toJson(judged.payload.at("cnf")), std::string("{\"jkt\":\"thumb\"}"));
            QCOMPARE(*intMember(judged.payload, "exp") - *intMember(judged.payload, "iat"), 60LL);
        }
    }

    void spoilsWhatIsNamed_data()
    {
        QTest::addColumn<QString>("signature");
        QTest::addColumn<QString>("claims");
        QTest::newRow("expired") << "good" << "TokenExpired";
        QTest::newRow("not-yet-valid") << "good" << "JwtInvalid";
        QTest::newRow("no-expiry") << "good" << "JwtInvalid";
        QTest::newRow("wrong-audience") << "good" << "TokenAudienceNotAllowed";
        QTest::newRow("wrong-issuer") << "good" << "TokenIssuerNotAllowed";
        QTest::newRow("bad-signature") << "bad" << "good";
        QTest::newRow("unknown-key") << "bad" << "good";
        QTest::newRow("stolen-kid") << "bad" << "good";
        QTest::newRow("unsigned") << "no key" << "good";
        QTest::newRow("algorithm-confusion") << "no key" << "good";
    }

    void spoilsWhatIsNamed()
    {
        QFETCH(QString, signature);
        QFETCH(QString, claims);
        for (const auto *alg : {"ES256", "RS256"}) {
            const auto judged = judgedToken({{{"aud", "api://orders"}}, alg, std::chrono::seconds(60), QTest::currentDataTag(), {}});
            QCOMPARE(QString::fromStdString(judged.signature), signature);
            QCOMPARE(QString::fromStdString(judged.claims), claims);
        }
    }

    void everyFlawIsTested()
    {
        QCOMPARE(tokenFlaws().size(), 10U);
    }

    void refusesWhatItCannotMean()
    {
        QVERIFY(!m_issuer->issue({{}, "HS256", std::chrono::seconds(60), {}, {}}, now, m_random));
        QVERIFY(!m_issuer->issue({{}, "ES256", std::chrono::seconds(60), "no-such-flaw", {}}, now, m_random));
        QVERIFY(!m_issuer->issue({{}, "ES256", std::chrono::seconds(0), {}, {}}, now, m_random));
        QVERIFY(!m_issuer->issue({{}, "ES256", std::chrono::hours(25), {}, {}}, now, m_random));
    }

private:
    Judged judgedToken(const TokenWish &wish)
    {
        const auto token = m_issuer->issue(wish, now, m_random);
        const auto jws = token ? crypto::Jws::parse(*token) : Result<crypto::Jws>(tl::unexpected(token.error()));
        if (!jws)
            return {"unreadable", {}, {}};
        const auto keys = crypto::parseJwkSet(toJson(m_issuer->keySet()));
        const auto verdict = crypto::verify(*jws, *keys);
        const auto payload = parseJson(jws->payload)->as_object();
        TokenRules rules;
        rules.audiences = {"api://orders"};
        rules.issuers = {issuerUrl};
        const auto judged = judge(payload, rules, now);
        return {verdict == crypto::Verdict::Valid ? "good" : verdict == crypto::Verdict::NoKey ? "no key" : "bad",
                judged ? "good" : std::string(reasonOf(judged.error().fault)), payload};
    }

    SystemRandom m_random;
    std::unique_ptr<TestIssuer> m_issuer;
};

QTEST_GUILESS_MAIN(TestTestIssuer)
#include "tst_test_issuer.moc"
