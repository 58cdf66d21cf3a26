// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"

#include <QTest>

using namespace gatehouse;

class TestDigest : public QObject
{
    Q_OBJECT

private slots:
    // FIPS 180-4 examples.
    void hashesAsSha256_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("empty") << QByteArray("")
                               << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << QByteArray("abc")
                             << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
    void hashesAsSha256()
    {
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, hex);
        QCOMPARE(crypto::toHex(crypto::sha256(data.toStdString())), hex.toStdString());
    }
    // RFC 4231 test cases 1, 2 and 6.
    void keysAsHmac_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("case 1") << QByteArray(20, '\x0b') << QByteArray("Hi There")
                                << QByteArray("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        QTest::newRow("case 2") << QByteArray("Jefe") << QByteArray("what do ya want for nothing?")
                                << QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        QTest::newRow("case 6") << QByteArray(131, '\xaa')
                                << QByteArray("Test Using Larger Than Block-Size Key - Hash Key First")
                                << QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        QTest::newRow("empty key") << QByteArray("") << QByteArray("")
                                   << QByteArray("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    }
    void keysAsHmac()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, hex);
        QCOMPARE(crypto::toHex(crypto::hmacSha256(SecretString{key.toStdString()}, data.toStdString())),
                 hex.toStdString());
    }
    // RFC 4648 section 10.
    void encodesBase64_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("none") << QByteArray("") << QByteArray("");
        QTest::newRow("one") << QByteArray("f") << QByteArray("Zg==");
        QTest::newRow("two") << QByteArray("fo") << QByteArray("Zm8=");
        QTest::newRow("six") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    }
    void encodesBase64()
    {
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, text);
        QCOMPARE(crypto::base64(data.toStdString()), text.toStdString());
    }
    void comparesSecrets()
    {
        QVERIFY(crypto::equalSecrets("", ""));
        QVERIFY(crypto::equalSecrets("token", "token"));
        QVERIFY(!crypto::equalSecrets("token", "tokeN"));
        QVERIFY(!crypto::equalSecrets("token", "toke"));
    }
};

QTEST_GUILESS_MAIN(TestDigest)
#include "tst_digest.moc"
