// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/counters.h"

#include <QTest>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::gateway;

class TestCounters : public QObject
{
    Q_OBJECT

    static constexpr limit::Rule m_rule{100, 60'000'000};

private slots:
    void countsEachKeyOfEachLimitApart()
    {
        Counters counters;
        QCOMPARE(counters.take("a", "k", m_rule, 1, 1).remaining, std::uint64_t(99));
        QCOMPARE(counters.take("a", "k", m_rule, 1, 2).remaining, std::uint64_t(98));
        QCOMPARE(counters.take("a", "other", m_rule, 1, 2).remaining, std::uint64_t(99));
        QCOMPARE(counters.take("b", "k", m_rule, 1, 2).remaining, std::uint64_t(99));
    }

    void showsWhatStands()
    {
        Counters counters;
        counters.take("a", "k", m_rule, 3, 1'000'000);
        const auto states = counters.states(2'000'000);
        QCOMPARE(states.size(), std::size_t(1));
        QCOMPARE(states[0].counter, std::string("a"));
        QCOMPARE(states[0].key, std::string("k"));
        QCOMPARE(states[0].calls, std::uint64_t(3));
        QCOMPARE(states[0].limit, std::uint64_t(100));
        QCOMPARE(states[0].windowEndMicros, std::int64_t(59'000'000));
        QVERIFY(counters.states(62'000'000).empty());
    }

    void losesNoCallBetweenThreads()
    {
        Counters counters;
        std::atomic<int> allowed{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 1000; ++i)
                    allowed += counters.take("a", "k", m_rule, 1, 5).allowed;
            });
        }
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(allowed.load(), 100);
    }

    void keepsTheKeysInUseWhenItIsFull()
    {
        Counters counters;
        const limit::Rule once{1, 60'000'000};
        QVERIFY(counters.take("a", "mine", once, 1, 1).allowed);
        for (int i = 0; i < 400'000; ++i) {
            counters.take("a", "flood" + std::to_string(i), once, 1, 2 + i);
            if (i % 1000 == 0)
                QVERIFY(!counters.take("a", "mine", once, 1, 2 + i).allowed);
        }
        QVERIFY(counters.states(400'010).size() <= 64U * 256 * 8);
    }
};

QTEST_GUILESS_MAIN(TestCounters)
#include "tst_counters.moc"
