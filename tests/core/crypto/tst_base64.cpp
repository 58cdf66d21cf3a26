// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/base64.h"

#include <QTest>

using namespace gatehouse::crypto;

class TestBase64 : public QObject
{
    Q_OBJECT

private slots:
    void decodes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("form");
        QTest::addColumn<QByteArray>("bytes"); // "-": refused
        const int standard = int(Base64Form::Standard), url = int(Base64Form::Url), strict = int(Base64Form::StrictUrl);
        QTest::newRow("standard") << QByteArray("+/8=") << standard << QByteArray("\xfb\xff");
        QTest::newRow("standard without padding") << QByteArray("+/8") << standard << QByteArray("\xfb\xff");
        QTest::newRow("standard with the other alphabet") << QByteArray("-_8=") << standard << QByteArray("-");
        QTest::newRow("url") << QByteArray("-_8=") << url << QByteArray("\xfb\xff");
        QTest::newRow("url, bits left over") << QByteArray("-_9") << url << QByteArray("\xfb\xff");
        QTest::newRow("strict") << QByteArray("-_8") << strict << QByteArray("\xfb\xff");
        QTest::newRow("strict, padding") << QByteArray("-_8=") << strict << QByteArray("-");
        QTest::newRow("strict, bits left over") << QByteArray("-_9") << strict << QByteArray("-");
        QTest::newRow("strict, one digit") << QByteArray("AAAAA") << strict << QByteArray("-");
        QTest::newRow("strict, space") << QByteArray("AA AA") << strict << QByteArray("-");
        QTest::newRow("nothing") << QByteArray("") << strict << QByteArray("");
    }
    void decodes()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, form);
        QFETCH(QByteArray, bytes);
        const auto decoded = decodeBase64(text.toStdString(), static_cast<Base64Form>(form));
        QCOMPARE(decoded ? QByteArray::fromStdString(*decoded) : QByteArray("-"), bytes);
    }
    void encodesWithoutPadding()
    {
        QCOMPARE(base64Url("\xfb\xff"), std::string("-_8"));
        QCOMPARE(base64Url(""), std::string());
    }
};

QTEST_GUILESS_MAIN(TestBase64)
#include "tst_base64.moc"
