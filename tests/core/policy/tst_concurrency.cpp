// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"
#include "tests/core/policy/policy_bench.h"

#include <set>

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::scoped;

namespace {

std::string send(const std::string &variable, const std::string &more = {})
{
    return "<send-request " + more + " response-variable-name=\"" + variable + "\"><set-url>http://" + variable + ".test</set-url></send-request>";
}

//! Starts and stops where the first operation waits.
void begin(Call &call, const std::string &inbound)
{
    call.prepare({scoped(Scope::Api, "<policies><inbound>" + inbound + "</inbound><backend><forward-request/></backend><outbound/><on-error>"
                                     "<set-variable name=\"on-error\" value=\"1\"/></on-error></policies>")});
    call.run->start();
}

std::set<std::string> openUrls(const Call &call)
{
    std::set<std::string> urls;
    for (const auto &pending : call.services.all)
        if (pending->isOpen() && pending->kind == FakeServices::Pending::Send)
            urls.insert(pending->request.url);
    return urls;
}

FakeServices::PendingPointer toUrl(const Call &call, const std::string &url)
{
    for (const auto &pending : call.services.all)
        if (pending->request.url == url)
            return pending;
    return nullptr;
}

} // namespace

//! limit-concurrency and wait.
class TestConcurrency : public QObject
{
    Q_OBJECT

private slots:
    void aPlaceIsTakenInsideAlone()
    {
        Call call;
        begin(call, "<limit-concurrency key=\"k\" max-count=\"1\">" + send("a") + "</limit-concurrency>" + send("b"));
        QCOMPARE(call.services.places["k"], 1U);
        call.services.finish(call.services.open()); // a
        QCOMPARE(openUrls(call), std::set<std::string>{"http://b.test"});
        QCOMPARE(call.services.places["k"], 0U);
        call.services.finishAll();
        QCOMPARE(call.exchange.response.status, 200);
    }
    void refusesWhenAllPlacesAreTaken()
    {
        Call call;
        call.services.places["k"] = 2;
        call.inbound("<limit-concurrency key=\"k\" max-count=\"2\"><set-variable name=\"inside\" value=\"1\"/></limit-concurrency>");
        QCOMPARE(call.exchange.response.status, 429);
        COMPARE_TEXT(call.body(), "{ \"statusCode\": 429, \"message\": \"Too Many Requests\" }");
        COMPARE_TEXT(call.exchange.lastError->source, "limit-concurrency");
        QVERIFY(!call.exchange.variables.contains("inside"));
        QCOMPARE(call.services.places["k"], 2U);
        Call other;
        other.services.places["k"] = 2;
        other.inbound("<limit-concurrency key=\"other\" max-count=\"2\"/>");
        QCOMPARE(other.exchange.response.status, 200);
    }
    void givesThePlaceBackWhateverHappens_data()
    {
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("end"); // how
        QTest::newRow("the end") << "<set-variable name=\"v\" value=\"1\"/>" << "finish";
        QTest::newRow("an answer") << "<return-response/>" << "finish";
        QTest::newRow("an error") << "<set-backend-service base-url=\"nonsense\"/>" << "finish";
        QTest::newRow("a timeout") << QString::fromStdString(send("a")) << "timeout";
        QTest::newRow("cancelled") << QString::fromStdString(send("a")) << "cancel";
        QTest::newRow("destroyed") << QString::fromStdString(send("a")) << "destroy";
        QTest::newRow("cancelled in a branch") << QString::fromStdString("<wait for=\"all\">" + send("a") + send("b") + "</wait>") << "cancel";
    }
    void givesThePlaceBackWhateverHappens()
    {
        QFETCH(QString, inside);
        QFETCH(QString, end);
        Call call;
        if (end == "timeout")
            call.services.sendAnswers = {fail(ErrorKind::Timeout, "test.timeout")};
        begin(call, "<limit-concurrency key=\"k\" max-count=\"1\">" + inside.toStdString() + "</limit-concurrency>");
        if (end == "cancel")
            call.run->cancel();
        else if (end == "destroy")
            call.run.reset();
        else
            call.services.finishAll();
        QCOMPARE(call.services.places["k"], 0U);
        if (end == "timeout")
            COMPARE_TEXT(call.reason(), "Timeout");
    }
    void aBranchGivesItsPlaceBack()
    {
        Call call;
        begin(call, "<wait for=\"any\"><choose><when condition=\"true\"><limit-concurrency key=\"k\" max-count=\"1\">" + send("a")
                        + "</limit-concurrency></when></choose>" + send("b") + "</wait>");
        QCOMPARE(call.services.places["k"], 1U);
        call.services.finish(toUrl(call, "http://b.test"));
        QCOMPARE(call.services.places["k"], 0U);
    }
    void refusesAMaximumOfNone()
    {
        Call call;
        call.inbound("<limit-concurrency key=\"k\" max-count=\"0\"/>");
        COMPARE_TEXT(call.compiled.diagnostics.at(0).code, "policy.badValue");
        COMPARE_TEXT(call.reason(), "PolicyInvalid");
    }

