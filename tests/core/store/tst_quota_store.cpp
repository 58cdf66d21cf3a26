// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/quota_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace gatehouse;
using test::ManualClock;
using store::QuotaRow;

class TstQuotaStore : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheLastSumsOverAReopening()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath("quotas.db").toStdString();
        ManualClock clock;
        const auto end = clock.utc() + std::chrono::hours(1);
        const QuotaRow first{"c", "k", 7, end, 5, 100}, second{"c", "other", 7, UtcTime{}, 1, 0};
        {
            auto opened = store::QuotaStore::open(path, clock);
            VERIFY_RESULT(opened);
            VERIFY_RESULT((*opened)->put({first, second}));
            VERIFY_RESULT((*opened)->put({{"c", "k", 7, end, 6, 120}}));
        }
        auto opened = store::QuotaStore::open(path, clock);
        VERIFY_RESULT(opened);
        auto rows = (*opened)->rows();
        VERIFY_RESULT(rows);
        std::sort(rows->begin(), rows->end(), [](const auto &a, const auto &b) { return a.key < b.key; });
        QVERIFY((*rows == std::vector<QuotaRow>{{"c", "k", 7, end, 6, 120}, second}));
    }
    void dropsPeriodsThatAreOver()
    {
        const QTemporaryDir directory;
        ManualClock clock;
        auto opened = store::QuotaStore::open(directory.filePath("quotas.db").toStdString(), clock);
        VERIFY_RESULT(opened);
        VERIFY_RESULT((*opened)->put({{"c", "k", 7, clock.utc() + std::chrono::seconds(10), 5, 0}, {"c", "for ever", 0, UtcTime{}, 5, 0}}));
        clock.advance(std::chrono::seconds(10));
        const auto rows = (*opened)->rows();
        VERIFY_RESULT(rows);
        QCOMPARE(rows->size(), std::size_t(1));
        QCOMPARE(rows->front().key, std::string("for ever"));
    }
};

QTEST_GUILESS_MAIN(TstQuotaStore)
#include "tst_quota_store.moc"
