// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limit/breaker.h"

#include <QTest>

using namespace gatehouse::limit;

namespace {

constexpr std::int64_t second = 1'000'000;

BreakerRule threeIn32Seconds()
{
    BreakerRule rule;
    rule.count = 3;
    rule.intervalMicros = 32 * second;
    rule.tripMicros = 10 * second;
    return rule;
}

BreakerRule halfIn32Seconds()
{
    auto rule = threeIn32Seconds();
    rule.count.reset();
    rule.percentage = 50;
    return rule;
}

} // namespace

class BreakerTest : public QObject
{
    Q_OBJECT

private slots:
    void tripsAtTheCountAndStartsAnewAfterItsTime()
    {
        Breaker breaker;
        const auto rule = threeIn32Seconds();
        std::int64_t now = 1000 * second;
        QVERIFY(!breaker.record(rule, now, true));
        QVERIFY(!breaker.record(rule, now + second, false));
        QVERIFY(!breaker.record(rule, now + second, true));
        QVERIFY(!breaker.isOpen(now + second));
        QVERIFY(breaker.record(rule, now + 2 * second, true));
        QVERIFY(breaker.isOpen(now + 2 * second));
        QCOMPARE(breaker.openUntil(now + 2 * second), now + 12 * second);
        QVERIFY(breaker.isOpen(now + 12 * second - 1));
        now += 12 * second;
        QVERIFY(!breaker.isOpen(now));
        QVERIFY(!breaker.record(rule, now, true)); // what was before does not count
        QVERIFY(!breaker.record(rule, now, true));
        QVERIFY(breaker.record(rule, now, true));
    }
    void forgetsFailuresOlderThanTheInterval()
    {
        Breaker breaker;
        const auto rule = threeIn32Seconds();
        breaker.record(rule, 1000 * second, true);
        breaker.record(rule, 1001 * second, true);
        QCOMPARE(breaker.failures(rule, 1002 * second), std::uint64_t(2));
        QVERIFY(!breaker.record(rule, 1034 * second, true));
        QCOMPARE(breaker.failures(rule, 1034 * second), std::uint64_t(1));
    }
    void tripsAtThePercentage()
    {
        Breaker breaker;
        const auto rule = halfIn32Seconds();
        for (int i = 0; i < 3; ++i)
            QVERIFY(!breaker.record(rule, 1000 * second, false));
        QVERIFY(!breaker.record(rule, 1001 * second, true));
        QVERIFY(!breaker.record(rule, 1001 * second, true));
        QVERIFY(breaker.record(rule, 1001 * second, true)); // 3 of 6
    }
    void staysOpenAsLongAsTheBackendAsked()
    {
        Breaker breaker;
        auto rule = threeIn32Seconds();
        rule.count = 1;
        QVERIFY(breaker.record(rule, 1000 * second, true, 60 * second));
        QVERIFY(breaker.isOpen(1059 * second));
        QVERIFY(!breaker.isOpen(1060 * second));
    }
    void callsThatBeganBeforeDoNotProlongIt()
    {
        Breaker breaker;
        auto rule = threeIn32Seconds();
        rule.count = 1;
        breaker.record(rule, 1000 * second, true);
        QVERIFY(!breaker.record(rule, 1005 * second, true));
        QVERIFY(!breaker.isOpen(1010 * second));
    }
};

QTEST_APPLESS_MAIN(BreakerTest)
#include "tst_breaker.moc"
