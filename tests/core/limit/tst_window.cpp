// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limit/window.h"

#include <QTest>

#include <deque>
#include <random>

using namespace gatehouse::limit;

namespace {

constexpr std::int64_t second = 1'000'000;

//! The definition itself: every call that passed, with its time.
struct Log
{
    std::deque<std::int64_t> calls;
    bool take(const Rule &rule, std::int64_t now)
    {
        while (!calls.empty() && now - calls.front() >= rule.periodMicros)
            calls.pop_front();
        if (calls.size() >= rule.calls)
            return false;
        calls.push_back(now);
        return true;
    }
};

} // namespace

class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void firstCallsPassThenRefusedUntilTheWindowFrees()
    {
        const Rule rule{3, 60 * second};
        SlidingWindow window;
        QCOMPARE(window.take(rule, 0).remaining, 2U);
        QCOMPARE(window.take(rule, 10 * second).remaining, 1U);
        QCOMPARE(window.take(rule, 20 * second).remaining, 0U);
        const auto refused = window.take(rule, 30 * second);
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.retryAfterMicros, 30 * second);
        QVERIFY(!window.take(rule, 60 * second - 1).allowed);
        QVERIFY(window.take(rule, 60 * second).allowed);
        QCOMPARE(window.take(rule, 60 * second).retryAfterMicros, 10 * second);
    }
    void refusedCallsAreNotCounted()
    {
        const Rule rule{1, second};
        SlidingWindow window;
        QVERIFY(window.take(rule, 0).allowed);
        for (int i = 1; i < 10; ++i)
            QVERIFY(!window.take(rule, i * 100'000).allowed);
        QVERIFY(window.take(rule, second).allowed);
    }
    void incrementsCountAsThatManyCalls()
    {
        const Rule rule{10, 60 * second};
        SlidingWindow window;
        QCOMPARE(window.take(rule, 0, 4).remaining, 6U);
        QCOMPARE(window.take(rule, second, 4).remaining, 2U);
        const auto refused = window.take(rule, 2 * second, 4);
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.remaining, 2U);
        QCOMPARE(refused.retryAfterMicros, 58 * second);
        QVERIFY(window.take(rule, 2 * second, 2).allowed);
        QCOMPARE(window.take(rule, 3 * second, 11).retryAfterMicros, 60 * second);
    }
    void anIncrementOfZeroIsJudgedAndNotCounted()
    {
        const Rule rule{1, second};
        SlidingWindow window;
        QVERIFY(window.take(rule, 0, 0).allowed);
        QCOMPARE(window.take(rule, 0, 0).remaining, 1U);
        QVERIFY(window.take(rule, 0, 1).allowed);
        QVERIFY(!window.take(rule, 0, 0).allowed);
    }
    void noCallsMeansNone()
    {
        SlidingWindow window;
        QVERIFY(!window.take({0, second}, 5).allowed);
        QCOMPARE(window.used({0, second}, 5), 0U);
    }
    void aLoweredRuleHoldsAtOnce()
    {
        SlidingWindow window;
        for (int i = 0; i < 5; ++i)
            QVERIFY(window.take({5, 60 * second}, i * second).allowed);
        const auto refused = window.take({2, 60 * second}, 10 * second);
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.retryAfterMicros, 53 * second); // the fourth of five must go first
    }
    void aClockThatStepsBackGivesNothingAway()
    {
        const Rule rule{1, 10 * second};
        SlidingWindow window;
        QVERIFY(window.take(rule, 100 * second).allowed);
        QVERIFY(!window.take(rule, 50 * second).allowed);
        QCOMPARE(window.take(rule, 50 * second).retryAfterMicros, 10 * second);
    }
    void saysWhatIsUsedAndWhenItEnds()
    {
        const Rule rule{5, 10 * second};
        SlidingWindow window;
        QCOMPARE(window.emptyAt(rule, 7), std::int64_t(7));
        window.take(rule, second);
        window.take(rule, 3 * second);
        QCOMPARE(window.used(rule, 5 * second), 2U);
        QCOMPARE(window.used(rule, 11 * second), 1U);
        QCOMPARE(window.emptyAt(rule, 5 * second), 13 * second);
    }
    void agreesWithTheDefinitionUpTo64Calls()
    {
        std::mt19937 random(7);
        for (const std::uint64_t calls : {1U, 2U, 5U, 20U, 64U}) {
            const Rule rule{calls, 10 * second};
            SlidingWindow window;
            Log log;
            std::int64_t now = 0;
            for (int i = 0; i < 20'000; ++i) {
                now += random() % (20 * second / static_cast<std::int64_t>(calls));
                const auto verdict = window.take(rule, now);
                QCOMPARE(verdict.allowed, log.take(rule, now));
                if (!verdict.allowed)
                    QCOMPARE(verdict.retryAfterMicros, log.calls.front() + rule.periodMicros - now);
            }
        }
    }
    void neverExceedsLargeRulesAndWastesAtMostOneSixtyFourth()
    {
        const Rule rule{1000, 64 * second};
        SlidingWindow window;
        Log passed;
        Rule wide{1'000'000, rule.periodMicros};
        std::int64_t now = 0;
        std::mt19937 random(11);
        std::size_t total = 0;
        for (int i = 0; i < 200'000; ++i) {
            now += random() % 20'000; // 100 calls a second offered, 15.6 allowed
            if (!window.take(rule, now).allowed)
                continue;
            ++total;
            passed.take(wide, now);
            QVERIFY(passed.calls.size() <= rule.calls);
        }
        const double ideal = double(rule.calls) * (double(now) / double(rule.periodMicros));
        QVERIFY2(double(total) >= ideal * (64.0 / 65.0) * 0.995, qPrintable(QString::number(total / ideal)));
    }
};

QTEST_GUILESS_MAIN(TestWindow)
#include "tst_window.moc"
