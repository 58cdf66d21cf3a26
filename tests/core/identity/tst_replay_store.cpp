// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/identity/dpop_nonce.h"
#include "core/identity/replay_store.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace std::chrono_literals;

namespace {

const UtcTime start{std::chrono::seconds(1'795'478'400)};

std::string nameOfNumber(int number)
{
    return crypto::sha256(std::to_string(number));
}

} // namespace

class TestReplayStore : public QObject
{
    Q_OBJECT

private slots:
    void takesANameOnce()
    {
        ReplayStore store;
        QVERIFY(store.remember(nameOfNumber(1), start + 60s, start) == ReplayStore::Verdict::New);
        QVERIFY(store.remember(nameOfNumber(1), start + 60s, start) == ReplayStore::Verdict::Seen);
        QVERIFY(store.remember(nameOfNumber(2), start + 60s, start) == ReplayStore::Verdict::New);
        QVERIFY(store.remember(nameOfNumber(1), start + 60s, start + 59s) == ReplayStore::Verdict::Seen);
    }
    void forgetsWhatHasExpired()
    {
        ReplayStore store;
        for (int i = 0; i < 1000; ++i)
            QVERIFY(store.remember(nameOfNumber(i), start + 60s, start) == ReplayStore::Verdict::New);
        QCOMPARE(store.size(), std::size_t(1000));
        for (int i = 1000; i < 2000; ++i)
            QVERIFY(store.remember(nameOfNumber(i), start + 120s, start + 61s) == ReplayStore::Verdict::New);
        QCOMPARE(store.size(), std::size_t(1000));
    }
    void aNameMayComeAgainAfterItsEnd()
    {
        ReplayStore store;
        for (int i = 0; i < 1000; ++i)
            QVERIFY(store.remember(nameOfNumber(i), start + 60s, start) == ReplayStore::Verdict::New);
        // Sooner than all that has expired is dropped.
        for (int i = 999; i >= 0; --i)
            QVERIFY(store.remember(nameOfNumber(i), start + 120s, start + 60s) == ReplayStore::Verdict::New);
        for (int i = 0; i < 1000; ++i)
            QVERIFY(store.remember(nameOfNumber(i), start + 180s, start + 119s) == ReplayStore::Verdict::Seen);
    }
    void saysThatItIsFullAndDropsNothingInForce()
    {
        ReplayStore store(160);
        int taken = 0;
        for (int i = 0; i < 1000; ++i)
            taken += store.remember(nameOfNumber(i), start + 60s, start) == ReplayStore::Verdict::New ? 1 : 0;
        QCOMPARE(taken, 160);
        for (int i = 0; i < 1000; ++i)
            QVERIFY(store.remember(nameOfNumber(i), start + 60s, start + 30s) != ReplayStore::Verdict::New);
        QCOMPARE(store.size(), std::size_t(160));
        QVERIFY(store.remember(nameOfNumber(5000), start + 180s, start + 61s) == ReplayStore::Verdict::New); // room again
    }
    void oneOfManyThreadsWins()
    {
        ReplayStore store;
        std::atomic<int> wins = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int number = 0; number < 2000; ++number)
                    if (store.remember(nameOfNumber(number), start + 60s, start) == ReplayStore::Verdict::New)
                        ++wins;
            });
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(wins.load(), 2000);
    }
    void noncesAreGoodInTwoPeriods()
    {
        const DpopNonces nonces(SecretString("a key"));
        const auto begin = UtcTime(std::chrono::seconds(1'795'478'400 / 300 * 300));
        const auto nonce = nonces.current(300s, begin);
        QVERIFY(nonces.current(300s, begin + 299s) == nonce);
        QVERIFY(nonces.judge(nonce, 300s, begin + 299s) == DpopNonces::Verdict::Current);
        QVERIFY(nonces.current(300s, begin + 300s) != nonce);
        QVERIFY(nonces.judge(nonce, 300s, begin + 300s) == DpopNonces::Verdict::Previous);
        QVERIFY(nonces.judge(nonce, 300s, begin + 599s) == DpopNonces::Verdict::Previous);
        QVERIFY(nonces.judge(nonce, 300s, begin + 600s) == DpopNonces::Verdict::Unknown);
        QVERIFY(nonces.judge(nonce, 300s, begin - 1s) == DpopNonces::Verdict::Unknown);
        QVERIFY(nonces.judge(nonce, 60s, begin) == DpopNonces::Verdict::Unknown);
        QVERIFY(nonces.judge("", 300s, begin) == DpopNonces::Verdict::Unknown);
    }
    void noncesOfAnotherKeyAreNone()
    {
        DpopNonces one(SecretString("one")), other(SecretString("other"));
        const auto nonce = one.current(300s, start);
        QVERIFY(other.judge(nonce, 300s, start) == DpopNonces::Verdict::Unknown);
        other.setKey(SecretString("one"));
        QVERIFY(other.judge(nonce, 300s, start) == DpopNonces::Verdict::Current);
    }
};

QTEST_GUILESS_MAIN(TestReplayStore)
#include "tst_replay_store.moc"
