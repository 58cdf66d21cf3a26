// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::scoped;

namespace {

//! A call of http://gateway.test/orders/42 that a backend answers with JSON.
void answer(Call &call, const std::string &query, const std::string &body, const std::string &outbound)
{
    call.exchange.originalUrl = *http::Url::parse("http://gateway.test/orders/42" + query);
    auto api = std::make_shared<ApiInfo>();
    api->id = "orders";
    api->path = "orders";
    call.exchange.matched.api = api;
    auto response = FakeServices::response(200, body);
    response.headers.set("Content-Type", "application/json; charset=utf-8");
    call.services.forwardAnswers = {response};
    call.inbound({}, outbound);
}

const char *const jsonp = "<jsonp callback-parameter-name=\"cb\"/>";

} // namespace

class TestCrossdomain : public QObject
{
    Q_OBJECT

private slots:
    void wrapsJsonInACall()
    {
        Call call;
        answer(call, "?cb=my.call_1", "{\"a\":1}", jsonp);
        COMPARE_TEXT(call.body(), "my.call_1({\"a\":1});");
        COMPARE_TEXT(call.header("Content-Type"), "application/javascript");
    }
    void leavesOtherAnswersAlone()
    {
        Call plain;
        answer(plain, "?other=x", "{}", jsonp);
        COMPARE_TEXT(plain.body(), "{}");
        Call text;
        text.exchange.originalUrl = *http::Url::parse("http://gateway.test/orders?cb=f");
        text.services.forwardAnswers = {FakeServices::response(200, "text")};
        text.inbound({}, jsonp);
        COMPARE_TEXT(text.body(), "text");
    }
    void refusesWhatIsNoIdentifier_data()
    {
        QTest::addColumn<QString>("callback");
        for (const char *callback : {"alert(1)", "1a", "a..b", ".a", "a.", "a-b", "%3Cscript%3E"})
            QTest::newRow(callback) << callback;
    }
    void refusesWhatIsNoIdentifier()
    {
        QFETCH(QString, callback);
        Call call;
        answer(call, "?cb=" + callback.toStdString(), "{}", jsonp);
        QCOMPARE(call.exchange.response.status, 400);
        COMPARE_TEXT(call.reason(), "CallbackParameterInvalid");
        COMPARE_TEXT(call.exchange.lastError->message, "Value of callback parameter cb is not a valid JavaScript identifier.");
    }
    void servesTheCrossDomainFile()
    {
        const std::string policy = "<policies><inbound><cross-domain><cross-domain-policy><allow-http-request-headers-from domain='*' "
                                   "headers='a&amp;b'/></cross-domain-policy></cross-domain></inbound><backend><forward-request/></backend>"
                                   "<outbound/><on-error/></policies>";
        Call call;
        call.exchange.originalUrl = *http::Url::parse("http://gateway.test/crossdomain.xml");
        call.through({scoped(Scope::Global, policy)});
        QVERIFY(call.body().ends_with("<cross-domain-policy>\n  <allow-http-request-headers-from domain=\"*\" headers=\"a&amp;b\" />\n</cross-domain-policy>"));
        COMPARE_TEXT(call.header("Content-Type"), "text/x-cross-domain-policy");
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 0U);
        Call other;
        other.exchange.originalUrl = *http::Url::parse("http://gateway.test/orders");
        other.through({scoped(Scope::Global, policy)});
        QCOMPARE(other.services.count(FakeServices::Pending::Forward), 1U);
    }
    void masksBackendUrls_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("expected");
        QTest::newRow("link") << "{\"a\":\"http://backend.test/x?y\"}" << "{\"a\":\"http://gateway.test/orders/x?y\"}";
        QTest::newRow("host alone") << "http://backend.test http://BACKEND.test" << "http://gateway.test/orders http://gateway.test/orders";
        QTest::newRow("another host") << "http://backend.tests/ http://backend.test:81/" << "http://backend.tests/ http://backend.test:81/";
        QTest::newRow("none") << "{}" << "{}";
    }
    void masksBackendUrls()
    {
        QFETCH(QString, body);
        QFETCH(QString, expected);
        Call call;
        answer(call, {}, body.toStdString(), "<redirect-content-urls/>");
        COMPARE_TEXT(call.body(), expected.toStdString());
    }
    void pointsRequestsToTheBackend()
    {
        Call call;
        call.exchange.originalUrl = *http::Url::parse("http://gateway.test/orders");
        call.exchange.request.body.set("see http://gateway.test/a");
        call.inbound("<redirect-content-urls/>");
        COMPARE_TEXT(*call.exchange.request.body.bytes(), "see http://backend.test/a");
    }
};

QTEST_GUILESS_MAIN(TestCrossdomain)
#include "tst_crossdomain.moc"
