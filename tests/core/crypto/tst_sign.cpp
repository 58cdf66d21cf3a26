// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/jws.h"
#include "core/crypto/key_file.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::crypto;

class TestSign final : public QObject
{
    Q_OBJECT

private slots:
    void verifiesWithThePublicMembers_data()
    {
        QTest::addColumn<QString>("alg");
        for (const auto *alg : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
            QTest::newRow(alg) << alg;
    }

    void verifiesWithThePublicMembers()
    {
        QFETCH(QString, alg);
        const auto key = generateKey(alg.toStdString());
        QVERIFY(key);
        const auto text = sign({{"alg", alg.toStdString()}, {"kid", key->kid}}, "payload", *key);
        QVERIFY(text);
        const auto shown = Jwk::parse(key->publicMembers());
        QVERIFY(shown);
        QVERIFY(!shown->isPrivate);
        QCOMPARE(shown->thumbprint(), key->kid);
        auto jws = Jws::parse(*text);
        QVERIFY(jws);
        QVERIFY(verify(*jws, std::vector{*shown}) == Verdict::Valid);
        jws->signingInput += "x";
        QVERIFY(verify(*jws, std::vector{*shown}) == Verdict::Invalid);
    }

    void keepsAKeyInAFile()
    {
        for (const auto *alg : {"RS256", "ES384", "EdDSA"}) {
            const auto key = generateKey(alg);
            QVERIFY(key);
            const auto pem = privateKeyPem(*key);
            QVERIFY(pem);
            const auto again = readPrivateKey(*pem);
            QVERIFY(again);
            QVERIFY(again->isPrivate);
            QCOMPARE(again->kid, key->kid);
        }
        QVERIFY(!readPrivateKey(SecretString("no key")));
    }

    void refusesWhatDoesNotFit()
    {
        QVERIFY(!generateKey("HS256"));
        QVERIFY(!generateKey("none"));
        const auto key = generateKey("ES256");
        QVERIFY(!sign({{"alg", "ES384"}}, "", *key));
        QVERIFY(!sign({{"alg", "none"}}, "", *key));
        QVERIFY(!sign({{"alg", "ES256"}}, "", *Jwk::parse(key->publicMembers())));
    }

    void signsWithASecretAsLongAsTheHash()
    {
        const auto secret = Jwk::ofSecret(SecretString(std::string(32, 'k')));
        const auto text = sign({{"alg", "HS256"}}, "x", secret);
        QVERIFY(text);
        QVERIFY(verify(*Jws::parse(*text), std::vector{secret}) == Verdict::Valid);
        QVERIFY(!sign({{"alg", "HS512"}}, "x", secret));
    }
};

QTEST_GUILESS_MAIN(TestSign)
#include "tst_sign.moc"
