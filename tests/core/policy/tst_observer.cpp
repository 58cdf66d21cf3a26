// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::scoped;

namespace {

class Watcher final : public RunObserver
{
public:
    std::vector<std::string> seen;
    std::string holdAt; //!< a policy's name

    bool before(Run &run) override
    {
        seen.push_back("+" + run.origin().path);
        return run.origin().policy != holdAt;
    }
    void after(Run &run, const StepResult &result) override
    {
        seen.push_back((result.kind == StepResult::Fail ? "!" : "-") + run.origin().path);
    }
    std::string text() const
    {
        std::string all;
        for (const auto &entry : seen)
            all += entry + " ";
        return all;
    }
};

const char *document = "<policies><inbound><set-header name=\"a\"><value>1</value></set-header>"
                       "<send-request mode=\"new\" response-variable-name=\"r\" timeout=\"7\"><set-url>http://peer.test/a</set-url>"
                       "<set-method>GET</set-method></send-request></inbound><backend><forward-request/></backend><outbound/>"
                       "<on-error><set-status code=\"418\"/></on-error></policies>";

} // namespace

class TestObserver : public QObject
{
    Q_OBJECT

private slots:
    void seesEachStepOnceAroundWhatItWaitedFor()
    {
        Call call;
        Watcher watcher;
        call.services.sendAnswers = {FakeServices::response(200)};
        call.prepare({scoped(Scope::Api, document)});
        call.run->observe(&watcher);
        call.run->start();
        COMPARE_TEXT(watcher.text(), "+set-header[1] -set-header[1] +send-request[1] ");
        call.services.finishAll();
        COMPARE_TEXT(watcher.text(), "+set-header[1] -set-header[1] +send-request[1] -send-request[1] +forward-request[1] -forward-request[1] ");
        QCOMPARE(call.done, 1);
    }
    void seesAFailureAndTheStepsOfOnError()
    {
        Call call;
        Watcher watcher;
        call.services.sendAnswers = {fail(ErrorKind::Timeout, "net.test")};
        call.prepare({scoped(Scope::Api, document)});
        call.run->observe(&watcher);
        call.run->start();
        call.services.finishAll();
        COMPARE_TEXT(watcher.text(), "+set-header[1] -set-header[1] +send-request[1] !send-request[1] +set-status[1] -set-status[1] ");
        QCOMPARE(call.exchange.response.status, 418);
    }
    void holdsTheRunUntilItGoesOn()
    {
        Call call;
        Watcher watcher;
        watcher.holdAt = "forward-request";
        call.services.sendAnswers = {FakeServices::response(200)};
        call.prepare({scoped(Scope::Api, document)});
        call.run->observe(&watcher);
        call.run->start();
        call.services.finishAll();
        QCOMPARE(call.done, 0);
        QCOMPARE(call.services.count(FakeServices::Pending::Kind::Forward), 0U);
        COMPARE_TEXT(call.sent("a"), "1");
        call.run->goOn();
        call.run->goOn(); // it no longer stands: nothing
        call.services.finishAll();
        QCOMPARE(call.services.count(FakeServices::Pending::Kind::Forward), 1U);
        QCOMPARE(call.done, 1);
    }
    void aHeldRunCanBeCancelled()
    {
        Call call;
        Watcher watcher;
        watcher.holdAt = "set-header";
        call.prepare({scoped(Scope::Api, document)});
        call.run->observe(&watcher);
        call.run->start();
        call.run->cancel();
        call.run->goOn();
        call.services.finishAll();
        QCOMPARE(call.done, 0);
        COMPARE_TEXT(call.sent("a"), "-");
    }
};

QTEST_GUILESS_MAIN(TestObserver)
#include "tst_observer.moc"
