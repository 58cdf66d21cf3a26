// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

class TestFindAndReplace : public QObject
{
    Q_OBJECT

private slots:
    void replacesEachOccurrence_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("expected");
        QTest::newRow("all") << "a.b.a" << R"(<find-and-replace from="a" to="xyz"/>)" << "xyz.b.xyz";
        QTest::newRow("none") << "abc" << R"(<find-and-replace from="A" to="x"/>)" << "abc";
        QTest::newRow("to nothing") << "a-b-c" << R"(<find-and-replace from="-" to=""/>)" << "abc";
        QTest::newRow("not again in what was put in") << "aa" << R"(<find-and-replace from="a" to="aa"/>)" << "aaaa";
        QTest::newRow("left to right") << "aaa" << R"(<find-and-replace from="aa" to="b"/>)" << "ba";
        QTest::newRow("no pattern") << "a.c" << R"(<find-and-replace from="." to="$&amp;"/>)" << "a$&c";
        QTest::newRow("expressions") << "x" << R"x(<find-and-replace from="@("x")" to="@("y")"/>)x" << "y";
        QTest::newRow("two in order") << "a" << R"(<find-and-replace from="a" to="b"/><find-and-replace from="b" to="c"/>)" << "c";
    }
    void replacesEachOccurrence()
    {
        QFETCH(QString, body);
        QFETCH(QString, policy);
        QFETCH(QString, expected);
        Call response;
        response.services.forwardAnswers = {FakeServices::response(200, body.toStdString())};
        response.inbound({}, policy.toStdString());
        COMPARE_TEXT(response.body(), expected.toStdString());
        Call request;
        request.exchange.request.body.set(body.toStdString());
        request.inbound(policy.toStdString());
        COMPARE_TEXT(*request.exchange.request.body.bytes(), expected.toStdString());
    }
    void dropsWhatDescribedTheFormerBody()
    {
        Call call;
        auto answer = FakeServices::response(200, "old");
        answer.headers.set("Content-Length", "3");
        answer.headers.set("Content-Type", "text/plain");
        call.services.forwardAnswers = {answer};
        call.inbound({}, R"(<find-and-replace from="old" to="newer"/>)");
        COMPARE_TEXT(call.header("Content-Length"), "-");
        COMPARE_TEXT(call.header("Content-Type"), "text/plain");
    }
    void leavesANoneBodyAlone()
    {
        Call call;
        call.inbound(R"(<find-and-replace from="a" to="b"/>)");
        QVERIFY(call.exchange.request.body.isEmpty());
        COMPARE_TEXT(call.reason(), "none");
    }
    void refusesToFindNothing()
    {
        Call call;
        call.inbound(R"(<find-and-replace from="" to="b"/>)");
        QCOMPARE(call.exchange.response.status, 500);
        COMPARE_TEXT(call.exchange.lastError->source, "find-and-replace");
    }
    void writesNoEndlessBody()
    {
        Call call;
        call.exchange.request.body.set(std::string(100'000, 'a'));
        call.inbound("<find-and-replace from=\"a\" to=\"" + std::string(1000, 'b') + "\"/>");
        COMPARE_TEXT(call.reason(), "BodyTooLarge");
    }
};

QTEST_GUILESS_MAIN(TestFindAndReplace)
#include "tst_find_and_replace.moc"
