// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/ring.h"

#include <QTest>

#include <memory>
#include <string>
#include <thread>

using gatehouse::telemetry::Ring;

class TestRing : public QObject
{
    Q_OBJECT

private slots:
    void givesItemsBackInOrder()
    {
        Ring<std::string> ring{4};
        QVERIFY(!ring.pop().has_value());
        for (int lap = 0; lap < 5; ++lap) {
            for (const auto *text : {"a", "b", "c"})
                QVERIFY(ring.push(text));
            for (const auto *text : {"a", "b", "c"})
                QCOMPARE(ring.pop().value(), std::string{text});
        }
        QVERIFY(!ring.pop().has_value());
        QCOMPARE(ring.dropped(), 0U);
    }

    void dropsAndCountsWhatDoesNotFit()
    {
        Ring<int> ring{3}; // rounded up to 4
        for (int i = 0; i < 4; ++i)
            QVERIFY(ring.push(int{i}));
        QVERIFY(!ring.push(4));
        QVERIFY(!ring.push(5));
        QCOMPARE(ring.dropped(), 2U);
        QCOMPARE(ring.pop().value(), 0);
        QVERIFY(ring.push(6));
        for (const int expected : {1, 2, 3, 6})
            QCOMPARE(ring.pop().value(), expected);
    }

    void handsEveryItemFromOneThreadToAnotherOrCountsIt()
    {
        constexpr int total = 200'000;
        Ring<std::unique_ptr<int>> ring{64};
        std::atomic<bool> ended{false};
        std::jthread producer{[&ring, &ended] {
            for (int i = 0; i < total; ++i)
                ring.push(std::make_unique<int>(i));
            ended = true;
        }};
        std::uint64_t received = 0;
        int last = -1;
        bool ordered = true;
        const auto drain = [&] {
            while (auto item = ring.pop()) {
                ordered = ordered && **item > last;
                last = **item;
                ++received;
            }
        };
        while (!ended)
            drain();
        producer.join();
        drain();
        QVERIFY(ordered);
        QCOMPARE(received + ring.dropped(), static_cast<std::uint64_t>(total));
    }
};

QTEST_GUILESS_MAIN(TestRing)
#include "tst_ring.moc"
