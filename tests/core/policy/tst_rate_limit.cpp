// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"
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
    std::map<std::pair<std::string, std::string>, limit::SlidingWindow> windows;
    std::int64_t elapsed = 0;

    std::unique_ptr<Call> call(const std::string &subscription = "s1", const std::string &operation = "get",
                               const std::string &outbound = {})
    {
        auto call = std::make_unique<Call>();
        if (!subscription.empty())
            call->subscribe(subscription);
        auto info = std::make_shared<OperationInfo>();
        info->id = operation;
        info->name = operation;
        info->method = "GET";
        call->exchange.matched.operation = info;
        call->services.windows = windows;
        call->services.manual.advance(std::chrono::microseconds(elapsed));
        call->inbound(policies, outbound);
        windows = call->services.windows;
        return call;
    }
};

class Engine final : public ExpressionCompiler
{
    class StatusIs200 final : public CompiledExpression
    {
        struct Known final : Evaluation
        {
            bool value = false;
            bool resume() override { return true; }
            Result<Variable> take() override { return Variable(value); }
        };
        std::unique_ptr<Evaluation> begin(const EvaluationContext &context) const override
        {
            auto known = std::make_unique<Known>();
            known->value = context.section == Section::Outbound && context.exchange.response.status == 200;
            return known;
        }
    };
    tl::expected<std::shared_ptr<const CompiledExpression>, Diagnostics> compile(std::string_view, const Position &) const override
    {
        return std::make_shared<const StatusIs200>();
    }
};

} // namespace

