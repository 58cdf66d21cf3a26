// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limit/quota.h"

#include <QTest>

using namespace gatehouse::limit;

namespace {

constexpr std::int64_t second = 1'000'000;

QuotaRule ruleOf(std::uint64_t calls, std::int64_t period, std::int64_t start = 0)
{
    QuotaRule rule;
    rule.calls = calls;
    rule.periodMicros = period * second;
    rule.startMicros = start * second;
    return rule;
}

} // namespace

class TestQuota : public QObject
{
    Q_OBJECT

private slots:
    void periodsBeginAtTheStart_data()
    {
        QTest::addColumn<qint64>("start");
        QTest::addColumn<qint64>("now");
        QTest::addColumn<qint64>("left");
        QTest::newRow("at the start") << qint64(0) << qint64(0) << qint64(300);
        QTest::newRow("within") << qint64(0) << qint64(299) << qint64(1);
        QTest::newRow("the next") << qint64(0) << qint64(300) << qint64(300);
        QTest::newRow("an odd start") << qint64(17) << qint64(20) << qint64(297);
        QTest::newRow("before the start") << qint64(1000) << qint64(999) << qint64(1);
        QTest::newRow("a period before the start") << qint64(1000) << qint64(700) << qint64(300);
        QTest::newRow("year 1") << qint64(-62'135'596'800) << qint64(1) << qint64(299);
    }
    void periodsBeginAtTheStart()
    {
        QFETCH(qint64, start);
        QFETCH(qint64, now);
        QFETCH(qint64, left);
        QCOMPARE(FixedWindow::left(ruleOf(1, 300, start), now * second).value_or(-1), left * second);
    }
    void allowsSoManyCallsAPeriod()
    {
        FixedWindow window;
        const auto rule = ruleOf(2, 300);
        QCOMPARE(window.take(rule, 0, 1).kind, QuotaVerdict::Allowed);
        QCOMPARE(window.take(rule, 10 * second, 1).kind, QuotaVerdict::Allowed);
        const auto refused = window.take(rule, 100 * second, 1);
        QCOMPARE(refused.kind, QuotaVerdict::OutOfCalls);
        QCOMPARE(refused.replenishMicros.value_or(0), 200 * second);
        QCOMPARE(window.calls(rule, 100 * second), 2U);
        QCOMPARE(window.take(rule, 300 * second, 1).kind, QuotaVerdict::Allowed);
        QCOMPARE(window.calls(rule, 300 * second), 1U);
        QCOMPARE(window.calls(rule, 600 * second), 0U);
    }
    void judgesWithoutCounting()
    {
        FixedWindow window;
        const auto rule = ruleOf(1, 300);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(window.take(rule, 0, 0).kind, QuotaVerdict::Allowed);
        window.add(rule, 0, 5, 0);
        QCOMPARE(window.take(rule, 0, 0).kind, QuotaVerdict::OutOfCalls);
    }
    void neverRenewsWithoutAPeriod()
    {
        FixedWindow window;
        const auto rule = ruleOf(1, 0);
        QCOMPARE(window.take(rule, 0, 1).kind, QuotaVerdict::Allowed);
        const auto refused = window.take(rule, 1'000'000'000 * second, 1);
        QCOMPARE(refused.kind, QuotaVerdict::OutOfCalls);
        QVERIFY(!refused.replenishMicros);
    }
    void countsBytesAfterwards()
    {
        FixedWindow window;
        QuotaRule rule;
        rule.bytes = 1024;
        rule.periodMicros = 300 * second;
        QCOMPARE(window.take(rule, 0, 1).kind, QuotaVerdict::Allowed);
        window.add(rule, 0, 0, 1023);
        QCOMPARE(window.take(rule, 0, 1).kind, QuotaVerdict::Allowed);
        window.add(rule, 0, 0, 5000);
        QCOMPARE(window.take(rule, second, 1).kind, QuotaVerdict::OutOfBandwidth);
        QCOMPARE(window.take(rule, 300 * second, 1).kind, QuotaVerdict::Allowed);
    }
    void aClockThatStepsBackStandsStill()
    {
        FixedWindow window;
        const auto rule = ruleOf(1, 300);
        QCOMPARE(window.take(rule, 301 * second, 1).kind, QuotaVerdict::Allowed);
        QCOMPARE(window.take(rule, 299 * second, 1).kind, QuotaVerdict::OutOfCalls);
    }
};

QTEST_GUILESS_MAIN(TestQuota)
#include "tst_quota.moc"