    void sendsAllAtTheSameTimeAndWaitsForAll()
    {
        Call call;
        begin(call, "<wait for=\"all\">" + send("a") + send("b") + send("c") + "</wait>");
        QCOMPARE(openUrls(call), (std::set<std::string>{"http://a.test", "http://b.test", "http://c.test"}));
        call.services.sendAnswers = {FakeServices::response(201), FakeServices::response(202), FakeServices::response(203)};
        call.services.finish(toUrl(call, "http://c.test"));
        call.services.finish(toUrl(call, "http://a.test"));
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 0U);
        call.services.finish(toUrl(call, "http://b.test"));
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 1U);
        const auto status = [&](const char *name) { return std::get<std::shared_ptr<ResponseMessage>>(call.exchange.variables[name])->status; };
        QCOMPARE(status("c"), 201);
        QCOMPARE(status("a"), 202);
        QCOMPARE(status("b"), 203);
        call.services.finishAll();
        QCOMPARE(call.done, 1);
        QCOMPARE(call.exchange.response.status, 200);
    }
    void anyGoesOnWithTheFirstAndEndsTheOthers()
    {
        Call call;
        begin(call, "<wait for=\"any\">" + send("a") + send("b") + "</wait>");
        call.services.finish(toUrl(call, "http://b.test"));
        QVERIFY(toUrl(call, "http://a.test")->cancelled);
        QVERIFY(call.exchange.variables.contains("b") && !call.exchange.variables.contains("a"));
        call.services.finishAll();
        QCOMPARE(call.done, 1);
    }
    void whatIsThereAtOnceNeedsNoWait_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<int>("sent");
        QTest::newRow("any: nothing is sent") << "any" << 0;
        QTest::newRow("all") << "all" << 1;
    }
    void whatIsThereAtOnceNeedsNoWait()
    {
        QFETCH(QString, mode);
        QFETCH(int, sent);
        Call call;
        call.services.entries.store("v:k", std::make_shared<const CachedContent>(CachedValue{CachedValue::Kind::Text, "kept"}), std::chrono::seconds(9));
        call.inbound("<wait for=\"" + mode.toStdString() + "\"><cache-lookup-value key=\"k\" variable-name=\"v\"/>" + send("a") + "</wait>");
        COMPARE_TEXT(textOf(call.exchange.variables["v"]), "kept");
        QCOMPARE(call.services.count(FakeServices::Pending::Send), std::size_t(sent));
        QCOMPARE(call.exchange.response.status, 200);
        QCOMPARE(call.done, 1);
    }
    void branchesOfChooseRunBesideEachOther()
    {
        Call call;
        const auto choose = [](const std::string &name) {
            return "<choose><when condition=\"false\"/><otherwise><cache-lookup-value key=\"" + name + "\" variable-name=\"" + name + "\"/>"
                + send(name) + send(name + "2") + "</otherwise></choose>";
        };
        begin(call, "<wait for=\"all\">" + choose("a") + choose("b") + "</wait>");
        QCOMPARE(openUrls(call), (std::set<std::string>{"http://a.test", "http://b.test"}));
        call.services.finish(toUrl(call, "http://b.test"));
        QCOMPARE(openUrls(call), (std::set<std::string>{"http://a.test", "http://b2.test"}));
        call.services.finishAll();
        QCOMPARE(call.exchange.variables.size(), 4U);
        QCOMPARE(call.done, 1);
    }
    void theFirstErrorEndsAll()
    {
        Call call;
        begin(call, "<wait for=\"all\">" + send("a") + send("b") + "</wait>");
        call.services.sendAnswers = {fail(ErrorKind::Timeout, "test.timeout")};
        call.services.finish(toUrl(call, "http://b.test"));
        QVERIFY(toUrl(call, "http://a.test")->cancelled);
        call.services.finishAll();
        COMPARE_TEXT(call.reason(), "Timeout");
        COMPARE_TEXT(call.exchange.lastError->source, "send-request");
        COMPARE_TEXT(call.exchange.lastError->path, "wait[1]/send-request[2]");
        COMPARE_TEXT(call.exchange.lastError->section, "inbound");
        QVERIFY(call.exchange.variables.contains("on-error"));
        QCOMPARE(call.done, 1);
    }
    void anErrorAtOnceEndsAll()
    {
        Call call;
        call.inbound("<wait for=\"all\">" + send("a") + "<send-request/>" + send("c") + "</wait>");
        COMPARE_TEXT(call.reason(), "ExpressionValueEvaluationFailure");
        QVERIFY(toUrl(call, "http://a.test")->cancelled);
        QVERIFY(!toUrl(call, "http://c.test"));
    }
    void aBranchMayAnswer()
    {
        Call call;
        call.inbound("<wait for=\"all\">" + send("a") + "<choose><when condition=\"true\"><return-response><set-status code=\"418\"/></return-response>"
                     "</when></choose></wait>");
        QCOMPARE(call.exchange.response.status, 418);
        QVERIFY(toUrl(call, "http://a.test")->cancelled);
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 0U);
    }
    void buffersBodiesBeforeItsBranches()
    {
        class Stream final : public BodyStream
        {
            void read(Callback) override { }
            void cancel() override { }
        };
        Call call;
        call.exchange.request.body.content = std::make_shared<Stream>();
        begin(call, "<wait for=\"all\">" + send("a", "mode=\"copy\"") + send("b", "mode=\"copy\"") + "</wait>");
        QCOMPARE(call.services.count(FakeServices::Pending::Buffer), 1U);
        QCOMPARE(call.services.count(FakeServices::Pending::Send), 0U);
        call.services.finish(call.services.open());
        QCOMPARE(call.services.count(FakeServices::Pending::Send), 2U);
        COMPARE_TEXT(toUrl(call, "http://b.test")->request.body, "buffered");
        call.services.finishAll();
        QCOMPARE(call.services.count(FakeServices::Pending::Buffer), 1U);
    }
    void cancellingEndsAllBranches()
    {
        Call call;
        begin(call, "<wait for=\"all\">" + send("a") + send("b") + "</wait>");
        call.run->cancel();
        QVERIFY(openUrls(call).empty());
        QCOMPARE(call.done, 0);
    }
    void whatCannotRunBesideFailsLoudly_data()
    {
        QTest::addColumn<QString>("child");
        QTest::newRow("another policy") << "<set-method>PUT</set-method>";
        QTest::newRow("the backend") << "<choose><when condition=\"true\"><forward-request/></when></choose>";
    }
    void whatCannotRunBesideFailsLoudly()
    {
        QFETCH(QString, child);
        Call call;
        call.inbound("<wait for=\"all\">" + child.toStdString() + "</wait>");
        COMPARE_TEXT(call.reason(), "PolicyNotExecuted");
    }
    void anEmptyWaitGoesOn()
    {
        Call call;
        call.inbound("<wait for=\"all\"/>");
        QCOMPARE(call.exchange.response.status, 200);
    }
};

QTEST_GUILESS_MAIN(TestConcurrency)
#include "tst_concurrency.moc"