class TestRateLimit : public QObject
{
    Q_OBJECT

private slots:
    void refusesWithWireExactBytes()
    {
        Caller caller{"<rate-limit calls=\"2\" renewal-period=\"57\"/>", {}, 0};
        QCOMPARE(caller.call()->exchange.response.status, 200);
        QCOMPARE(caller.call()->exchange.response.status, 200);
        const auto refused = caller.call();
        QCOMPARE(refused->exchange.response.status, 429);
        COMPARE_TEXT(refused->header("Retry-After"), "57");
        COMPARE_TEXT(refused->body(), "{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 57 seconds.\" }");
        QCOMPARE(refused->body().size(), 84U);
        COMPARE_TEXT(refused->exchange.response.reason, "Too Many Requests");
        COMPARE_TEXT(refused->exchange.lastError->source, "rate-limit");
        COMPARE_TEXT(refused->exchange.lastError->reason, "RateLimitExceeded");
        COMPARE_TEXT(refused->exchange.lastError->message, "Rate limit is exceeded");
        QCOMPARE(refused->services.count(FakeServices::Pending::Forward), 0U);
    }
    void roundsTheWaitUpToWholeSeconds_data()
    {
        QTest::addColumn<qint64>("elapsed");
        QTest::addColumn<QString>("header");
        QTest::newRow("at once") << qint64(0) << "10";
        QTest::newRow("a moment later") << qint64(1) << "10";
        QTest::newRow("one second later") << qint64(1'000'000) << "9";
        QTest::newRow("just before the end") << qint64(9'999'999) << "1";
        QTest::newRow("renewed") << qint64(10'000'000) << "-";
    }
    void roundsTheWaitUpToWholeSeconds()
    {
        QFETCH(qint64, elapsed);
        QFETCH(QString, header);
        Caller caller{"<rate-limit calls=\"1\" renewal-period=\"10\"/>", {}, 0};
        caller.call();
        caller.elapsed = elapsed;
        COMPARE_TEXT(caller.call()->header("Retry-After"), header.toStdString());
    }
    void countsPerSubscriptionAndNotWithoutAKey()
    {
        Caller caller{"<rate-limit calls=\"1\" renewal-period=\"10\"/>", {}, 0};
        QCOMPARE(caller.call("a")->exchange.response.status, 200);
        QCOMPARE(caller.call("b")->exchange.response.status, 200);
        QCOMPARE(caller.call("a")->exchange.response.status, 429);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(caller.call("")->exchange.response.status, 200);
    }
    void countsApisAndOperationsByThemselves()
    {
        Caller caller{"<rate-limit calls=\"4\" renewal-period=\"60\"><api id=\"orders\" name=\"wrong\" calls=\"3\" renewal-period=\"60\">"
                      "<operation name=\"get\" calls=\"1\" renewal-period=\"60\"/></api><api name=\"other\" calls=\"0\" "
                      "renewal-period=\"60\"/></rate-limit>", {}, 0};
        QCOMPARE(caller.call("s", "get")->exchange.response.status, 200);
        QCOMPARE(caller.call("s", "get")->exchange.response.status, 429); // the operation's own; API and policy have counted it
        QCOMPARE(caller.call("s", "list")->exchange.response.status, 200);
        QCOMPARE(caller.call("s", "list")->exchange.response.status, 429); // the API's three
        const auto last = caller.call("s", "list");
        QCOMPARE(last->exchange.response.status, 429); // the policy's four
        QCOMPARE(caller.windows.size(), 3U);
        QVERIFY(caller.windows.contains({"apis/orders/policies/policy#rate-limit[1]/api[1]/operation[1]", "s"}));
    }
    void tellsWhatIsLeftWhateverAnswers()
    {
        Caller caller{"<rate-limit calls=\"2\" renewal-period=\"60\" remaining-calls-header-name=\"X-Left\" total-calls-header-name=\"X-Total\" "
                      "retry-after-header-name=\"X-Retry\" remaining-calls-variable-name=\"left\" retry-after-variable-name=\"after\"/>", {}, 0};
        const auto first = caller.call("s", "get", "<return-response/>");
        COMPARE_TEXT(first->header("X-Left"), "1");
        COMPARE_TEXT(first->header("X-Total"), "2");
        COMPARE_TEXT(textOf(first->exchange.variables["left"]), "1");
        caller.call("s");
        const auto refused = caller.call("s");
        QCOMPARE(refused->exchange.response.status, 429);
        COMPARE_TEXT(refused->header("X-Left"), "0");
        COMPARE_TEXT(refused->header("X-Retry"), "60");
        COMPARE_TEXT(refused->header("Retry-After"), "-");
        COMPARE_TEXT(textOf(refused->exchange.variables["after"]), "60");
    }
    void refusesAPeriodAboveAzuresAtCompileTime()
    {
        Call call;
        call.subscribe("s");
        call.inbound("<rate-limit calls=\"2\" renewal-period=\"301\"/>");
        COMPARE_TEXT(call.compiled.diagnostics.at(0).code, "policy.badValue");
        COMPARE_TEXT(call.reason(), "PolicyInvalid");
    }
    void byKeyCountsOneCounterForAKeyAcrossScopes()
    {
        Caller caller{"<rate-limit-by-key calls=\"3\" renewal-period=\"60\" counter-key=\"k\"/>"
                      "<rate-limit-by-key calls=\"3\" renewal-period=\"60\" counter-key=\"k\"/>", {}, 0};
        QCOMPARE(caller.call("")->exchange.response.status, 200);
        const auto refused = caller.call("");
        QCOMPARE(refused->exchange.response.status, 429);
        COMPARE_TEXT(refused->exchange.lastError->source, "rate-limit-by-key");
        COMPARE_TEXT(refused->exchange.lastError->path, "rate-limit-by-key[2]");
    }
    void byKeyAddsItsIncrement()
    {
        Caller caller{"<rate-limit-by-key calls=\"10\" renewal-period=\"60\" counter-key=\"k\" increment-count=\"4\" "
                      "remaining-calls-header-name=\"X-Left\"/>", {}, 0};
        COMPARE_TEXT(caller.call("")->header("X-Left"), "6");
        COMPARE_TEXT(caller.call("")->header("X-Left"), "2");
        QCOMPARE(caller.call("")->exchange.response.status, 429);
        Caller never{"<rate-limit-by-key calls=\"1\" renewal-period=\"60\" counter-key=\"k\" increment-condition=\"false\"/>", {}, 0};
        for (int i = 0; i < 3; ++i)
            QCOMPARE(never.call("")->exchange.response.status, 200);
    }
    void byKeyCountsAtTheEndOfOutboundWhenTheConditionIsAnExpression()
    {
        const Engine engine;
        std::map<std::pair<std::string, std::string>, limit::SlidingWindow> windows;
        const auto once = [&](int backend) {
            Call call;
            call.bindings.expressions = &engine;
            call.services.windows = windows;
            call.services.forwardAnswers = {FakeServices::response(backend)};
            call.inbound("<rate-limit-by-key calls=\"1\" renewal-period=\"60\" counter-key=\"k\" "
                         "increment-condition=\"@(context.Response.StatusCode == 200)\"/>");
            windows = call.services.windows;
            return call.exchange.response.status;
        };
        QCOMPARE(once(404), 404); // not counted
        QCOMPARE(once(200), 200); // counted at its end
        QCOMPARE(once(200), 429);
    }
};

QTEST_GUILESS_MAIN(TestRateLimit)
#include "tst_rate_limit.moc"
