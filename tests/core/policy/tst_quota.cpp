// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "core/policy/quota_answer.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::scoped;

namespace {

//! Several calls against the same counters.
struct Caller
{
    std::string policies;
    Expressions engine;
    std::map<std::pair<std::string, std::string>, limit::FixedWindow> quotas;
    std::chrono::microseconds elapsed{0};
    int backend = 200;

    explicit Caller(std::string text) : policies(std::move(text)) { }
    std::unique_ptr<Call> call(const std::string &subscription = "s1", const std::string &operation = "get")
    {
        auto call = std::make_unique<Call>();
        call->bindings.expressions = &engine;
        if (!subscription.empty())
            call->subscribe(subscription);
        auto info = std::make_shared<OperationInfo>();
        info->id = info->name = operation;
        call->exchange.matched.operation = info;
        call->services.quotas = quotas;
        call->services.manual.advance(elapsed);
        call->services.forwardAnswers = {FakeServices::response(backend)};
        call->inbound(policies);
        quotas = call->services.quotas;
        return call;
    }
};

} // namespace

class TestPolicyQuota : public QObject
{
    Q_OBJECT

private slots:
    void writesTimeSpans_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<QString>("text");
        QTest::newRow("half an hour") << qint64(1'802'000'000) << "00:30:02";
        QTest::newRow("a week") << qint64(604'800'000'000) << "7.00:00:00";
        QTest::newRow("rounded up") << qint64(1) << "00:00:01";
        QTest::newRow("days and more") << qint64(90'061'000'000) << "1.01:01:01";
    }
    void writesTimeSpans()
    {
        QFETCH(qint64, micros);
        QFETCH(QString, text);
        COMPARE_TEXT(timeSpanText(micros), text.toStdString());
    }
    void refusesWithWireExactBytes()
    {
        Caller caller("<quota calls=\"2\" renewal-period=\"3600\"/>");
        QCOMPARE(caller.call()->exchange.response.status, 200);
        QCOMPARE(caller.call()->exchange.response.status, 200);
        const auto refused = caller.call();
        const auto left = *limit::FixedWindow::left({2, {}, 3600LL * 1'000'000, firstDayMicros}, refused->services.manual.utc().time_since_epoch().count());
        const auto text = timeSpanText(left);
        QCOMPARE(refused->exchange.response.status, 403);
        COMPARE_TEXT(refused->exchange.response.reason, "Forbidden");
        COMPARE_TEXT(refused->body(), "{ \"statusCode\": 403, \"message\": \"Out of call volume quota. Quota will be replenished in " + text + ".\" }");
        COMPARE_TEXT(refused->header("Retry-After"), std::to_string((left + 999'999) / 1'000'000));
        COMPARE_TEXT(refused->exchange.lastError->source, "quota");
        COMPARE_TEXT(refused->exchange.lastError->reason, "QuotaExceeded");
        COMPARE_TEXT(refused->exchange.lastError->message, "Out of call volume quota. Quota will be replenished in " + text + ".");
        QCOMPARE(refused->services.count(FakeServices::Pending::Forward), 0U);
        caller.elapsed = std::chrono::microseconds(left);
        QCOMPARE(caller.call()->exchange.response.status, 200);
    }
    void periodsBeginWithTheSubscription()
    {
        Call call;
        auto subscription = std::make_shared<SubscriptionInfo>();
        subscription->id = "s";
        subscription->started = call.services.manual.utc() - std::chrono::seconds(100);
        call.exchange.matched.subscription = subscription;
        call.inbound("<quota calls=\"0\" renewal-period=\"604800\"/>");
        COMPARE_TEXT(call.header("Retry-After"), "604700");
        QVERIFY(call.body().find("replenished in 6.23:58:20.") != std::string::npos);
    }
    void aQuotaForEverNamesNoTime()
    {
        Caller caller("<quota calls=\"1\" renewal-period=\"0\"/>");
        caller.call();
        caller.elapsed = std::chrono::hours(24 * 400);
        const auto refused = caller.call();
        COMPARE_TEXT(refused->body(), "{ \"statusCode\": 403, \"message\": \"Out of call volume quota.\" }");
        COMPARE_TEXT(refused->header("Retry-After"), "-");
    }
    void countsPerSubscriptionAndNotWithoutAKey()
    {
        Caller caller("<quota calls=\"1\" renewal-period=\"3600\"/>");
        QCOMPARE(caller.call("a")->exchange.response.status, 200);
        QCOMPARE(caller.call("b")->exchange.response.status, 200);
        QCOMPARE(caller.call("a")->exchange.response.status, 403);
        QCOMPARE(caller.call("")->exchange.response.status, 200);
    }
    void countsApisAndOperationsByThemselves()
    {
        Caller caller("<quota calls=\"4\" renewal-period=\"3600\"><api id=\"orders\" name=\"wrong\" calls=\"3\"><operation name=\"get\" calls=\"1\"/>"
                      "</api><api name=\"other\" calls=\"0\"/></quota>");
        QCOMPARE(caller.call("s", "get")->exchange.response.status, 200);
        QCOMPARE(caller.call("s", "get")->exchange.response.status, 403);
        QCOMPARE(caller.call("s", "list")->exchange.response.status, 200);
        QCOMPARE(caller.call("s", "list")->exchange.response.status, 403);
        QCOMPARE(caller.quotas.size(), 3U);
    }
    void asksTheGatewayToChargeBandwidth()
    {
        Caller caller("<quota bandwidth=\"2\" renewal-period=\"3600\"/>");
        const auto first = caller.call();
        QCOMPARE(first->exchange.bandwidth.size(), 1U);
        const auto &use = first->exchange.bandwidth.front();
        QCOMPARE(use.rule.bytes.value_or(0), 2048U);
        caller.quotas[{use.counter, use.key}].add(use.rule, first->services.manual.utc().time_since_epoch().count(), 0, 2048);
        const auto refused = caller.call();
        QVERIFY(refused->body().starts_with("{ \"statusCode\": 403, \"message\": \"Out of bandwidth quota. Quota will be replenished in "));
        QVERIFY(refused->exchange.bandwidth.empty());
    }
    void refusesBadSettings_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("code");
        QTest::newRow("no period") << "<quota calls=\"1\"/>" << "policy.missingAttribute";
        QTest::newRow("negative calls") << "<quota calls=\"-1\" renewal-period=\"300\"/>" << "policy.badValue";
        QTest::newRow("short period by key") << "<quota-by-key calls=\"1\" renewal-period=\"299\" counter-key=\"k\"/>" << "policy.badValue";
        QTest::newRow("bad start") << "<quota-by-key calls=\"1\" renewal-period=\"300\" counter-key=\"k\" first-period-start=\"x\"/>" << "policy.badValue";
    }
    void refusesBadSettings()
    {
        QFETCH(QString, policy);
        QFETCH(QString, code);
        Caller caller(policy.toStdString());
        const auto call = caller.call();
        COMPARE_TEXT(call->compiled.diagnostics.at(0).code, code.toStdString());
        COMPARE_TEXT(call->reason(), "PolicyInvalid");
    }
    void byKeyCountsOnceForAKeyInARequest()
    {
        const std::string policy = "<quota-by-key calls=\"2\" renewal-period=\"300\" counter-key=\"k\"/>";
        Caller caller(policy + policy);
        QCOMPARE(caller.call("")->exchange.response.status, 200);
        QCOMPARE(caller.call("")->exchange.response.status, 200);
        const auto refused = caller.call("");
        QCOMPARE(refused->exchange.response.status, 403);
        COMPARE_TEXT(refused->exchange.lastError->source, "quota-by-key");
        COMPARE_TEXT(refused->exchange.lastError->path, "quota-by-key[1]");
    }
    void byKeyPeriodsBeginWhereTheyAreSaidTo()
    {
        Call call;
        const auto start = toIso(call.services.manual.utc() - std::chrono::seconds(50));
        call.inbound("<quota-by-key calls=\"0\" renewal-period=\"300\" counter-key=\"k\" first-period-start=\"" + start + "\"/>");
        COMPARE_TEXT(call.header("Retry-After"), "250");
    }
    void byKeyCountsAtTheEndWhenTheConditionLooksAtTheResponse()
    {
        Caller caller("<quota-by-key calls=\"1\" bandwidth=\"10\" renewal-period=\"300\" counter-key=\"@(context.Subscription.Id)\" "
                      "increment-condition=\"@(context.Response.StatusCode &lt; 400)\"/>");
        caller.backend = 500;
        const auto failed = caller.call();
        QCOMPARE(failed->exchange.response.status, 500); // not counted
        QVERIFY(failed->exchange.bandwidth.empty());
        caller.backend = 200;
        const auto counted = caller.call();
        QCOMPARE(counted->exchange.response.status, 200);
        QCOMPARE(counted->exchange.bandwidth.size(), 1U);
        QCOMPARE(caller.call()->exchange.response.status, 403);
        QCOMPARE(caller.call("other")->exchange.response.status, 200);
    }
    void byKeyAddsItsIncrement()
    {
        Caller caller("<quota-by-key calls=\"5\" renewal-period=\"300\" counter-key=\"k\" increment-count=\"3\"/>");
        QCOMPARE(caller.call()->exchange.response.status, 200);
        QCOMPARE(caller.call()->exchange.response.status, 403);
        Caller never("<quota-by-key calls=\"1\" renewal-period=\"300\" counter-key=\"k\" increment-condition=\"false\"/>");
        for (int i = 0; i < 3; ++i)
            QCOMPARE(never.call()->exchange.response.status, 200);
    }
};

QTEST_GUILESS_MAIN(TestPolicyQuota)
#include "tst_quota.moc"
