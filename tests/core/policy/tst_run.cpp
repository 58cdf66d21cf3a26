// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::scoped;

namespace {

using Kind = FakeServices::Pending::Kind;

tl::unexpected<Error> failure(ErrorKind kind)
{
    return fail(kind, "net.test");
}

const char *retried = "<policies><inbound><retry condition=\"@(true)\" count=\"3\" interval=\"10\">"
                      "<send-request mode=\"new\" response-variable-name=\"r\" timeout=\"7\" ignore-error=\"true\">"
                      "<set-url>http://peer.test/a</set-url><set-method>POST</set-method>"
                      "<set-header name=\"X-A\"><value>1</value></set-header><set-body>hello</set-body></send-request>"
                      "</retry></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>";

} // namespace

class TestRun : public QObject
{
    Q_OBJECT

private slots:
    void retriesASuspendedRequestUntilItsCountIsUsedUp()
    {
        Call call;
        call.services.sendAnswers = {FakeServices::response(500), FakeServices::response(503), failure(ErrorKind::Timeout),
                                     FakeServices::response(201, "made")};
        call.prepare({scoped(Scope::Api, retried)});
        call.run->start();
        QCOMPARE(call.done, 0);
        QCOMPARE(call.services.count(Kind::Send), 1U);
        const auto first = call.services.open();
        COMPARE_TEXT(first->request.method, "POST");
        COMPARE_TEXT(first->request.url, "http://peer.test/a");
        COMPARE_TEXT(first->request.body, "hello");
        COMPARE_TEXT(first->request.headers.get("X-A").value_or(""), "1");
        QCOMPARE(first->request.timeout.count(), 7000);

        call.services.finish(first);
        QCOMPARE(std::get<std::shared_ptr<ResponseMessage>>(call.exchange.variables["r"])->status, 500);
        QCOMPARE(call.services.open()->kind, Kind::Wait);
        QCOMPARE(call.services.open()->duration, std::chrono::microseconds(10'000'000));
        QCOMPARE(call.services.count(Kind::Send), 1U);
        call.services.finishAll();
        QCOMPARE(call.services.count(Kind::Send), 4U);
        QCOMPARE(call.services.count(Kind::Wait), 3U);
        QCOMPARE(call.services.count(Kind::Forward), 1U);
        QCOMPARE(std::get<std::shared_ptr<ResponseMessage>>(call.exchange.variables["r"])->status, 201);
        QCOMPARE(call.done, 1);
        QVERIFY(!call.exchange.lastError);
    }
    void keepsNullForARequestThatTimedOutWhenErrorsAreIgnored()
    {
        Call call;
        call.services.sendAnswers = {FakeServices::response(200), failure(ErrorKind::Timeout), failure(ErrorKind::Timeout),
                                     failure(ErrorKind::Timeout)};
        call.through(retried);
        QVERIFY(std::holds_alternative<std::monostate>(call.exchange.variables["r"]));
        QCOMPARE(call.services.count(Kind::Send), 4U);
        QCOMPARE(call.done, 1);
    }
    void aTimedOutRequestGoesToOnErrorWhenErrorsAreNotIgnored()
    {
        Call call;
        call.services.sendAnswers = {failure(ErrorKind::Timeout)};
        std::string text = retried;
        text.replace(text.find("ignore-error=\"true\""), 19, "ignore-error=\"false\"");
        call.through(text);
        QCOMPARE(call.services.count(Kind::Send), 1U);
        QCOMPARE(call.services.count(Kind::Forward), 0U);
        QCOMPARE(call.done, 1);
        COMPARE_TEXT(call.exchange.lastError->reason, "Timeout");
        COMPARE_TEXT(call.exchange.lastError->source, "send-request");
        COMPARE_TEXT(call.exchange.lastError->path, "retry[1]/send-request[1]");
        QCOMPARE(call.exchange.response.status, 500);
    }
    void cancellingEndsWhatItWaitsForAndReportsNothing_data()
    {
        QTest::addColumn<int>("finished");
        QTest::addColumn<int>("sends");
        QTest::newRow("in the first request") << 0 << 1;
        QTest::newRow("in the pause") << 1 << 1;
        QTest::newRow("in the second request") << 2 << 2;
    }
    void cancellingEndsWhatItWaitsForAndReportsNothing()
    {
        QFETCH(int, finished);
        QFETCH(int, sends);
        Call call;
        call.prepare({scoped(Scope::Api, retried)});
        call.run->start();
        for (int i = 0; i < finished; ++i)
            call.services.finish(call.services.open());
        const auto waited = call.services.open();
        call.run->cancel();
        QVERIFY(waited->cancelled);
        QVERIFY(!call.services.open());
        QCOMPARE(call.services.count(Kind::Send), std::size_t(sends));
        QCOMPARE(call.services.count(Kind::Forward), 0U);
        QCOMPARE(call.done, 0);
        waited->completed = false;
        if (waited->kind == Kind::Send)
            waited->answered(FakeServices::response(200)); // a late answer changes nothing
        QCOMPARE(call.done, 0);
    }
    void destroyingARunCancelsWhatItWaitsFor()
    {
        Call call;
        call.prepare({scoped(Scope::Api, retried)});
        call.run->start();
        const auto waited = call.services.open();
        call.run.reset();
        QVERIFY(waited->cancelled);
        QCOMPARE(call.done, 0);
    }
    void reportsTheEndOutsideOfStart()
    {
        Call call;
        call.prepare({scoped(Scope::Api, "<policies><inbound><return-response/></inbound></policies>")});
        call.run->start();
        QCOMPARE(call.done, 0);
        call.services.finishAll();
        QCOMPARE(call.done, 1);
    }
    void aRunMayBeDestroyedFromItsOwnReport()
    {
        Call call;
        call.compiled = compile({scoped(Scope::Api, "<policies><inbound/><backend><forward-request/></backend></policies>")}, call.bindings);
        call.run = std::make_unique<Run>(call.compiled.program, call.exchange, call.services, [&call] {
            ++call.done;
            call.run.reset();
        });
        call.run->start();
        call.services.finishAll();
        QCOMPARE(call.done, 1);
        QVERIFY(!call.run);
    }
    void runsSectionsInOrderAndForwardsOnce()
    {
        Call call;
        call.services.forwardAnswers = {FakeServices::response(200, "hi")};
        call.inbound("<set-variable name=\"a\" value=\"1\"/>", "<set-header name=\"X-Out\"><value>o</value></set-header>");
        QCOMPARE(call.services.count(Kind::Forward), 1U);
        COMPARE_TEXT(call.header("X-Out"), "o");
        COMPARE_TEXT(call.body(), "hi");
        QVERIFY(call.exchange.hasResponse);
    }
    void fillsLastErrorAndLetsOnErrorChangeTheAnswer()
    {
        Call call;
        call.through({scoped(Scope::Product,
                             "<policies><inbound><base/><choose><when condition=\"false\"/><when condition=\"true\">"
                             "<check-header id=\"my-check\" name=\"X-Key\" failed-check-httpcode=\"403\" failed-check-error-message=\"no\"/>"
                             "</when></choose></inbound><backend><base/></backend><outbound/>"
                             "<on-error><set-header name=\"X-Seen\"><value>yes</value></set-header></on-error></policies>")});
        const auto &error = *call.exchange.lastError;
        COMPARE_TEXT(error.source, "check-header");
        COMPARE_TEXT(error.reason, "HeaderNotFound");
        COMPARE_TEXT(error.message, "Header X-Key was not found in the request. Access denied.");
        COMPARE_TEXT(error.scope, "product");
        COMPARE_TEXT(error.section, "inbound");
        COMPARE_TEXT(error.path, "choose[1]/when[2]/check-header[1]");
        COMPARE_TEXT(error.policyId, "my-check");
        QCOMPARE(call.exchange.response.status, 403);
        COMPARE_TEXT(call.body(), "{ \"statusCode\": 403, \"message\": \"no\" }");
        COMPARE_TEXT(call.header("X-Seen"), "yes");
        QCOMPARE(call.services.count(Kind::Forward), 0U);
        QCOMPARE(call.done, 1);
    }
    void aBackendFailureAnswersWithAnActivityId()
    {
        Call call;
        call.services.forwardAnswers = {failure(ErrorKind::Unavailable)};
        call.inbound("<set-header name=\"A\"><value>1</value></set-header>");
        COMPARE_TEXT(call.exchange.lastError->source, "forward-request");
        COMPARE_TEXT(call.exchange.lastError->reason, "BackendConnectionFailure");
        COMPARE_TEXT(call.exchange.lastError->section, "backend");
        COMPARE_TEXT(call.body(), "{ \"statusCode\": 500, \"message\": \"Internal server error\", \"activityId\": "
                                  "\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\" }");
    }
    void anErrorInOnErrorReplacesTheFirstAndEnds()
    {
        Call call;
        call.through("<policies><inbound><check-header name=\"A\" failed-check-httpcode=\"401\" failed-check-error-message=\"x\"/></inbound>"
                     "<backend/><outbound/><on-error><set-status code=\"200\" reason=\"OK\"/><log-to-eventhub logger-id=\"l\">x</log-to-eventhub>"
                     "<set-header name=\"X\"><value>1</value></set-header></on-error></policies>");
        COMPARE_TEXT(call.exchange.lastError->source, "log-to-eventhub");
        COMPARE_TEXT(call.exchange.lastError->section, "on-error");
        QCOMPARE(call.exchange.response.status, 500);
        COMPARE_TEXT(call.header("X"), "-");
        QCOMPARE(call.done, 1);
    }
    void anErrorDropsTheBackendsFields()
    {
        Call call;
        auto response = FakeServices::response(200, "data");
        response.headers.add("X-Secret", "s");
        call.services.forwardAnswers = {response};
        call.inbound("", "<publish-to-dapr topic=\"t\">m</publish-to-dapr>");
        COMPARE_TEXT(call.header("X-Secret"), "-");
        COMPARE_TEXT(call.reason(), "PolicyNotExecuted");
        COMPARE_TEXT(call.exchange.lastError->message,
                     "The policy 'publish-to-dapr' is known, but this gateway does not execute it.");
    }
    void builtInErrorsRunOnErrorAndKeepTheirFields()
    {
        Call call;
        call.prepare({scoped(Scope::Global, "<policies><inbound/><backend><forward-request/></backend><outbound/><on-error>"
                                            "<set-header name=\"X-E\"><value>1</value></set-header></on-error></policies>")});
        LastError error;
        error.source = "authorization";
        error.reason = "SubscriptionKeyNotFound";
        error.status = 401;
        error.wireMessage = "Access denied due to missing subscription key. Make sure to include subscription key when making "
                            "requests to an API.";
        error.headers.set("WWW-Authenticate", "AzureApiManagementKey realm=\"r\"");
        call.run->startWithError(error);
        QCOMPARE(call.done, 0);
        call.services.finishAll();
        QCOMPARE(call.done, 1);
        COMPARE_TEXT(call.header("X-E"), "1");
        COMPARE_TEXT(call.header("WWW-Authenticate"), "AzureApiManagementKey realm=\"r\"");
        QCOMPARE(call.exchange.response.status, 401);
    }
    void wireBytes_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("body");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<QString>("phrase");
        QTest::newRow("missing key")
            << 401 << "authorization"
            << "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API."
            << "{ \"statusCode\": 401, \"message\": \"Access denied due to missing subscription key. Make sure to include "
               "subscription key when making requests to an API.\" }"
            << 152 << "Access Denied";
        QTest::newRow("invalid key")
            << 401 << "authorization"
            << "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription."
            << "{ \"statusCode\": 401, \"message\": \"Access denied due to invalid subscription key. Make sure to provide a valid "
               "key for an active subscription.\" }"
            << 143 << "Access Denied";
        QTest::newRow("rate limit") << 429 << "rate-limit" << "Rate limit is exceeded. Try again in 57 seconds."
                                    << "{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 57 seconds.\" }" << 84
                                    << "Too Many Requests";
        QTest::newRow("quota") << 403 << "quota" << "Out of call volume quota. Quota will be replenished in 00:30:02."
                               << "{ \"statusCode\": 403, \"message\": \"Out of call volume quota. Quota will be replenished in "
                                  "00:30:02.\" }"
                               << 100 << "Forbidden";
        QTest::newRow("ip filter") << 403 << "ip-filter" << "" << "{ \"statusCode\": 403, \"message\": \"Forbidden\" }" << 45 << "Forbidden";
        QTest::newRow("no operation") << 404 << "configuration" << ""
                                      << "{ \"statusCode\": 404, \"message\": \"Resource not found\" }" << 54 << "Not Found";
        QTest::newRow("quotes are escaped") << 403 << "check-header" << "say \"no\"\n"
                                            << "{ \"statusCode\": 403, \"message\": \"say \\\"no\\\"\\n\" }" << 48 << "Forbidden";
    }
    void wireBytes()
    {
        QFETCH(int, status);
        QFETCH(QString, source);
        QFETCH(QString, message);
        QFETCH(QString, body);
        QFETCH(int, bytes);
        QFETCH(QString, phrase);
        LastError error;
        error.status = status;
        error.source = source.toStdString();
        error.wireMessage = message.toStdString();
        ResponseMessage response;
        fillErrorResponse(response, error, "id");
        COMPARE_TEXT(*response.body.bytes(), body.toStdString());
        QCOMPARE(int(response.body.bytes()->size()), bytes);
        COMPARE_TEXT(response.reason, phrase.toStdString());
        COMPARE_TEXT(response.headers.get("Content-Type").value_or(""), "application/json");
    }
};

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
