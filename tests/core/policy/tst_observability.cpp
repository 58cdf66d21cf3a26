// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;

//! trace and emit-metric.
class TestObservability : public QObject
{
    Q_OBJECT

private slots:
    void tracesWhatItIsTold_data()
    {
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<int>("severity");
        QTest::newRow("default") << "" << int(TraceEntry::Severity::Verbose);
        QTest::newRow("information") << "severity=\"information\"" << int(TraceEntry::Severity::Information);
        QTest::newRow("error") << "severity=\"error\"" << int(TraceEntry::Severity::Error);
    }
    void tracesWhatItIsTold()
    {
        QFETCH(QString, attribute);
        QFETCH(int, severity);
        const Expressions engine;
        Call call;
        call.bindings.expressions = &engine;
        call.inbound("<trace source=\"PetStore\" " + attribute.toStdString() + "><message>@(\"id \" + context.Operation.Id)</message>"
                     "<metadata name=\"Operation Name\" value=\"New-Order\"/><metadata name=\"N\" value=\"@(1 + 1)\"/></trace>");
        QCOMPARE(call.services.traces.size(), 1U);
        const auto &entry = call.services.traces.front();
        QCOMPARE(int(entry.severity), severity);
        COMPARE_TEXT(entry.source, "PetStore");
        COMPARE_TEXT(entry.message, "id get");
        QVERIFY(entry.metadata == (Properties{{"Operation Name", "New-Order"}, {"N", "2"}}));
        COMPARE_TEXT(entry.requestId, call.exchange.requestId);
        COMPARE_TEXT(entry.apiId, "orders");
        COMPARE_TEXT(entry.operationId, "get");
        QCOMPARE(call.exchange.response.status, 200);
    }
    void neverShowsSecrets()
    {
        Call call;
        call.bindings.namedValues = {{"key", "swordfish"}, {"open", "visible"}};
        call.bindings.secrets = {"swordfish"};
        auto subscription = std::make_shared<SubscriptionInfo>();
        subscription->key = "subscription-key-1";
        call.exchange.matched.subscription = subscription;
        call.exchange.request.headers.add("Authorization", "Bearer abc.def.ghi");
        call.inbound("<trace source=\"s\"><message>{{key}} {{open}} subscription-key-1 abc.def.ghi swordfishswordfish</message>"
                     "<metadata name=\"m\" value=\"{{key}}\"/></trace>");
        COMPARE_TEXT(call.services.traces.at(0).message, "*** visible *** *** ******");
        COMPARE_TEXT(call.services.traces.at(0).metadata.at(0).second, "***");
    }
    void boundsItsTexts()
    {
        Call call;
        call.inbound("<trace source=\"s\"><message>" + std::string(100'000, 'x') + "</message></trace>");
        QCOMPARE(call.services.traces.at(0).message.size(), 32U << 10);
    }
    void refusesAnotherSeverity()
    {
        Call call;
        call.inbound("<trace source=\"s\" severity=\"loud\"><message>m</message></trace>");
        COMPARE_TEXT(call.compiled.diagnostics.at(0).code, "policy.badValue");
        COMPARE_TEXT(call.reason(), "PolicyInvalid");
    }

    void emitsAMetric()
    {
        const Expressions engine;
        Call call;
        call.bindings.expressions = &engine;
        call.subscribe("s1");
        call.exchange.clientAddress = "192.0.2.1";
        call.inbound("<emit-metric name=\"Request\" value=\"@(1.5)\" namespace=\"my-metrics\"><dimension name=\"API ID\"/><dimension name=\"Subscription ID\"/>"
                     "<dimension name=\"Client IP\" value=\"@(context.Request.IpAddress)\"/></emit-metric>");
        QCOMPARE(call.services.samples.size(), 1U);
        const auto &sample = call.services.samples.front();
        COMPARE_TEXT(sample.space, "my-metrics");
        COMPARE_TEXT(sample.name, "Request");
        QCOMPARE(sample.value, 1.5);
        QVERIFY(sample.dimensions == (Properties{{"API ID", "orders"}, {"Subscription ID", "s1"}, {"Client IP", "192.0.2.1"}}));
    }
    void hasAzuresDefaults()
    {
        Call call;
        call.inbound("<emit-metric name=\"Request\"/>");
        COMPARE_TEXT(call.services.samples.at(0).space, "API Management");
        QCOMPARE(call.services.samples.at(0).value, 1.0);
    }
    void failsLoudly_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::newRow("no number") << "<emit-metric name=\"m\" value=\"many\"/>";
        QTest::newRow("infinite") << "<emit-metric name=\"m\" value=\"inf\"/>";
        QTest::newRow("no value") << "<emit-metric name=\"m\"><dimension name=\"Mine\"/></emit-metric>";
    }
    void failsLoudly()
    {
        QFETCH(QString, policy);
        Call call;
        call.inbound(policy.toStdString());
        COMPARE_TEXT(call.reason(), "ExpressionValueEvaluationFailure");
        QVERIFY(call.services.samples.empty());
    }
};

QTEST_GUILESS_MAIN(TestObservability)
#include "tst_observability.moc"
