// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/run_in_background.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <QThreadPool>

#include <atomic>

using namespace gatehouse::ui::components;

class TestRunInBackground : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { QVERIFY(backgroundPool()->waitForDone(10'000)); }

    void deliversOnTheContextsThread()
    {
        QObject context;
        QThread *worker = nullptr;
        QThread *delivered = nullptr;
        int result = 0;
        auto task = runInBackground<int>(
            &context,
            [&worker](std::stop_token, const Progress &) {
                worker = QThread::currentThread();
                return 42;
            },
            [&](int value) {
                delivered = QThread::currentThread();
                result = value;
            });
        QVERIFY(task.isRunning());
        QTRY_COMPARE(result, 42);
        QVERIFY(!task.isRunning());
        QCOMPARE(delivered, QThread::currentThread());
        QVERIFY(worker != delivered);
    }

    void contextThatDiedHearsNothingAndStopsTheWork()
    {
        auto *context = new QObject;
        QSemaphore started;
        std::atomic<bool> stopped = false;
        bool delivered = false;
        runInBackground<int>(
            context,
            [&](std::stop_token stop, const Progress &progress) {
                started.release();
                while (!stop.stop_requested()) {
                    progress(0.5, QStringLiteral("working"));
                    std::this_thread::yield();
                }
                stopped = true;
                return 1;
            },
            [&](int) { delivered = true; }, [&](double, const QString &) { delivered = true; });
        started.acquire();
        delete context;
        QVERIFY(backgroundPool()->waitForDone(10'000));
        QVERIFY(stopped);
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void contextThatDiesWithTheResultQueuedHearsNothing()
    {
        auto *context = new QObject;
        bool delivered = false;
        runInBackground<int>(context, [](std::stop_token, const Progress &) { return 1; }, [&](int) { delivered = true; });
        QVERIFY(backgroundPool()->waitForDone(10'000)); // the result waits in the event queue now
        delete context;
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void contextMayDieInItsOwnDelivery()
    {
        auto *context = new QObject;
        bool delivered = false;
        runInBackground<int>(context, [](std::stop_token, const Progress &) { return 1; }, [&, context](int) {
            delivered = true;
            delete context;
        });
        QTRY_VERIFY(delivered);
        QCoreApplication::processEvents();
    }

    void cancelledWorkStillDelivers()
    {
        QObject context;
        QString result;
        auto task = runInBackground<QString>(
            &context,
            [](std::stop_token stop, const Progress &) {
                while (!stop.stop_requested())
                    std::this_thread::yield();
                return QStringLiteral("one of three done");
            },
            [&](const QString &value) { result = value; });
        task.cancel();
        QTRY_COMPARE(result, QStringLiteral("one of three done"));
    }

    void abandonedWorkDoesNot()
    {
        QObject context;
        bool delivered = false;
        auto task = runInBackground<int>(&context, [](std::stop_token, const Progress &) { return 1; }, [&](int) { delivered = true; });
        task.abandon();
        QVERIFY(!task.isRunning());
        QVERIFY(backgroundPool()->waitForDone(10'000));
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void slotKeepsTheNewestOnly()
    {
        QObject context;
        QList<int> results;
        {
            TaskSlot slot;
            for (int i = 0; i < 5; ++i)
                slot = runInBackground<int>(&context, [i](std::stop_token, const Progress &) { return i; }, [&](int value) { results << value; });
            QTRY_COMPARE(results, QList<int>{4});
            slot = runInBackground<int>(&context, [](std::stop_token, const Progress &) { return 9; }, [&](int value) { results << value; });
        }
        QVERIFY(backgroundPool()->waitForDone(10'000));
        QCoreApplication::processEvents();
        QCOMPARE(results, QList<int>{4});
    }

    void progressArrivesBeforeTheResultAndTheNewestWins()
    {
        QObject context;
        QStringList heard;
        runInBackground<int>(
            &context,
            [](std::stop_token, const Progress &progress) {
                for (int i = 1; i <= 1'000; ++i)
                    progress(i / 1'000.0, QString::number(i));
                return 0;
            },
            [&](int) { heard << QStringLiteral("done"); }, [&](double, const QString &text) { heard << text; });
        QVERIFY(backgroundPool()->waitForDone(10'000));
        QTRY_VERIFY(heard.contains(QStringLiteral("done")));
        QCOMPARE(heard, QStringList({QStringLiteral("1000"), QStringLiteral("done")}));
    }
};

QTEST_GUILESS_MAIN(TestRunInBackground)
#include "tst_run_in_background.moc"
