// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/concurrency.h"
#include "core/gateway/memory_cache.h"
#include "core/gateway/metrics.h"
#include "core/gateway/quotas.h"
#include "tests/support/manual_clock.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::gateway;
using namespace std::chrono_literals;
using gatehouse::test::ManualClock;

namespace {

policy::CachedPointer text(std::string value)
{
    return std::make_shared<const policy::CachedContent>(policy::CachedValue{policy::CachedValue::Kind::Text, std::move(value)});
}

std::string textOf(const policy::CacheHit &hit)
{
    return hit.content ? std::get<policy::CachedValue>(*hit.content).text : std::string("none");
}

} // namespace

//! What policies keep across requests.
class TestMemoryCache : public QObject
{
    Q_OBJECT

private slots:
    void findsUntilItExpires()
    {
        ManualClock clock;
        MemoryCache cache(clock, 1 << 20);
        cache.store("k", text("v"), 10s);
        clock.advance(9s);
        QCOMPARE(textOf(cache.find("k")), std::string("v"));
        QCOMPARE(cache.find("k").left, std::chrono::microseconds(1s));
        clock.advance(1s);
        QCOMPARE(textOf(cache.find("k")), std::string("none"));
        QCOMPARE(cache.bytes(), 0U);
    }
    void replacesAndRemoves()
    {
        ManualClock clock;
        MemoryCache cache(clock, 1 << 20);
        cache.store("k", text(std::string(1000, 'a')), 10s);
        const auto large = cache.bytes();
        cache.store("k", text("b"), 20s);
        QVERIFY(cache.bytes() < large);
        clock.advance(15s);
        QCOMPARE(textOf(cache.find("k")), std::string("b"));
        cache.remove("k");
        QCOMPARE(textOf(cache.find("k")), std::string("none"));
        QCOMPARE(cache.bytes(), 0U);
    }
    void keepsWithinItsBytes()
    {
        ManualClock clock;
        const std::size_t bytes = 256 << 10;
        MemoryCache cache(clock, bytes);
        for (int i = 0; i < 5000; ++i) {
            cache.store("k" + std::to_string(i), text(std::string(500, 'x')), 60s);
            QVERIFY(cache.bytes() <= bytes);
        }
        QVERIFY(cache.bytes() > bytes / 2);
        QCOMPARE(textOf(cache.find("k4999")).size(), 500U);
        QCOMPARE(textOf(cache.find("k0")), std::string("none"));
        cache.store("huge", text(std::string(bytes, 'x')), 60s);
        QCOMPARE(textOf(cache.find("huge")), std::string("none"));
    }
    void givesUpWhatWasUsedLongestAgo()
    {
        ManualClock clock;
        MemoryCache cache(clock, 64 << 10);
        cache.store("kept", text("v"), 60s);
        for (int i = 0; i < 2000; ++i) {
            cache.store("k" + std::to_string(i), text(std::string(200, 'x')), 60s);
            QCOMPARE(textOf(cache.find("kept")), std::string("v"));
        }
    }
    void isSharedByThreads()
    {
        ManualClock clock;
        MemoryCache cache(clock, 128 << 10);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 20'000; ++i) {
                    const auto key = std::to_string(i % 300);
                    cache.store(key, text(key), 60s);
                    const auto found = textOf(cache.find(key));
                    wrong += found != key && found != "none" ? 1 : 0;
                    if (i % 7 == 0)
                        cache.remove(key);
                }
            });
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
    void placesAreBoundedAndComeBack()
    {
        Concurrency concurrency;
        auto first = concurrency.enter("k", 2);
        auto second = concurrency.enter("k", 2);
        QVERIFY(first && second && !concurrency.enter("k", 2));
        QVERIFY(concurrency.enter("other", 1));
        first.reset();
        QVERIFY(concurrency.enter("k", 2));
        second.reset();
        QCOMPARE(concurrency.taken("k"), 0U);
        QVERIFY(!concurrency.enter("k", 0));
    }
    void placesHoldAcrossThreads()
    {
        Concurrency concurrency;
        std::atomic<int> inside = 0;
        std::atomic<int> most = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 20'000; ++i)
                    if (const auto place = concurrency.enter("k", 2)) {
                        const int now = ++inside;
                        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) { }
                        --inside;
                    }
            });
        for (auto &thread : threads)
            thread.join();
        QVERIFY(most >= 1 && most <= 2);
        QCOMPARE(concurrency.taken("k"), 0U);
    }
    void quotasAreBoundedAndShown()
    {
        Quotas quotas;
        limit::QuotaRule rule;
        rule.calls = 2;
        rule.periodMicros = 300'000'000;
        QCOMPARE(quotas.take("c", "k", rule, 1, 0).kind, limit::QuotaVerdict::Allowed);
        quotas.add("c", "k", rule, 1, 10, 0);
        QCOMPARE(quotas.take("c", "k", rule, 1, 0).kind, limit::QuotaVerdict::OutOfCalls);
        QCOMPARE(quotas.take("c", "other", rule, 0, 0).kind, limit::QuotaVerdict::Allowed);
        const auto states = quotas.states(100'000'000);
        QCOMPARE(states.size(), 1U);
        QCOMPARE(states[0].counter, std::string("c"));
        QCOMPARE(states[0].key, std::string("k"));
        QCOMPARE(states[0].calls, 2U);
        QCOMPARE(states[0].windowEndMicros, 200'000'000);
        for (int i = 0; i < 100'000; ++i)
            quotas.take("c", std::to_string(i), rule, 1, 0);
        QVERIFY(quotas.states(0).size() <= 16U * 4096U);
    }
    void metricsAreSummedUp()
    {
        Metrics metrics;
        metrics.add({"n", "m", 1, {{"d", "1"}}});
        metrics.add({"n", "m", 5, {{"d", "1"}}});
        metrics.add({"n", "m", 7, {{"d", "2"}}});
        const auto state = metrics.state();
        QCOMPARE(state.series.size(), 2U);
        const auto &one = state.series[0];
        QCOMPARE(one.count, 2U);
        QCOMPARE(one.sum, 6.0);
        QCOMPARE(one.minimum, 1.0);
        QCOMPARE(one.maximum, 5.0);
        QCOMPARE(state.lost, 0U);
        for (int i = 0; i < 11'000; ++i)
            metrics.add({"n", std::to_string(i), 1, {}});
        QCOMPARE(metrics.state().series.size(), 10'000U);
        QCOMPARE(metrics.state().lost, 1002U);
    }
};

QTEST_GUILESS_MAIN(TestMemoryCache)
#include "tst_memory_cache.moc"
