// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

class TestSendOneWayRequest : public QObject
{
    Q_OBJECT

private slots:
    void sendsAndGoesOn()
    {
        Call call;
        call.inbound("<send-one-way-request mode=\"new\" timeout=\"20\"><set-url>https://hooks.test/x</set-url><set-method>POST</set-method>"
                     "<set-header name=\"X-A\"><value>1</value></set-header><set-body>hello</set-body></send-one-way-request>");
        QCOMPARE(call.services.oneWay.size(), 1U);
        const auto &request = call.services.oneWay.front();
        COMPARE_TEXT(request.url, "https://hooks.test/x");
        COMPARE_TEXT(request.method, "POST");
        COMPARE_TEXT(request.body, "hello");
        COMPARE_TEXT(request.headers.get("X-A").value_or("-"), "1");
        QCOMPARE(request.timeout.count(), 20'000);
        QCOMPARE(call.services.count(FakeServices::Pending::Send), 0U);
        QCOMPARE(call.exchange.response.status, 200);
    }
    void copiesTheBodyButInOutbound()
    {
        Call call;
        call.exchange.request.method = "PUT";
        call.exchange.request.body.set("payload");
        call.exchange.request.headers.add("X-A", "1");
        const std::string copy = "<send-one-way-request mode=\"copy\"/>";
        call.inbound(copy, copy);
        QCOMPARE(call.services.oneWay.size(), 2U);
        COMPARE_TEXT(call.services.oneWay[0].body, "payload");
        COMPARE_TEXT(call.services.oneWay[0].url, "http://backend.test/42");
        COMPARE_TEXT(call.services.oneWay[1].body, "");
        COMPARE_TEXT(call.services.oneWay[1].headers.get("X-A").value_or("-"), "1");
        COMPARE_TEXT(call.services.oneWay[1].method, "PUT");
    }
    void needsAUrlAndKnownChildren()
    {
        Call call;
        call.inbound("<send-one-way-request/>");
        COMPARE_TEXT(call.reason(), "ExpressionValueEvaluationFailure");
        Call child;
        child.inbound("<send-one-way-request><set-url>http://a.test</set-url><authentication-token>t</authentication-token></send-one-way-request>");
        COMPARE_TEXT(child.reason(), "PolicyNotExecuted");
        QVERIFY(call.services.oneWay.empty() && child.services.oneWay.empty());
    }
};

QTEST_GUILESS_MAIN(TestSendOneWayRequest)
#include "tst_send_one_way_request.moc"
