// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include "core/base/text.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;

class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void keepsMemberOrder()
    {
        const auto value = parseJson(R"({"z":1,"a":{"y":2,"b":3}})");
        VERIFY_RESULT(value);
        QCOMPARE(toJson(*value), std::string(R"({"z":1,"a":{"y":2,"b":3}})"));
    }
    void readsAScalarAlone()
    {
        for (const auto *text : {"3", "-1.5e3", "true", "null", "\"x\"", " 7 "})
            QVERIFY2(parseJson(text), text);
        for (const auto *text : {"", "-", "1e", "3 4", "tru"})
            QVERIFY2(!parseJson(text), text);
    }
    void namesThePlaceOfAnError()
    {
        const auto value = parseJson("{\n  \"a\": tru\n}");
        QVERIFY(!value);
        QCOMPARE(value.error().code, std::string("json.syntax"));
        QCOMPARE(std::string(value.error().arg("line")), std::string("2"));
    }
    void refusesDepthAndSizeAndTrailingText()
    {
        QVERIFY(!parseJson(std::string(100, '[')));
        QCOMPARE(parseJson("[1,2,3]", {.bytes = 3}).error().kind, ErrorKind::TooLarge);
        QVERIFY(!parseJson("{} x"));
        QVERIFY(!parseJson(""));
        QVERIFY(parseJson(" {} \n"));
    }
    void mergesAsRfc7396()
    {
        auto target = parseJson(R"({"a":"b","c":{"d":"e","f":"g"}})")->as_object();
        mergePatch(target, parseJson(R"({"a":"z","c":{"f":null}})")->as_object());
        QCOMPARE(toJson(target), std::string(R"({"a":"z","c":{"d":"e"}})"));
    }
    void knowsUtf8()
    {
        QVERIFY(isUtf8("gr\xC3\xBC\xC3\x9F"));
        QVERIFY(!isUtf8("\xC0\xAF"));
        QVERIFY(!isUtf8("\xED\xA0\x80"));
        QVERIFY(!isUtf8("\xF4\x90\x80\x80"));
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
