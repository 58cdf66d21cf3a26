// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/timer_wheel.h"

#include <QTest>

#include <memory>
#include <optional>

using namespace gatehouse;
using namespace gatehouse::net;

namespace {

class Entry final : public TimerWheel::Entry
{
public:
    std::function<void()> action;
    int fired = 0;

private:
    void onDeadline() override
    {
        ++fired;
        if (action)
            action();
    }
};

} // namespace

class TestTimerWheel : public QObject
{
    Q_OBJECT

    std::optional<SteadyTime> m_armed;
    std::unique_ptr<TimerWheel> m_wheel;
    SteadyTime m_start;

    SteadyTime at(int milliseconds) const { return m_start + std::chrono::milliseconds(milliseconds); }
    //! As the loop does it: wakes only when it was armed for.
    void runUntil(int milliseconds)
    {
        while (m_armed && *m_armed <= at(milliseconds)) {
            const auto time = *m_armed;
            m_armed.reset();
            m_wheel->advance(time);
        }
    }

private slots:
    void init()
    {
        m_armed.reset();
        m_start = std::chrono::steady_clock::now();
        m_wheel = std::make_unique<TimerWheel>([this](SteadyTime time) { m_armed = time; });
    }

    void firesOnceNeverEarlyAndWithinTwoTicks()
    {
        Entry entry;
        m_wheel->set(entry, at(100));
        runUntil(99);
        QCOMPARE(entry.fired, 0);
        runUntil(100 + 2 * 16);
        QCOMPARE(entry.fired, 1);
        runUntil(20'000);
        QCOMPARE(entry.fired, 1);
    }

    void movesLaterWithoutFiring()
    {
        Entry entry;
        m_wheel->set(entry, at(50));
        m_wheel->set(entry, at(400));
        runUntil(399);
        QCOMPARE(entry.fired, 0);
        runUntil(440);
        QCOMPARE(entry.fired, 1);
    }

    void movesEarlier()
    {
        Entry entry;
        m_wheel->set(entry, at(5000));
        m_wheel->set(entry, at(50));
        runUntil(90);
        QCOMPARE(entry.fired, 1);
    }

    void reachesBeyondItsHorizon()
    {
        Entry entry;
        m_wheel->set(entry, at(60'000));
        runUntil(59'999);
        QCOMPARE(entry.fired, 0);
        runUntil(60'040);
        QCOMPARE(entry.fired, 1);
    }

    void forgetsWhatWasCancelledOrDestroyed()
    {
        Entry cancelled;
        auto destroyed = std::make_unique<Entry>();
        m_wheel->set(cancelled, at(50));
        m_wheel->set(*destroyed, at(50));
        m_wheel->set(cancelled, SteadyTime::max());
        destroyed.reset();
        runUntil(1000);
        QCOMPARE(cancelled.fired, 0);
    }

    void letsAnEntryDestroyAnother()
    {
        Entry first;
        auto second = std::make_unique<Entry>();
        first.action = [&second] { second.reset(); };
        m_wheel->set(first, at(50));
        m_wheel->set(*second, at(50));
        runUntil(1000);
        QCOMPARE(first.fired, 1);
    }

    void repeatsWhenSetAgainInside()
    {
        Entry entry;
        entry.action = [&] {
            if (entry.fired < 3)
                m_wheel->set(entry, at(entry.fired * 100 + 100));
        };
        m_wheel->set(entry, at(100));
        runUntil(1000);
        QCOMPARE(entry.fired, 3);
    }
};

QTEST_GUILESS_MAIN(TestTimerWheel)
#include "tst_timer_wheel.moc"
