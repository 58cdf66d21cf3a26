// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/proof_maker.h"

#include "core/crypto/digest.h"
#include "core/crypto/key_file.h"
#include "core/identity/dpop.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::identity;

namespace {

const UtcTime now{std::chrono::seconds(1'795'478'400)};
const std::string accessToken = "an.access.token";

} // namespace

class TestProofMaker final : public QObject
{
    Q_OBJECT

private slots:
    void makesProofsThatTheGatewayTakes()
    {
        for (const auto *alg : {"ES256", "ES384", "RS256", "PS256", "EdDSA"}) {
            const auto key = crypto::generateKey(alg);
            QVERIFY(key);
            QCOMPARE(verdictOn({}, *key), std::string("good"));
        }
    }

    void carriesNonceAndId()
    {
        const auto key = crypto::generateKey("ES256");
        const auto proof = makeProof({"GET", "https://api.example.com/orders?page=2#x", accessToken, "n-1", "id-1", {}}, *key, now, m_random);
        QVERIFY(proof);
        const auto checked = checkProof(*proof, requestFor(key->thumbprint()), {});
        QVERIFY(checked);
        QCOMPARE(checked->id, std::string("id-1"));
        QCOMPARE(checked->nonce.value_or(""), std::string("n-1"));
    }

    void spoilsWhatIsNamed_data()
    {
        QTest::addColumn<QString>("verdict");
        QTest::newRow("wrong-method") << "DpopMethodMismatch";
        QTest::newRow("wrong-url") << "DpopUrlMismatch";
        QTest::newRow("stale") << "DpopProofExpired";
        QTest::newRow("future") << "DpopProofNotYetValid";
        QTest::newRow("no-id") << "DpopClaimNotFound";
        QTest::newRow("no-token-hash") << "DpopClaimNotFound";
        QTest::newRow("wrong-token-hash") << "DpopTokenHashMismatch";
        QTest::newRow("wrong-nonce") << "good"; // whose nonce it is, only who gave it knows
        QTest::newRow("wrong-type") << "DpopTypeInvalid";
        QTest::newRow("other-key") << "DpopKeyMismatch";
        QTest::newRow("bad-signature") << "DpopSignatureInvalid";
        QTest::newRow("private-key") << "DpopKeyPrivate";
    }

    void spoilsWhatIsNamed()
    {
        QFETCH(QString, verdict);
        const auto key = crypto::generateKey("ES256");
        QCOMPARE(QString::fromStdString(verdictOn(QTest::currentDataTag(), *key)), verdict);
    }

    void everyFlawIsTested()
    {
        QCOMPARE(proofFlaws().size(), 12U);
    }

    void neverShowsThePrivateKey()
    {
        const auto key = crypto::generateKey("ES256");
        const auto shown = crypto::Jwk::parse(key->publicMembers());
        QVERIFY(!makeProof({"GET", "https://a.example/", {}, {}, {}, {}}, *shown, now, m_random));
        QVERIFY(!makeProof({"GET", "https://a.example/", {}, {}, {}, "no-such-flaw"}, *key, now, m_random));
        QVERIFY(!makeProof({"", "https://a.example/", {}, {}, {}, {}}, *key, now, m_random));
    }

private:
    static DpopRequest requestFor(const std::string &thumbprint)
    {
        static const auto digest = crypto::sha256(accessToken);
        static std::string bound;
        bound = thumbprint;
        return {"GET", "https://api.example.com/orders", digest, bound, now};
    }

    std::string verdictOn(const std::string &flaw, const crypto::Jwk &key)
    {
        const auto proof = makeProof({"GET", "https://api.example.com/orders?page=2", accessToken, "n", {}, flaw}, key, now, m_random);
        if (!proof)
            return proof.error().code;
        const auto checked = checkProof(*proof, requestFor(key.thumbprint()), {});
        return checked ? "good" : std::string(nameOf(checked.error().fault));
    }

    SystemRandom m_random;
};

QTEST_GUILESS_MAIN(TestProofMaker)
#include "tst_proof_maker.moc"
