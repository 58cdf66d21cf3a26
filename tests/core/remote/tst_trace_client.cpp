// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/trace_client.h"

#include "core/remote/arm_client.h"
#include "tests/core/remote/fake_server.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <atomic>

using namespace gatehouse;
using namespace gatehouse::remote;
using namespace std::chrono_literals;
using gatehouse::test::FakeServer;

namespace {

constexpr auto sample = R"({"serviceName":"local","traceId":"t1","traceEntries":{
  "outbound":[{"source":"set-header","elapsed":"00:00:00.0160800","data":{"message":["Response header 'Server' was removed"],"scope":"global","resourceId":"policies/policy","path":"set-header[1]","position":{"line":30,"column":9},"durationMicroseconds":7,"changes":[{"what":"response.header","name":"Server","before":"sample/1.0","after":null}]}}],
  "inbound":[{"source":"api-inspector","elapsed":"00:00:00.0002470","data":{"request":{"method":"GET","url":"http://h/orders"}}},
             {"source":"api-inspector","elapsed":"00:00:00.0004180","data":{"configuration":{"api":{"id":"orders"},"operation":null,"user":"-"}}},
             {"source":"include-fragment","elapsed":"1.00:00:01.5","data":"Entering policy fragment 'x'"}],
  "backend":[{"source":"forward-request","elapsed":"00:00:00.0159540","data":{"message":"Response was received","scope":"global","durationMicroseconds":14863,"changes":[{"what":"response.body","before":null,"after":{"streamed":true,"bytes":405}},{"what":"request.body","before":{"bytes":2,"preview":"ab"},"after":null}]}}],
  "on-error":[{"source":"authorization","elapsed":"00:00:00.0160000","data":{"message":"Access denied","error":{"source":"authorization","reason":"SubscriptionKeyNotFound"}}}]}})";

ArmClient clientOf(const FakeServer &server)
{
    Connection connection;
    connection.url = server.url();
    connection.scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x";
    connection.token = SecretString("token");
    RetryOptions once;
    once.tries = 1;
    return ArmClient(connection, Network::create(), once);
}

std::string refusal(int status, const std::string &code)
{
    return FakeServer::answer(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}");
}

} // namespace

class TestTraceClient : public QObject
{
    Q_OBJECT

private slots:
    void readsTheStepsInTheOrderOfTheSections()
    {
        const auto trace = traceFrom(parseJson(sample).value());
        VERIFY_RESULT(trace);
        QCOMPARE(trace->id, std::string("t1"));
        QCOMPARE(trace->steps.size(), std::size_t(6));
        QCOMPARE(trace->steps[0].message, std::string("GET http://h/orders"));
        QCOMPARE(trace->steps[1].message, std::string("Matched API orders"));
        QCOMPARE(trace->steps[2].message, std::string("Entering policy fragment 'x'"));
        QVERIFY(trace->steps[2].start == 24h + 1500ms);
        QVERIFY(!trace->steps[0].duration);
        QCOMPARE(trace->steps[4].section, std::string("outbound"));
        QCOMPARE(trace->steps[4].line, 30);
        QCOMPARE(trace->steps[4].changes.size(), std::size_t(1));
        QCOMPARE(*trace->steps[4].changes[0].before, std::string("sample/1.0"));
        QVERIFY(!trace->steps[4].changes[0].after);
        QVERIFY(trace->steps[5].isFailed);
        QCOMPARE(trace->steps[5].reason, std::string("SubscriptionKeyNotFound"));
    }
    void aCallBeginsWhereItsWaitingBegan()
    {
        const auto step = traceFrom(parseJson(sample).value())->steps[3];
        QVERIFY(step.start == 1091us);
        QVERIFY(*step.duration == 14863us);
        QCOMPARE(*step.changes[1].before, std::string("ab"));
        QVERIFY(step.changes[0].after->find("405") != std::string::npos);
    }
    void whatIsNoTraceIsSaid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("null") << "null";
        QTest::newRow("list") << "[]";
        QTest::newRow("no sections") << "{\"traceEntries\":[]}";
    }
    void whatIsNoTraceIsSaid()
    {
        QFETCH(QString, text);
        const auto trace = traceFrom(parseJson(text.toStdString()).value());
        QVERIFY(!trace);
        QCOMPARE(trace.error().code, std::string("remote.badAnswer"));
    }
    void strangeEntriesAreReadAsFarAsTheyGo()
    {
        const auto trace = traceFrom(parseJson(R"({"traceEntries":{"inbound":[1,{},{"source":2,"elapsed":"x","data":{"position":3,"changes":{},"durationMicroseconds":-1}}]}})").value());
        VERIFY_RESULT(trace);
        QCOMPARE(trace->steps.size(), std::size_t(2));
        QVERIFY(!trace->steps[1].duration);
        QVERIFY(trace->steps[1].changes.empty());
    }
    void asksForACredentialOfTheApi()
    {
        FakeServer server([](const auto &, const auto &send) { send(FakeServer::answer(200, "{\"token\":\"p=tracing\"}")); });
        const auto client = clientOf(server);
        const auto token = TraceClient(client).credential("orders", 300s);
        VERIFY_RESULT(token);
        QCOMPARE(token->reveal(), std::string_view("p=tracing"));
        const auto request = server.requests().at(0);
        QVERIFY2(request.target.find("/gateways/managed/listDebugCredentials?") != std::string::npos, request.target.c_str());
        QVERIFY(request.body.find("\"PT300S\"") != std::string::npos);
        QVERIFY(request.body.find("service/x/apis/orders\"") != std::string::npos);
    }
    void saysWhatIsMissing_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("rights") << 403 << "trace.forbidden";
        QTest::newRow("no such action") << 404 << "trace.unsupported";
        QTest::newRow("other") << 400 << "remote.arm";
    }
    void saysWhatIsMissing()
    {
        QFETCH(int, status);
        QFETCH(QString, code);
        FakeServer server([status](const auto &, const auto &send) { send(refusal(status, "X")); });
        const auto client = clientOf(server);
        const auto token = TraceClient(client).credential("orders", 300s);
        QVERIFY(!token);
        QCOMPARE(token.error().code, code.toStdString());
    }
    void waitsForATraceAndSaysWhenItIsGone()
    {
        std::atomic<int> asked = 0;
        FakeServer server([&asked](const auto &, const auto &send) { send(++asked < 3 ? refusal(404, "ResourceNotFound") : FakeServer::answer(200, sample)); });
        const auto client = clientOf(server);
        const auto gone = TraceClient(client).fetch("t1", 0ms);
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, std::string("trace.gone"));
        VERIFY_RESULT(TraceClient(client).fetch("t1", 20s));
        QCOMPARE(asked.load(), 3);
    }
    void anAnswerSaysWhyItHasNoTrace_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("code");
        QTest::newRow("expired") << "Apim-Debug-Authorization-Expired" << "trace.expired";
        QTest::newRow("wrong API") << "apim-debug-authorization-wrongapi" << "trace.wrongApi";
        QTest::newRow("nothing") << "Date" << "trace.none";
    }
    void anAnswerSaysWhyItHasNoTrace()
    {
        QFETCH(QString, field);
        QFETCH(QString, code);
        HttpAnswer answer;
        answer.status = 200;
        answer.headers = {{field.toStdString(), "v"}};
        QCOMPARE(traceIdOf(answer).error().code, code.toStdString());
        answer.headers.emplace_back("Apim-Trace-Id", "t1");
        QCOMPARE(traceIdOf(answer).value_or(""), std::string("t1"));
    }
};

QTEST_GUILESS_MAIN(TestTraceClient)
#include "tst_trace_client.moc"
